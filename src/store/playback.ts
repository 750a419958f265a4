import type { SimTime } from '../base/sim-time.ts';
import type { AdvanceInput, EngineClient, Outcome } from '../engine/engine-client.ts';
import type { Batch, Moment, PauseReason } from '../engine/protocol.ts';
import type { Action, Command } from '../scenario/scenario.ts';
import { FOREVER, PaceClock, STEPS_A_FRAME } from './pace-clock.ts';
import type { Stage } from './stage.ts';
import { Teller } from './teller.ts';

/** Real time that the engine may take for one request: it answers twice in a frame of 60 Hz. */
const SLICE_MS = 8;
/** "Until idle" and "to the next crash" give up after so many steps. */
const SEARCH_STEPS_MAX = 2_000_000;

/** What is being done until somebody says stop. */
type Goal = 'play' | 'until_idle' | 'to_crash';

/**
 * Moves the moment on view. While a goal stands, each frame asks the engine for the next piece of
 * the run and shows it. Told in beats, the engine is never more than one step ahead of the view:
 * it stops after a step that tells a beat, the step is shown beat by beat, and only then it goes on.
 */
export class Playback {
  private readonly stage: Stage;
  private readonly clock = new PaceClock();
  private readonly teller: Teller;
  private goal: Goal | null = null;
  /** Requests under way. */
  private asking = 0;
  private searchedFrom = 0;
  private cancelFrame: (() => void) | null = null;
  /** What is done next, unless somebody wishes otherwise. */
  private wish: (() => void) | null = null;
  /** It played until nothing was left to happen: it plays on when something is. */
  private restedWhilePlaying = false;
  /** Where playing ends. */
  private stopAt: Moment | null = null;
  /** It ended there, but for the very step. */
  onArrival: (moment: Moment) => void = () => {};
  /** Somebody is about to act in the past, after so many events. */
  onBranch: (seq: number) => void = () => {};

  constructor(stage: Stage) {
    this.stage = stage;
    this.teller = new Teller(stage, this.clock);
  }

  play(): void {
    this.start('play');
  }

  /** Plays, and pauses at that very moment. */
  playTo(moment: Moment): void {
    this.start('play', moment);
  }

  /** As fast as possible, until nothing is left to happen. */
  untilIdle(): void {
    this.start('until_idle');
  }

  /** As fast as possible, until after the step in which a callback raises. */
  toCrash(): void {
    this.start('to_crash');
  }

  pause(): void {
    this.restedWhilePlaying = false;
    this.wish = null;
    if (this.goal === null) return;
    this.halt();
    this.teller.catchUp();
    const { beat } = this.stage.state;
    this.stage.show(this.teller.playhead, {
      run: this.stage.atRest,
      beat: beat === null ? null : { ...beat, holdMs: 0 },
    });
  }

  /** One step of the engine, whatever the speed. In the middle of one, to its end. */
  step(): void {
    this.pause();
    this.when(() => void this.makeStep());
  }

  private async makeStep(): Promise<void> {
    const from = this.stage.shown.view.seq;
    if (this.stage.shown.behind) {
      this.teller.catchUp();
      this.stage.show(this.teller.playhead, {
        run: this.stage.atRest,
        beat: this.stage.stillFrom(from),
      });
      return;
    }
    if (this.stage.shown.next === null) return;
    const because = await this.ask({ until: FOREVER, steps: 1, stopAt: 'none' });
    if (because === null || this.goal !== null) return;
    this.teller.catchUp();
    this.stage.show(this.teller.playhead, {
      run: this.stage.atRest,
      beat: this.stage.stillFrom(from),
    });
  }

  setSpeed(speed: number): void {
    this.clock.stand(this.teller.playhead);
    this.stage.set({ speed });
  }

  /** Somebody goes to another moment: nothing plays there. */
  leave(): void {
    this.halt();
    this.restedWhilePlaying = false;
  }

  /** Another moment is on the stage. */
  standAt(now: SimTime): void {
    this.teller.standAt(now);
  }

  /** Another run is on the stage: stands at its moment. */
  reset(): void {
    this.leave();
    this.teller.reset();
  }

  /** Stops, and shows nothing more. */
  halt(): void {
    this.goal = null;
    this.wish = null;
    this.stopAt = null;
    this.cancelFrame?.();
    this.cancelFrame = null;
    this.clock.stop();
    this.teller.letGo();
  }

  /** The page itself raised. Halts, and says so; the first mistake is the one that counts. */
  broke(where: string, error: unknown): void {
    const { type } = this.stage.state.run;
    if (type === 'broken' || type === 'failed' || type === 'stuck') return;
    this.halt();
    this.stage.set({ run: { type: 'broken', where, message: wordsOf(error) }, beat: null });
  }

  /**
   * Does it at the very moment on view. Between two steps time flows on the page alone, so the
   * engine's clock is set first. `acted` is told the command as it is kept, before it shows.
   */
  async act(action: Action, acted: (command: Command) => void): Promise<void> {
    const { shown, deps } = this.stage;
    this.asking += 1;
    const until = Math.floor(this.teller.playhead);
    if (!shown.behind && until > shown.moment.at) {
      this.ask({ until, steps: STEPS_A_FRAME, stopAt: 'none' }).catch((error: unknown) =>
        this.broke(WHILE_PLAYING, error),
      );
    }
    const outcome = await deps.engine.act(action);
    this.asking -= 1;
    switch (outcome.type) {
      case 'acted':
        if (outcome.batch.first < shown.extent.seq) this.branch(outcome.batch.first);
        // Time had passed after that, in which nothing happened.
        else if (outcome.batch.at < shown.extent.at) shown.cut(outcome.batch.first);
        acted(outcome.command);
        if (this.stage.canRun) this.takeAction(outcome.batch);
        // Halted by a mistake meanwhile: what the engine did has happened all the same.
        else this.teller.take(outcome.batch);
        return;
      case 'failed':
        // The engine could not do this one thing; the run is as it was.
        this.stage.tell('error', outcome.message);
        return;
      default:
        this.refuse(outcome);
    }
  }

  /** Somebody acted in the past: what was to come after `seq` events is another history. */
  private branch(seq: number): void {
    const { shown } = this.stage;
    this.onBranch(seq);
    this.teller.catchUp();
    shown.cut(seq);
  }

  private takeAction(batch: Batch): void {
    const { stage } = this;
    const from = stage.shown.buffer.end;
    this.teller.catchUp();
    this.teller.take(batch);
    if (this.goal === 'play') {
      this.teller.tell();
      return;
    }
    this.teller.catchUp();
    if (this.goal !== null) {
      stage.show(this.teller.playhead);
      return;
    }
    stage.show(this.teller.playhead, { run: stage.atRest, beat: stage.stillFrom(from) });
    if (this.restedWhilePlaying && stage.shown.next !== null) this.begin('play', null);
  }

  private start(goal: Goal, stopAt: Moment | null = null): void {
    this.when(() => this.begin(goal, stopAt));
  }

  /** Now, or when what is under way has come where it goes. The newest wish counts. */
  private when(begin: () => void): void {
    const { stage } = this;
    if (!stage.canRun) return;
    if (stage.turns.isFree) {
      begin();
      return;
    }
    this.wish = begin;
    void stage.turns.take(async () => {
      if (this.wish !== begin) return;
      this.wish = null;
      if (stage.canRun) begin();
    });
  }

  private begin(goal: Goal, stopAt: Moment | null): void {
    const { stage } = this;
    this.teller.catchUp();
    if (stage.shown.next === null) {
      this.rest(goal);
      return;
    }
    this.goal = goal;
    this.stopAt = stopAt;
    this.teller.letGo();
    this.searchedFrom = stage.shown.moment.step;
    this.clock.stand(this.teller.playhead);
    const until = goal === 'to_crash' ? 'crash' : goal === 'until_idle' ? 'idle' : null;
    stage.set({ run: { type: 'playing', until }, beat: null });
    this.cancelFrame ??= stage.deps.frames.request(this.frame);
  }

  private readonly frame = (ms: number): void => {
    this.cancelFrame = null;
    if (this.goal === null) return;
    try {
      this.clock.tick(ms);
      if (this.asking === 0) this.turn(this.goal);
    } catch (error) {
      this.broke(WHILE_PLAYING, error);
    }
    if (this.goal !== null) this.cancelFrame ??= this.stage.deps.frames.request(this.frame);
  };

  private turn(goal: Goal): void {
    const { shown, state } = this.stage;
    if (this.teller.isTelling) {
      if (this.teller.isHolding) return;
      this.teller.tell();
      // Virtual time stands while a beat is held.
      this.clock.stand(this.teller.playhead);
    } else if (this.stopAt !== null && this.hasArrived(this.stopAt)) {
      const { stopAt } = this;
      this.leave();
      this.onArrival(stopAt);
    } else if (shown.next === null) this.rest(goal);
    else if (goal !== 'play') {
      const stopAt = goal === 'to_crash' ? 'crash' : 'none';
      this.advance({ until: FOREVER, steps: STEPS_A_FRAME, stopAt });
    } else {
      const move = this.clock.move(state.speed, this.teller.playhead, shown.next);
      const end = this.stopAt?.at ?? FOREVER;
      if (move.type === 'wait') this.teller.moveTo(Math.min(move.playhead, end));
      else this.advance({ ...move.input, until: Math.min(move.input.until, end) });
    }
  }

  private hasArrived({ at }: Moment): boolean {
    return this.stage.shown.next === null || this.teller.playhead >= at;
  }

  private advance(input: Omit<AdvanceInput, 'sliceMs'>): void {
    this.ask(input)
      .then((because) => {
        if (because !== null) this.advanced(because);
      })
      .catch((error: unknown) => this.broke(WHILE_PLAYING, error));
  }

  /** Asks, and takes the answer; null when there was none, which is dealt with. */
  private async ask(input: Omit<AdvanceInput, 'sliceMs'>): Promise<PauseReason | null> {
    this.asking += 1;
    let outcome: Awaited<ReturnType<EngineClient['advance']>>;
    try {
      outcome = await this.stage.deps.engine.advance({ ...input, sliceMs: SLICE_MS });
    } finally {
      this.asking -= 1;
    }
    if (outcome.type !== 'advanced') {
      this.refuse(outcome);
      return null;
    }
    this.teller.take(outcome.batch);
    return outcome.because;
  }

  private advanced(because: PauseReason): void {
    const { stage, goal } = this;
    if (goal === 'play') {
      this.teller.tell();
      return;
    }
    this.teller.catchUp();
    if (goal === null) {
      // Paused meanwhile: what the engine did has happened all the same.
      stage.show(this.teller.playhead, stage.canRun ? { run: stage.atRest } : {});
    } else if (because === 'stopped') {
      this.halt();
      const beat = stage.stillFrom(stage.shown.lastCrash());
      stage.show(this.teller.playhead, { run: stage.atRest, beat });
    } else if (because === 'idle' || stage.shown.next === null) this.rest(goal);
    else if (stage.shown.moment.step - this.searchedFrom > SEARCH_STEPS_MAX) this.giveUp(goal);
    else stage.show(this.teller.playhead);
  }

  /** Nothing will happen any more, unless somebody does something. */
  private rest(goal: Goal): void {
    this.halt();
    this.restedWhilePlaying = goal === 'play';
    this.stage.show(this.teller.playhead, { run: { type: 'idle' } });
    if (goal === 'to_crash') this.stage.tell('info', 'No crash: nothing is left to happen.');
  }

  private giveUp(goal: Goal): void {
    this.halt();
    this.stage.show(this.teller.playhead, { run: this.stage.atRest });
    this.stage.tell('info', goal === 'to_crash' ? NO_CRASH : NO_REST);
  }

  private refuse(outcome: Exclude<Outcome<never>, { type: 'advanced' | 'acted' }>): void {
    if (outcome.type === 'stale') return;
    this.halt();
    this.stage.fail(outcome);
  }
}

const WHILE_PLAYING = 'while the run played';

const wordsOf = (error: unknown): string => (error instanceof Error ? String(error) : `${error}`);

const NO_CRASH = `No crash within ${SEARCH_STEPS_MAX / 1_000_000} million steps.`;
const NO_REST = `Still busy after ${SEARCH_STEPS_MAX / 1_000_000} million steps: this system does not come to rest by itself.`;
