import { type FlagsChange, withFlags } from '../scenario/with-flags.ts';
import type { ProcessView, View } from '../view/view.ts';
import type { RunToCompare } from './compare-side.ts';
import type { Other } from './comparison-state.ts';
import { knownBranches } from './selectors.ts';
import type { Stage } from './stage.ts';

type OtherFlags = Extract<Other, { type: 'flags' }>;

/** The run on the stage, and the other one. Null when there is no such run. */
export async function runsToCompare(
  { state, deps }: Stage,
  other: Other,
): Promise<readonly [RunToCompare, RunToCompare] | null> {
  const { scenario, scenarioName, seed, commands } = state;
  const here = { scenario, scenarioName, seed, commands };
  switch (other.type) {
    case 'branch': {
      const branches = knownBranches(state);
      const [mine, branch] = [state.branch, other.id].map((id) =>
        branches.find((one) => one.id === id),
      );
      if (mine === undefined || branch === undefined) return null;
      const there = { ...here, commands: branch.commands };
      return [
        { ...here, name: mine.name },
        { ...there, name: branch.name },
      ];
    }
    case 'seed':
      return [
        { ...here, name: `seed ${seed}` },
        { ...here, seed: other.seed, name: `seed ${other.seed}` },
      ];
    case 'flags': {
      const { module, only, change } = other;
      if (!(module in scenario.modules)) return null;
      const changed = withFlags(scenario, module, change, only);
      const who = only ?? module;
      return [
        { ...here, name: `${who}: ${wordsOf(presentFlags(state.view, other), change)}` },
        { ...here, scenario: changed, scenarioName: null, name: `${who}: ${wordsOf(change)}` },
      ];
    }
    case 'scenario': {
      const found = await deps.gallery.load(other.name).catch(() => null);
      if (found === null) return null;
      return [
        { ...here, name: scenario.title },
        { ...here, scenario: found, scenarioName: other.name, name: found.title },
      ];
    }
  }
}

/** Of the first of them that is there. */
function presentFlags({ processes }: View, { module, only }: OtherFlags): FlagsChange {
  const isMeant = (process: ProcessView) =>
    process.module === module && (only === null || process.name === only);
  const supervisors = [...processes.values()].filter(({ supervisor }) => supervisor !== null);
  return supervisors.find(isMeant)?.supervisor?.flags ?? {};
}

/** Of the flags, those that change. */
function wordsOf(flags: FlagsChange, change = flags): string {
  const { strategy, intensity, period } = flags;
  const words = [
    change.strategy === undefined ? undefined : strategy,
    change.intensity === undefined ? undefined : `intensity ${intensity}`,
    change.period === undefined ? undefined : `period ${period} s`,
  ];
  return words.filter((word) => word !== undefined).join(', ');
}
