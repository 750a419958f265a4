import type { SimTime } from '../base/sim-time.ts';
import type { AdvanceInput } from '../engine/engine-client.ts';
import { paceOf, tellsBeats } from './speed.ts';

/** Further than any run goes. */
export const FOREVER: SimTime = Number.MAX_SAFE_INTEGER;
/** Steps of one request, where nothing else bounds it: so many events the page folds in half a frame. */
export const STEPS_A_FRAME = 10_000;
/** A frame that took longer (the tab was hidden) counts for no more than this. */
const FRAME_MS_MAX = 250;

/** What a frame is for: to move the moment on view where nothing happens, or to ask for what does. */
export type Move =
  | { readonly type: 'wait'; readonly playhead: number }
  | { readonly type: 'ask'; readonly input: Omit<AdvanceInput, 'sliceMs'> };

/** Turns real time into virtual time, at the pace of the speed. */
export class PaceClock {
  /** The clock of the newest frame. */
  nowMs = 0;
  private running = false;
  /** Real time that has passed and was not turned into virtual time yet. */
  private owedMs = 0;
  private lastStepMs = 0;
  private lastStepAt = 0;

  /** A frame has come. */
  tick(ms: number): void {
    if (this.running) this.owedMs = Math.min(this.owedMs + ms - this.nowMs, FRAME_MS_MAX);
    else this.lastStepMs = ms;
    this.running = true;
    this.nowMs = ms;
  }

  stop(): void {
    this.running = false;
    this.owedMs = 0;
  }

  /** Virtual time stood still up to now, at `playhead`. */
  stand(playhead: number): void {
    this.owedMs = 0;
    this.lastStepMs = this.nowMs;
    this.lastStepAt = playhead;
  }

  /** What comes next, from the moment on view and that of the next thing to happen. */
  move(speed: number, playhead: number, next: SimTime): Move {
    const pace = paceOf(speed);
    const stopAt = tellsBeats(speed) ? 'beat' : 'none';
    switch (pace.type) {
      case 'steps': {
        this.owedMs = 0;
        const part = (this.nowMs - this.lastStepMs) / pace.everyMs;
        if (part >= 1) {
          this.lastStepMs = this.nowMs;
          return { type: 'ask', input: { until: FOREVER, steps: 1, stopAt } };
        }
        // Between two steps the messages still move: time goes evenly towards the next.
        const gap = Math.max(0, next - this.lastStepAt);
        return { type: 'wait', playhead: Math.max(playhead, this.lastStepAt + gap * part) };
      }
      case 'rate': {
        const target = playhead + this.owedMs * pace.usPerMs;
        this.owedMs = 0;
        if (target < next) return { type: 'wait', playhead: target };
        const until = Math.floor(target);
        return { type: 'ask', input: { until, steps: STEPS_A_FRAME, stopAt } };
      }
      case 'max':
        this.owedMs = 0;
        return { type: 'ask', input: { until: FOREVER, steps: STEPS_A_FRAME, stopAt: 'none' } };
    }
  }

  /** All that was taken is shown: the next second of a step begins here. */
  settle(playhead: number): void {
    this.lastStepAt = playhead;
  }
}
