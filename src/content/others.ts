import type { Scenario } from '../scenario/scenario.ts';

/** What loads each scenario but the first, by path. */
export default import.meta.glob<Scenario>(
  ['./scenarios/*/scenario.ts', '!./scenarios/essay/scenario.ts'],
  { import: 'default' },
);
