import type { Scenario } from '../scenario/scenario.ts';

/** All of them at once, by path, for the build and for tests. The page loads them one by one. */
export default import.meta.glob<Scenario>('./scenarios/*/scenario.ts', {
  import: 'default',
  eager: true,
});
