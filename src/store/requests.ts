import type { SimTime } from '../base/sim-time.ts';
import type { AdvanceInput, Outcome } from '../engine/engine-client.ts';
import type { PauseReason } from '../engine/protocol.ts';
import type { Action } from '../scenario/scenario.ts';
import { STEPS_A_FRAME } from './pace-clock.ts';
import type { Stage } from './stage.ts';
import type { Teller } from './teller.ts';

/** Real time that the engine may take for one request: it answers twice in a frame of 60 Hz. */
const SLICE_MS = 8;

export type Acted = Extract<Outcome<'acted'>, { type: 'acted' }>;

/** What is asked of the engine while a run goes on. What it answers goes to the teller; that it can't answer, on the stage. */
export class Requests {
  private readonly stage: Stage;
  private readonly teller: Teller;
  private under = 0;
  /** The run can't go on, which is about to be said. */
  onEnd: () => void = () => {};

  constructor(stage: Stage, teller: Teller) {
    this.stage = stage;
    this.teller = teller;
  }

  get areUnderWay(): boolean {
    return this.under > 0;
  }

  /** Runs on. Null when it did not, which is dealt with. */
  async advance(input: Omit<AdvanceInput, 'sliceMs'>): Promise<PauseReason | null> {
    const outcome = await this.ask(this.stage.deps.engine.advance({ ...input, sliceMs: SLICE_MS }));
    if (outcome.type !== 'advanced') {
      this.refuse(outcome);
      return null;
    }
    this.teller.take(outcome.batch);
    return outcome.because;
  }

  /**
   * Acts at the very moment on view: between two steps time flows on the page alone, so the engine's clock is set
   * first. Null when nothing came of it, which is dealt with. The batch is for the caller to take.
   */
  async act(action: Action, moment: SimTime): Promise<Acted | null> {
    const { shown, deps } = this.stage;
    const until = Math.floor(moment);
    const clock =
      !shown.behind && until > shown.moment.at
        ? this.advance({ until, steps: STEPS_A_FRAME, stopAt: 'none' })
        : null;
    const [outcome] = await Promise.all([this.ask(deps.engine.act(action)), clock]);
    if (outcome.type === 'acted') return outcome;
    // The engine could not do this one thing; the run is as it was.
    if (outcome.type === 'failed') this.stage.tell('error', outcome.message);
    else this.refuse(outcome);
    return null;
  }

  private async ask<Answer>(answer: Promise<Answer>): Promise<Answer> {
    this.under += 1;
    try {
      return await answer;
    } finally {
      this.under -= 1;
    }
  }

  private refuse(outcome: Exclude<Outcome<never>, { type: 'advanced' | 'acted' }>): void {
    if (outcome.type === 'stale') return;
    this.onEnd();
    this.stage.fail(outcome);
  }
}
