import type { Behaviour } from '../../runtime/behaviour.ts';
import { Exit } from '../../runtime/exit-reason.ts';
import { Become } from '../../runtime/plain.ts';
import { contextOf, type Self } from '../../runtime/self.ts';
import { isViaName, type ViaName, whereisViaNow } from '../../runtime/server-ref.ts';
import { freezeTerm, type Term } from '../../runtime/term.ts';
import { debugged, debugOptions, setDebug } from './debug.ts';
import type { StartOptions } from './gen.ts';

/** Of `enter_loop`; the name must be the process's own. */
export type EnterOptions = Pick<StartOptions, 'name' | 'debug'>;

/**
 * Enters a behaviour's loop: what `enter_loop` of a behaviour gives a plain process to return. Raises Exit
 * `process_not_registered` (`…_globally`, `{…_via, Module}`) for a name the process doesn't have,
 * `process_was_not_started_by_proc_lib` if no process spawned it.
 */
export function enterLoop(
  self: Self,
  behaviour: Behaviour,
  module: string,
  data: unknown,
  { name, debug }: EnterOptions,
): Become {
  const owner = isViaName(name) ? whereisViaNow(self, name) : null;
  freezeTerm(debug ?? null);
  const refused = contextOf(self).effect((node, process): Term => {
    if (isViaName(name)) {
      if (owner?.id !== process.pid.id) return notRegistered(name);
      process.viaName = name;
    } else if (name !== undefined && process.name !== name) return 'process_not_registered';
    if (process.spawner === null) return 'process_was_not_started_by_proc_lib';
    if (debug !== undefined) setDebug(process, debugOptions(debugged(node, process), debug));
    return null;
  });
  if (refused !== null) throw new Exit(refused);
  return new Become(behaviour, module, data);
}

const notRegistered = ([how, module]: ViaName): Term =>
  how === 'global'
    ? 'process_not_registered_globally'
    : Object.freeze(['process_not_registered_via', module as Term]);
