import type { AdvanceInput, Outcome } from '../engine/engine-client.ts';
import type { Batch, PauseReason } from '../engine/protocol.ts';
import type { Action, Command } from '../scenario/scenario.ts';
import { FOREVER, PaceClock, STEPS_A_FRAME } from './pace-clock.ts';
import { holdMs, tellsBeats } from './speed.ts';
import type { Stage } from './stage.ts';

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
  private goal: Goal | null = null;
  /** The moment on view, with its fraction of a microsecond. */
  private playhead = 0;
  /** Where the playhead goes when all that was taken is shown. */
  private settleAt = 0;
  private heldUntilMs: number | null = null;
  /** Requests under way. */
  private asking = 0;
  private searchedFrom = 0;
  private cancelFrame: (() => void) | null = null;
  /** It played until nothing was left to happen: it plays on when something is. */
  private restedWhilePlaying = false;

  constructor(stage: Stage) {
    this.stage = stage;
  }

  play(): void {
    this.start('play');
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
    if (this.goal === null) return;
    this.halt();
    this.catchUp();
    const { beat } = this.stage.state;
    this.stage.show(this.playhead, {
      run: this.stage.atRest,
      beat: beat === null ? null : { ...beat, holdMs: 0 },
    });
  }

  /** One step of the engine, whatever the speed. */
  async step(): Promise<void> {
    this.pause();
    if (!this.stage.canRun || this.stage.shown.next === null) return;
    const from = this.stage.shown.buffer.end;
    const because = await this.ask({ until: FOREVER, steps: 1, stopAt: 'none' });
    if (because === null || this.goal !== null) return;
    this.catchUp();
    this.stage.show(this.playhead, { run: this.stage.atRest, beat: this.stage.stillFrom(from) });
  }

  setSpeed(speed: number): void {
    this.clock.stand(this.playhead);
    this.stage.set({ speed });
  }

  /** Another run is on the stage: stands at its moment. */
  reset(): void {
    this.halt();
    this.restedWhilePlaying = false;
    this.stage.shown.showAll();
    this.playhead = this.stage.shown.moment.at;
    this.settleAt = this.playhead;
  }

  /** Stops, and shows nothing more. */
  halt(): void {
    this.goal = null;
    this.cancelFrame?.();
    this.cancelFrame = null;
    this.clock.stop();
    this.heldUntilMs = null;
  }

  /**
   * Does it at the very moment on view. Between two steps time flows on the page alone, so the
   * engine's clock is set first. `acted` is told the command as it is kept, before it shows.
   */
  async act(action: Action, acted: (command: Command) => void): Promise<void> {
    const { shown, deps } = this.stage;
    this.asking += 1;
    const until = Math.floor(this.playhead);
    if (!shown.behind && until > shown.moment.at) {
      void this.ask({ until, steps: STEPS_A_FRAME, stopAt: 'none' });
    }
    const outcome = await deps.engine.act(action);
    this.asking -= 1;
    switch (outcome.type) {
      case 'acted':
        acted(outcome.command);
        this.takeAction(outcome.batch);
        return;
      case 'failed':
        // The engine could not do this one thing; the run is as it was.
        this.stage.tell('error', outcome.message);
        return;
      default:
        this.refuse(outcome);
    }
  }

  private takeAction(batch: Batch): void {
    const { stage } = this;
    const from = stage.shown.buffer.end;
    this.catchUp();
    stage.shown.take(batch);
    this.settleAt = Math.max(this.playhead, batch.at);
    if (this.goal !== null) {
      this.tell();
      return;
    }
    this.catchUp();
    stage.show(this.playhead, { run: stage.atRest, beat: stage.stillFrom(from) });
    if (this.restedWhilePlaying && stage.shown.next !== null) this.play();
  }

  private start(goal: Goal): void {
    const { stage } = this;
    if (!stage.canRun) return;
    this.catchUp();
    if (stage.shown.next === null) {
      this.rest(goal);
      return;
    }
    this.goal = goal;
    this.heldUntilMs = null;
    this.searchedFrom = stage.shown.moment.step;
    this.clock.stand(this.playhead);
    stage.set({ run: { type: 'playing' }, beat: null });
    this.cancelFrame ??= stage.deps.frames.request(this.frame);
  }

  private readonly frame = (ms: number): void => {
    this.cancelFrame = null;
    if (this.goal === null) return;
    this.clock.tick(ms);
    if (this.asking === 0) this.turn(this.goal);
    if (this.goal !== null) this.cancelFrame ??= this.stage.deps.frames.request(this.frame);
  };

  private turn(goal: Goal): void {
    const { shown, state } = this.stage;
    if (this.heldUntilMs !== null || shown.behind) {
      if (this.heldUntilMs !== null && this.clock.nowMs < this.heldUntilMs) return;
      this.tell();
      // Virtual time stands while a beat is held.
      this.clock.stand(this.playhead);
    } else if (shown.next === null) this.rest(goal);
    else if (goal !== 'play') {
      const stopAt = goal === 'to_crash' ? 'crash' : 'none';
      this.advance({ until: FOREVER, steps: STEPS_A_FRAME, stopAt });
    } else {
      const move = this.clock.move(state.speed, this.playhead, shown.next);
      if (move.type === 'ask') this.advance(move.input);
      else this.moveTo(move.playhead);
    }
  }

  private moveTo(playhead: number): void {
    this.playhead = playhead;
    this.settleAt = playhead;
    this.stage.set({ now: playhead });
  }

  private advance(input: Omit<AdvanceInput, 'sliceMs'>): void {
    void this.ask(input).then((because) => {
      if (because !== null) this.advanced(because);
    });
  }

  /** Asks, and takes the answer; null when there was none, which is dealt with. */
  private async ask(input: Omit<AdvanceInput, 'sliceMs'>): Promise<PauseReason | null> {
    this.asking += 1;
    const outcome = await this.stage.deps.engine.advance({ ...input, sliceMs: SLICE_MS });
    this.asking -= 1;
    if (outcome.type !== 'advanced') {
      this.refuse(outcome);
      return null;
    }
    this.stage.shown.take(outcome.batch);
    this.settleAt = outcome.batch.at;
    return outcome.because;
  }

  private advanced(because: PauseReason): void {
    const { stage, goal } = this;
    if (goal === 'play') {
      this.tell();
      return;
    }
    this.catchUp();
    if (goal === null) {
      // Paused meanwhile: what the engine did has happened all the same.
      stage.show(this.playhead, { run: stage.atRest });
    } else if (because === 'stopped') {
      this.halt();
      const beat = stage.stillFrom(stage.shown.lastCrash());
      stage.show(this.playhead, { run: stage.atRest, beat });
    } else if (because === 'idle' || stage.shown.next === null) this.rest(goal);
    else if (stage.shown.moment.step - this.searchedFrom > SEARCH_STEPS_MAX) this.giveUp(goal);
    else stage.show(this.playhead);
  }

  /** Shows as far as the next beat and holds it; or all there is, when there is no beat or it is too fast for them. */
  private tell(): void {
    const { stage } = this;
    const { speed, settings } = stage.state;
    const beat = this.goal === 'play' && tellsBeats(speed) ? stage.shown.showNextBeat() : null;
    this.heldUntilMs = null;
    if (beat === null) {
      this.catchUp();
      stage.show(this.playhead, { beat: null });
      return;
    }
    const ms = holdMs(settings.beatMs, speed);
    this.heldUntilMs = this.clock.nowMs + ms;
    const { behind, view } = stage.shown;
    this.playhead = behind ? Math.max(this.playhead, view.at) : this.settleAt;
    stage.show(this.playhead, { beat: stage.onScreen(beat, ms) });
  }

  private catchUp(): void {
    this.stage.shown.showAll();
    this.playhead = Math.max(this.settleAt, this.stage.shown.view.at);
    this.clock.settle(this.playhead);
  }

  /** Nothing will happen any more, unless somebody does something. */
  private rest(goal: Goal): void {
    this.halt();
    this.restedWhilePlaying = goal === 'play';
    this.stage.show(this.playhead, { run: { type: 'idle' } });
    if (goal === 'to_crash') this.stage.tell('info', 'No crash: nothing is left to happen.');
  }

  private giveUp(goal: Goal): void {
    this.halt();
    this.stage.show(this.playhead, { run: this.stage.atRest });
    this.stage.tell('info', goal === 'to_crash' ? NO_CRASH : NO_REST);
  }

  private refuse(outcome: Exclude<Outcome<never>, { type: 'advanced' | 'acted' }>): void {
    if (outcome.type === 'stale') return;
    this.halt();
    this.stage.fail(outcome);
  }
}

const NO_CRASH = `No crash within ${SEARCH_STEPS_MAX / 1_000_000} million steps.`;
const NO_REST = `Still busy after ${SEARCH_STEPS_MAX / 1_000_000} million steps: this system does not come to rest by itself.`;
