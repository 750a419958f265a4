import type { Node } from '../../runtime/node.ts';
import type { Process } from '../../runtime/process.ts';
import { type From, freezeTerm, type Term } from '../../runtime/term.ts';
import { debugEvent } from '../gen/debug.ts';
import { type ChildPid, modulesOf } from './child-spec.ts';
import type { SupervisorData } from './data.ts';

/** What a supervisor shows of itself: to `sys`, to those who ask for its children, to debug options. */

/** OTP's record `state`, as an object. */
export function stateOf({ module }: Process, sup: SupervisorData): Term {
  const { flags, args } = sup;
  const restarts = sup.window.times;
  return freezeTerm({ ...flags, children: whichChildren(sup), restarts, module, args });
}

/** Newest first; instances in start order, the phantom before them and those that wait for a restart after. */
export function whichChildren(sup: SupervisorData): Term {
  const list = sup.isSimple ? [...sup.dynamic] : [...sup.children].reverse();
  if (sup.isSimple) list.sort((left, right) => rank(left.pid) - rank(right.pid));
  return list.map((child) => ({
    id: sup.isSimple ? 'undefined' : child.spec.id,
    child: child.pid,
    type: child.spec.type,
    modules: modulesOf(child.spec),
  }));
}

/** Of the keys of OTP's map: atoms come before pids, and those before tuples. */
const rank = (pid: ChildPid): number => (pid === 'undefined' ? 0 : pid === 'restarting' ? 2 : 1);

/** Answers a request. */
export function reply(
  node: Node,
  process: Process,
  sup: SupervisorData,
  from: From,
  value: unknown,
): void {
  const answer = freezeTerm(value);
  node.mail.reply(process, from, answer);
  if (process.debug !== null) debugEvent(node, process, 'out', answer, from, stateOf(process, sup));
}

/** What it was told is done with, if it doesn't still work on it: gen_server's event of a callback that doesn't reply. */
export function debugNoreply(node: Node, process: Process, sup: SupervisorData): void {
  if (process.debug !== null && process.alive && sup.job === null)
    debugEvent(node, process, 'noreply', stateOf(process, sup));
}
