import type { SavedRun } from '../scenario/saved-run.ts';
import type { SharedRun } from './compact-run.ts';
import type { Stage } from './stage.ts';

/** The run on screen at the moment on view, as a file has it. */
export function presentRun({ state, shown }: Stage): SavedRun {
  const { scenario, scenarioName, seed, commands, now } = state;
  const { at, step } = shown.moment;
  // Between two steps time flows on the page alone, ahead of the engine's clock.
  const moment = step === 0 && now === 0 ? null : { at: Math.max(at, Math.floor(now)), step };
  return { scenario, seed, commands, moment, name: scenarioName };
}

/** The same as a link has it: a scenario of the gallery by its name. */
export function presentShare(stage: Stage): SharedRun {
  const { scenario, seed, commands, moment, name } = presentRun(stage);
  return {
    scenario: name === null ? { type: 'whole', scenario } : { type: 'named', name },
    seed: seed === scenario.seed ? null : seed,
    commands,
    moment,
    hash: moment === null ? null : stage.shown.endHash,
    selected: stage.state.selection.path,
    open: null,
  };
}
