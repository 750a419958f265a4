import type { SimTime } from '../base/sim-time.ts';
import type { AdvanceInput } from '../engine/engine-client.ts';
import type { Batch, Moment, PauseReason } from '../engine/protocol.ts';
import type { Action, Command } from '../scenario/scenario.ts';
import { FOREVER, PaceClock, STEPS_A_FRAME } from './pace-clock.ts';
import { Requests } from './requests.ts';
import { NO_CRASH_AT_ALL, notFound, SEARCH_STEPS_MAX, type Search } from './search.ts';
import type { Stage } from './stage.ts';
import { Teller } from './teller.ts';

/** What is being done until somebody says stop. */
type Goal =
  /** Plays, and ends at that moment if there is one. */
  | { readonly type: 'play'; readonly stopAt: Moment | null }
  | { readonly type: 'search'; readonly search: Search };

/**
 * Moves the moment on view. While a goal stands, each frame asks the engine for the next piece of
 * the run and shows it. Told in beats, the engine is never more than one step ahead of the view:
 * it stops after a step that tells a beat, the step is shown beat by beat, and only then it goes on.
 */
export class Playback {
  private readonly stage: Stage;
  private readonly clock = new PaceClock();
  private readonly teller: Teller;
  private readonly requests: Requests;
  private goal: Goal | null = null;
  private cancelFrame: (() => void) | null = null;
  /** What is done next, unless somebody wishes otherwise. */
  private wish: (() => void) | null = null;
  /** It played until nothing was left to happen: it plays on when something is. */
  private restedWhilePlaying = false;
  /** It ended there, but for the very step. */
  onArrival: (moment: Moment) => void = () => {};
  /** Somebody is about to act in the past, after so many events. */
  onBranch: (seq: number) => void = () => {};

  constructor(stage: Stage) {
    this.stage = stage;
    this.teller = new Teller(stage, this.clock);
    this.requests = new Requests(stage, this.teller);
    this.requests.onEnd = () => this.halt();
  }

  play(): void {
    this.when(() => this.begin({ type: 'play', stopAt: null }));
  }

  /** Plays, and pauses at that very moment. */
  playTo(stopAt: Moment): void {
    this.when(() => this.begin({ type: 'play', stopAt }));
  }

  /** As fast as possible, until nothing is left to happen, or after the step in which a callback raises. */
  search(what: Search['for']): void {
    this.when(() => {
      this.teller.catchUp();
      const { step } = this.stage.shown.moment;
      this.begin({ type: 'search', search: { for: what, from: step, most: SEARCH_STEPS_MAX } });
    });
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
    const because = await this.requests.advance({
      until: FOREVER,
      steps: 1,
      stopAt: 'none',
    });
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

  /** Does it at the very moment on view. `acted` is told the command as it is kept, before it shows. */
  async act(action: Action, acted: (command: Command) => void): Promise<void> {
    const { shown } = this.stage;
    const outcome = await this.requests.act(action, this.teller.playhead);
    if (outcome === null) return;
    const { batch, command } = outcome;
    if (batch.first < shown.extent.seq) this.branch(batch.first);
    // Time had passed after that, in which nothing happened.
    else if (batch.at < shown.extent.at) shown.cut(batch.first);
    acted(command);
    if (this.stage.canRun) this.takeAction(batch);
    // Halted by a mistake meanwhile: what the engine did has happened all the same.
    else this.teller.take(batch);
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
    if (this.goal?.type === 'play') {
      this.teller.tell();
      return;
    }
    this.teller.catchUp();
    if (this.goal !== null) {
      stage.show(this.teller.playhead);
      return;
    }
    stage.show(this.teller.playhead, { run: stage.atRest, beat: stage.stillFrom(from) });
    if (this.restedWhilePlaying && stage.shown.next !== null)
      this.begin({ type: 'play', stopAt: null });
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

  private begin(goal: Goal): void {
    const { stage } = this;
    this.teller.catchUp();
    if (stage.shown.next === null) {
      this.rest(goal);
      return;
    }
    this.goal = goal;
    this.teller.letGo();
    this.clock.stand(this.teller.playhead);
    const search = goal.type === 'search' ? goal.search : null;
    stage.set({ run: { type: 'playing', search }, beat: null });
    this.cancelFrame ??= stage.deps.frames.request(this.frame);
  }

  private readonly frame = (ms: number): void => {
    this.cancelFrame = null;
    if (this.goal === null) return;
    try {
      this.clock.tick(ms);
      if (!this.requests.areUnderWay) this.turn(this.goal);
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
    } else if (goal.type === 'play' && goal.stopAt !== null && this.hasArrived(goal.stopAt)) {
      this.leave();
      this.onArrival(goal.stopAt);
    } else if (shown.next === null) this.rest(goal);
    else if (goal.type === 'search') {
      const stopAt = goal.search.for === 'crash' ? 'crash' : 'none';
      this.advance({ until: FOREVER, steps: STEPS_A_FRAME, stopAt });
    } else {
      const move = this.clock.move(state.speed, this.teller.playhead, shown.next);
      const end = goal.stopAt?.at ?? FOREVER;
      if (move.type === 'wait') this.teller.moveTo(Math.min(move.playhead, end));
      else this.advance({ ...move.input, until: Math.min(move.input.until, end) });
    }
  }

  private hasArrived({ at }: Moment): boolean {
    return this.stage.shown.next === null || this.teller.playhead >= at;
  }

  private advance(input: Omit<AdvanceInput, 'sliceMs'>): void {
    this.requests
      .advance(input)
      .then((because) => {
        if (because !== null) this.advanced(because);
      })
      .catch((error: unknown) => this.broke(WHILE_PLAYING, error));
  }

  private advanced(because: PauseReason): void {
    const { stage, goal } = this;
    if (goal?.type === 'play') {
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
    else if (stage.shown.moment.step - goal.search.from >= goal.search.most)
      this.giveUp(goal.search);
    else stage.show(this.teller.playhead);
  }

  /** Nothing will happen any more, unless somebody does something. */
  private rest(goal: Goal): void {
    this.halt();
    this.restedWhilePlaying = goal.type === 'play';
    this.stage.show(this.teller.playhead, { run: { type: 'idle' } });
    if (goal.type === 'search' && goal.search.for === 'crash')
      this.stage.tell('info', NO_CRASH_AT_ALL);
  }

  private giveUp(search: Search): void {
    this.halt();
    this.stage.show(this.teller.playhead, { run: this.stage.atRest });
    this.stage.tell('info', notFound(search, this.stage.shown.moment.at));
  }
}

const WHILE_PLAYING = 'while the run played';

const wordsOf = (error: unknown): string => (error instanceof Error ? String(error) : `${error}`);
