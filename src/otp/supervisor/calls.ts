import type { Node } from '../../runtime/node.ts';
import type { Message, Process } from '../../runtime/process.ts';
import { From, Pid, type Term } from '../../runtime/term.ts';
import { EVENT } from '../../runtime/trace-event.ts';
import { checkChildSpec, childFacts, idText, modulesOf } from './child-spec.ts';
import { Child, type SupervisorData } from './data.ts';
import { crash, pump } from './jobs.ts';
import { childRemoved } from './reports.ts';
import { reply, whichChildren } from './state.ts';

/** What `supervisor`'s functions ask of the process. Port of `handle_call/3`. */
type Request =
  | { readonly type: 'start_child'; readonly spec: Term }
  | {
      readonly type: 'terminate_child' | 'restart_child' | 'delete_child' | 'get_childspec';
      readonly id: Term;
    }
  | { readonly type: 'which_children' | 'count_children' };

export function handleCall(
  node: Node,
  process: Process,
  sup: SupervisorData,
  message: Message,
): void {
  const from = new From(message.sender as Pid, message.ref);
  const answer = (value: Term): void => reply(node, process, sup, from, value);
  const request = message.body as Request | null;
  switch (request?.type) {
    case 'start_child':
      return startChild(node, process, sup, request.spec, from);
    case 'terminate_child': {
      if (sup.isSimple && !(request.id instanceof Pid))
        return answer(failure('simple_one_for_one'));
      const child = findChild(sup, request.id);
      if (child === undefined) {
        if (!sup.isSimple || node.find(request.id as Pid) !== null)
          return answer(failure('not_found'));
        // OTP: under simple_one_for_one, a dead pid of anybody is fine.
        sup.forgetPhantom();
        return answer('ok');
      }
      sup.job = { type: 'terminate_child', child, from, stopped: false };
      return pump(node, process, sup);
    }
    case 'restart_child': {
      const child = sup.isSimple ? undefined : findChild(sup, request.id);
      if (child === undefined)
        return answer(failure(sup.isSimple ? 'simple_one_for_one' : 'not_found'));
      if (child.pid !== 'undefined')
        return answer(failure(child.pid === 'restarting' ? 'restarting' : 'running'));
      sup.job = { type: 'restart_child', child, from };
      return pump(node, process, sup);
    }
    case 'delete_child': {
      const child = sup.isSimple ? undefined : findChild(sup, request.id);
      if (child === undefined)
        return answer(failure(sup.isSimple ? 'simple_one_for_one' : 'not_found'));
      if (child.pid !== 'undefined')
        return answer(failure(child.pid === 'restarting' ? 'restarting' : 'running'));
      sup.remove(child);
      childRemoved(node, process, child);
      return answer('ok');
    }
    case 'get_childspec': {
      const isDead = request.id instanceof Pid && node.find(request.id) === null;
      // OTP: under simple_one_for_one, the template answers for a dead pid of anybody.
      const child = findChild(sup, request.id) ?? (sup.isSimple && isDead ? sup.template : null);
      if (child === null) return answer(failure('not_found'));
      return answer({ type: 'ok', spec: specTerm(sup, child) });
    }
    case 'which_children':
      return answer(whichChildren(sup));
    case 'count_children':
      return answer(countChildren(node, sup));
    default:
      // OTP's supervisor has no clause for anything else: it crashes, and terminates its children.
      return crash(node, process, sup, 'handle_call', 'function_clause');
  }
}

const failure = (reason: Term): Term => ({ type: 'error', reason });

/** Port of `handle_start_child/2` and of `start_child` under simple_one_for_one. */
function startChild(
  node: Node,
  process: Process,
  sup: SupervisorData,
  spec: Term,
  from: From,
): void {
  if (sup.isSimple) {
    const { label, spec: template } = sup.template;
    const [module, name, args] = template.start;
    if (!Array.isArray(spec)) {
      // OTP appends it all the same, and applies the start function to what is no list.
      const stack: Term = [['erlang', 'apply', [module, name, [...args, spec]]]];
      return reply(node, process, sup, from, failure(['EXIT', ['badarg', stack]]));
    }
    const child = new Child(template, label, [...args, ...(spec as readonly Term[])]);
    sup.job = { type: 'start_child', child, from };
    return pump(node, process, sup);
  }
  const checked = checkChildSpec(spec, sup.flags.autoShutdown);
  if (!checked.ok) return reply(node, process, sup, from, failure(checked.error));
  const present = sup.child(idText(checked.value.id));
  if (present !== undefined) {
    const why =
      typeof present.pid === 'object' ? ['already_started', present.pid] : 'already_present';
    return reply(node, process, sup, from, failure(why));
  }
  const child = new Child(checked.value, node.trace.intern(idText(checked.value.id)));
  child.addedLater = true;
  node.trace.write(
    node.now,
    EVENT.child_added,
    process.pid.id,
    0,
    child.label,
    0,
    childFacts(checked.value),
  );
  sup.job = { type: 'start_child', child, from };
  pump(node, process, sup);
}

/** Port of `find_child/2`: an instance goes by its pid, also by the one it had before a failed restart. */
function findChild(sup: SupervisorData, id: Term): Child | undefined {
  if (id instanceof Pid)
    return sup.isSimple ? (sup.byPid.get(id.id) ?? sup.restarting.get(id.id)) : undefined;
  return sup.child(idText(id));
}

/** `child_to_spec/1`. The arguments of a temporary child that start_child added are not kept (OTP). */
function specTerm(sup: SupervisorData, child: Child): Term {
  const { spec } = sup.isSimple ? sup.template : child;
  return {
    ...spec,
    modules: modulesOf(spec),
    start:
      child.addedLater && spec.restart === 'temporary'
        ? [spec.start[0], spec.start[1], 'undefined']
        : spec.start,
  } as unknown as Term;
}

function countChildren(node: Node, sup: SupervisorData): Term {
  const list = sup.isSimple ? [...sup.dynamic] : sup.children;
  const supervisors = list.filter(({ spec }) => spec.type === 'supervisor').length;
  const active = list.filter(({ pid }) =>
    sup.isSimple ? pid !== 'restarting' : pid instanceof Pid && node.find(pid) !== null,
  ).length;
  return {
    specs: sup.isSimple ? 1 : list.length,
    active,
    supervisors,
    workers: list.length - supervisors,
  };
}
