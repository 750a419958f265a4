import { MICROSECONDS_PER_SECOND, type SimTime } from '../../base/sim-time.ts';
import { type Budget, budgetAt } from '../../view/budget.ts';
import type { SupervisorView } from '../../view/view.ts';

/**
 * The restart budget as tokens: one for each restart the intensity allows. A token that was used
 * comes back when its restart has left the window, and fills up visibly until then.
 */
export interface BudgetPicture extends Budget {
  /** How far each used token is on its way back, 0…7 of 8, oldest first. */
  readonly eighths: readonly number[];
}

/** More tokens than these are told as a bar. */
export const TOKENS_DRAWN = 10;
const EIGHTHS = 8;

export function budgetPicture(supervisor: SupervisorView, now: SimTime): BudgetPicture {
  const budget = budgetAt(supervisor, now);
  const standing = supervisor.restarts
    .filter((at) => at <= now)
    .slice(budget.used === 0 ? Infinity : -budget.used);
  const windowUs = (budget.period + 1) * MICROSECONDS_PER_SECOND;
  return {
    ...budget,
    eighths: standing.map((at) =>
      Math.min(EIGHTHS - 1, Math.floor(((now - at) * EIGHTHS) / windowUs)),
    ),
  };
}

/** Equal texts, equal pictures: lets a card be drawn anew only when its meter changes. */
export const pictureKey = ({ used, intensity, period, eighths }: BudgetPicture): string =>
  `${used}/${intensity}/${period}/${intensity <= TOKENS_DRAWN ? eighths.join('') : ''}`;

/** "2 of 5 in 1000 s"; at the end of the budget, what that means. */
export function budgetText({ used, intensity, period, nextEscalates }: Budget): string {
  return nextEscalates ? 'next crash escalates' : `${used} of ${intensity} in ${period} s`;
}
