import type { Budget } from '../../view/budget.ts';

export function budgetWords({ used, intensity, nextEscalates }: Budget): string {
  const spent = `${used} of ${intensity} used`;
  return nextEscalates
    ? `${spent}: the next crash escalates`
    : `${spent}; ${intensity - used} left`;
}
