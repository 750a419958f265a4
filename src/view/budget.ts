import { MICROSECONDS_PER_SECOND, type SimTime, toWholeSeconds } from '../base/sim-time.ts';
import type { SupervisorView } from './view.ts';

/** A supervisor's restart budget at a moment: what its meter shows. */
export interface Budget {
  /** Restarts that still stand in the window. */
  readonly used: number;
  readonly intensity: number;
  /** Seconds. */
  readonly period: number;
  /** One more and the supervisor gives up. */
  readonly nextEscalates: boolean;
  /** When the oldest restart will count no more; null when none counts. */
  readonly oldestLeavesAt: SimTime | null;
}

/**
 * The budget at `now`, counted as `add_restart/1` of supervisor.erl would: in whole seconds, and a
 * restart that is exactly one period old still counts. So it leaves up to a second after the period.
 */
export function budgetAt({ flags, restarts }: SupervisorView, now: SimTime): Budget {
  const { intensity, period } = flags;
  const oldest = toWholeSeconds(now) - period;
  const counting = restarts.filter((at) => toWholeSeconds(at) >= oldest && at <= now);
  const first = counting[0];
  return {
    used: counting.length,
    intensity,
    period,
    nextEscalates: counting.length >= intensity,
    oldestLeavesAt:
      first === undefined ? null : (toWholeSeconds(first) + period + 1) * MICROSECONDS_PER_SECOND,
  };
}
