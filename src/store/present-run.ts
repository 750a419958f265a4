import type { SavedRun } from '../scenario/saved-run.ts';
import { presentBranches, toSaved } from './branches.ts';
import type { SharedRun } from './compact-run.ts';
import type { Stage } from './stage.ts';

/** The run on screen at the moment on view, as a file has it. */
export function presentRun(stage: Stage): SavedRun {
  const { state, shown } = stage;
  const { scenario, scenarioName, seed, commands, now, bookmarks, branch } = state;
  const { at, step } = shown.moment;
  // Between two steps time flows on the page alone, ahead of the engine's clock.
  const moment = step === 0 && now === 0 ? null : { at: Math.max(at, Math.floor(now)), step };
  // One who looks back finds what was to come when the page is opened again.
  const isKnownOn = shown.view.seq < shown.extent.seq || now < shown.extent.at;
  const isOne = state.branches.length === 1 && !isKnownOn;
  const branches = isOne ? [] : presentBranches(stage).map(toSaved);
  return {
    scenario,
    seed,
    commands,
    moment,
    name: scenarioName,
    bookmarks,
    branches,
    branch: branches.length === 0 ? 1 : branch,
  };
}

/** The same as a link has it: a scenario of the gallery by its name. */
export function presentShare(stage: Stage): SharedRun {
  const { scenario, seed, commands, moment, name, bookmarks } = presentRun(stage);
  return {
    scenario: name === null ? { type: 'whole', scenario } : { type: 'named', name },
    seed: seed === scenario.seed ? null : seed,
    commands,
    moment,
    hash: moment === null ? null : stage.shown.endHash,
    selected: stage.state.selection.path,
    open: null,
    bookmarks,
  };
}
