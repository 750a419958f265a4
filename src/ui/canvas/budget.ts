import { MICROSECONDS_PER_SECOND, type SimTime, toWholeSeconds } from '../../base/sim-time.ts';
import type { SupervisorView } from '../../view/view.ts';

/**
 * The restart budget as tokens: one for each restart the intensity allows. A token that was used
 * comes back when its restart has left the window, and fills up visibly until then.
 */
export interface Budget {
  readonly used: number;
  readonly intensity: number;
  readonly period: number;
  /** Part of the way back, 0…7 of 8, of each token used, oldest first. */
  readonly eighths: readonly number[];
}

/** More tokens than these are told as a bar. */
export const TOKENS_DRAWN = 10;
const EIGHTHS = 8;

export function budgetOf(
  { restarts, flags: { intensity, period } }: SupervisorView,
  now: SimTime,
): Budget {
  // OTP: whole seconds, and a restart exactly `period` old still counts.
  const oldest = toWholeSeconds(now) - period;
  const standing = restarts.filter((at) => at <= now && toWholeSeconds(at) >= oldest);
  const windowUs = (period + 1) * MICROSECONDS_PER_SECOND;
  const eighths = standing.map((at) =>
    Math.min(EIGHTHS - 1, Math.floor(((now - at) * EIGHTHS) / windowUs)),
  );
  return { used: standing.length, intensity, period, eighths };
}

/** Equal texts, equal pictures: lets a card be drawn anew only when its meter changes. */
export const budgetKey = ({ used, intensity, period, eighths }: Budget): string =>
  `${used}/${intensity}/${period}/${intensity <= TOKENS_DRAWN ? eighths.join('') : ''}`;

/** "2 of 5 in 1000 s"; at the end of the budget, what that means. */
export function budgetText({ used, intensity, period }: Budget): string {
  if (used >= intensity) return 'next crash escalates';
  return `${used} of ${intensity} in ${period} s`;
}
