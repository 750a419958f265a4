import { DEFAULTS } from './defaults.ts';
import { SCENARIO_VERSION, type Scenario } from './scenario.ts';

type Defaulted =
  | 'version'
  | 'description'
  | 'seed'
  | 'schedulingDelayUs'
  | 'script'
  | 'speed'
  | 'examples';

/** What an author of content has to write; the rest has defaults. */
export type ScenarioDraft = Omit<Scenario, Defaulted> & Partial<Omit<Scenario, 'version'>>;

/**
 * A scenario of `content/`: the defaults are seed 1, a scheduling delay of 50 to 200 ms (a message
 * is under way long enough to be seen at speed 1), speed 1, no script, no examples.
 */
export function defineScenario(draft: ScenarioDraft): Scenario {
  return {
    version: SCENARIO_VERSION,
    title: draft.title,
    description: draft.description ?? DEFAULTS.description,
    seed: draft.seed ?? DEFAULTS.seed,
    schedulingDelayUs: draft.schedulingDelayUs ?? DEFAULTS.schedulingDelayUs,
    modules: draft.modules,
    boot: draft.boot,
    script: draft.script ?? [],
    speed: draft.speed ?? DEFAULTS.speed,
    examples: draft.examples ?? [],
  };
}
