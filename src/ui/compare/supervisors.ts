import type { SupervisorFacts } from '../../runtime/trace-event.ts';
import type { FlagsChange } from '../../scenario/with-flags.ts';
import type { View } from '../../view/view.ts';
import { nameOf } from '../shared/process-words.ts';

/** A callback module of supervisors that are there, with the flags of the first of them. */
export interface SupervisorModule {
  readonly module: string;
  readonly names: readonly string[];
  readonly flags: Pick<SupervisorFacts, 'strategy' | 'intensity' | 'period'>;
}

/** In the order in which they were started. Flags stand in the module, so all that share one change together. */
export function supervisorModules(view: View): readonly SupervisorModule[] {
  const modules = new Map<string, SupervisorModule>();
  for (const { pid, module, supervisor, status } of view.processes.values()) {
    if (supervisor === null || status.type === 'exited') continue;
    const known = modules.get(module);
    const names = [...(known?.names ?? []), nameOf(view, pid)];
    const { strategy, intensity, period } = supervisor.flags;
    modules.set(module, { module, names, flags: known?.flags ?? { strategy, intensity, period } });
  }
  return [...modules.values()];
}

/** What of it is not as it was; null for nothing. */
export function changeOf(
  flags: SupervisorModule['flags'],
  wanted: SupervisorModule['flags'],
): FlagsChange | null {
  const change = {
    ...(wanted.strategy === flags.strategy ? {} : { strategy: wanted.strategy }),
    ...(wanted.intensity === flags.intensity ? {} : { intensity: wanted.intensity }),
    ...(wanted.period === flags.period ? {} : { period: wanted.period }),
  };
  return Object.keys(change).length === 0 ? null : change;
}
