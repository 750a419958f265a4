import type { SimTime } from '../base/sim-time.ts';
import type { Batch } from '../engine/protocol.ts';
import type { PaceClock } from './pace-clock.ts';
import { holdMs, tellsBeats } from './speed.ts';
import type { Stage } from './stage.ts';

/** Brings on screen what was taken from the engine: beat by beat, or all at once. Keeps the moment on view. */
export class Teller {
  private readonly stage: Stage;
  private readonly clock: PaceClock;
  /** The moment on view, with its fraction of a microsecond. */
  playhead = 0;
  /** Where the playhead goes when all that was taken is shown. */
  private settleAt = 0;
  private heldUntilMs: number | null = null;

  constructor(stage: Stage, clock: PaceClock) {
    this.stage = stage;
    this.clock = clock;
  }

  /** There is more to tell, or a beat is on screen. */
  get isTelling(): boolean {
    return this.heldUntilMs !== null || this.stage.shown.behind;
  }

  /** The beat on screen has not had its time yet. */
  get isHolding(): boolean {
    return this.heldUntilMs !== null && this.clock.nowMs < this.heldUntilMs;
  }

  take(batch: Batch): void {
    this.stage.shown.take(batch);
    this.settleAt = Math.max(this.settleAt, batch.at);
  }

  /** Another run is on the stage. */
  reset(): void {
    this.letGo();
    this.stage.shown.showAll();
    this.playhead = this.stage.shown.moment.at;
    this.settleAt = this.playhead;
  }

  /** Another moment of the same run is on the stage. */
  standAt(now: SimTime): void {
    this.letGo();
    this.playhead = now;
    this.settleAt = Math.max(now, this.stage.shown.moment.at);
    this.clock.stand(now);
  }

  /** Time passes in which nothing happens. */
  moveTo(playhead: number): void {
    this.playhead = playhead;
    this.settleAt = playhead;
    this.stage.set({ now: playhead });
  }

  /** The beat on screen is held no longer. */
  letGo(): void {
    this.heldUntilMs = null;
  }

  /** Everything that was taken, without putting it on screen yet. */
  catchUp(): void {
    this.stage.shown.showAll();
    this.playhead = Math.max(this.settleAt, this.stage.shown.view.at);
    this.clock.settle(this.playhead);
  }

  /** Shows as far as the next beat and holds it; all there is, when there is no beat or it is too fast for them. */
  tell(): void {
    const { stage } = this;
    const { speed, settings } = stage.state;
    const beat = tellsBeats(speed) ? stage.shown.showNextBeat() : null;
    this.letGo();
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
}
