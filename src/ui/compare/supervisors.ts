import type { SupervisorFacts } from '../../runtime/trace-event.ts';
import type { FlagsChange } from '../../scenario/with-flags.ts';
import type { View } from '../../view/view.ts';
import { nameOf } from '../shared/process-words.ts';

/** Supervisors that can be set otherwise: one by its registered name, or all that share a callback module. */
export interface SupervisorChoice {
  readonly module: string;
  /** Null: all with this module. */
  readonly only: string | null;
  readonly names: readonly string[];
  /** Of the first of them. */
  readonly flags: Pick<SupervisorFacts, 'strategy' | 'intensity' | 'period'>;
}

/**
 * In the order in which they were started. Flags stand in the module, so supervisors that share one can be told
 * apart by their names only: who has none changes with all others.
 */
export function supervisorChoices(view: View): readonly SupervisorChoice[] {
  const modules = new Map<string, SupervisorChoice[]>();
  for (const { pid, module, name, supervisor, status } of view.processes.values()) {
    if (supervisor === null || status.type === 'exited') continue;
    const { strategy, intensity, period } = supervisor.flags;
    const flags = { strategy, intensity, period };
    const one = { module, only: name, names: [nameOf(view, pid)], flags };
    modules.set(module, [...(modules.get(module) ?? []), one]);
  }
  return [...modules.values()].flatMap((those) => {
    const [first, ...others] = those;
    if (first === undefined) return [];
    const all = { ...first, only: null, names: those.flatMap(({ names }) => names) };
    return others.length === 0 ? [all] : [...those.filter(({ only }) => only !== null), all];
  });
}

/** What of it is not as it was; null for nothing. */
export function changeOf(
  flags: SupervisorChoice['flags'],
  wanted: SupervisorChoice['flags'],
): FlagsChange | null {
  const change = {
    ...(wanted.strategy === flags.strategy ? {} : { strategy: wanted.strategy }),
    ...(wanted.intensity === flags.intensity ? {} : { intensity: wanted.intensity }),
    ...(wanted.period === flags.period ? {} : { period: wanted.period }),
  };
  return Object.keys(change).length === 0 ? null : change;
}
