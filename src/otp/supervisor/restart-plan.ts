import { isOrderly } from '../../runtime/exit-reason.ts';
import type { Term } from '../../runtime/term.ts';
import type { RestartType, Strategy } from '../../runtime/trace-event.ts';
import type { AutoShutdown, ChildPid } from './child-spec.ts';

/** A supervisor's policy, apart from its doing. Ports of `do_restart/3`, `restart/3` and `do_auto_shutdown/2`. */
interface PlannedChild {
  readonly pid: ChildPid;
  readonly spec: { readonly restart: RestartType; readonly significant: boolean };
}

/** Does the end of a child call for a restart? Temporary never; transient if it ended abnormally. */
export function wantsRestart(restart: RestartType, reason: Term): boolean {
  return restart === 'permanent' || (restart === 'transient' && !isOrderly(reason));
}

/** Is it told as a supervisor report? Always for a permanent child, else if it ended abnormally. */
export function isReported(restart: RestartType, reason: Term): boolean {
  return restart === 'permanent' || !isOrderly(reason);
}

export interface GroupPlan<Child> {
  /** In the order of stopping: newest first. Those without a process are in it too: a temporary one of them loses its spec. */
  readonly stop: readonly Child[];
  /** In start order, the failed one among them. */
  readonly start: readonly Child[];
}

/** Whom a restart of `failed` touches. `children` stand in start order. */
export function planRestart<Child extends PlannedChild>(
  strategy: Strategy,
  children: readonly Child[],
  failed: Child,
): GroupPlan<Child> {
  if (strategy === 'one_for_one' || strategy === 'simple_one_for_one')
    return { stop: [], start: [failed] };
  const group = strategy === 'one_for_all' ? children : children.slice(children.indexOf(failed));
  return {
    stop: group.filter((child) => child !== failed).reverse(),
    start: group.filter((child) => child === failed || child.spec.restart !== 'temporary'),
  };
}

/** Does the supervisor end because `ended` ended by itself and is not restarted? `isAnyLeft` is asked for significant children that are left. */
export function endsWith(
  autoShutdown: AutoShutdown,
  ended: PlannedChild,
  isAnyLeft: () => boolean,
): boolean {
  if (autoShutdown === 'never' || !ended.spec.significant) return false;
  return autoShutdown === 'any_significant' || !isAnyLeft();
}

/** Is this how a child may end that was told to? Port of the cases in `shutdown/1`. */
export function isExpectedEnd(reason: Term, restart: RestartType, brutally: boolean): boolean {
  if (reason === (brutally ? 'killed' : 'shutdown')) return true;
  return restart !== 'permanent' && isOrderly(reason);
}
