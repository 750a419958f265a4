import { ERROR_CLASS } from '../../runtime/exit-reason.ts';
import type { Node } from '../../runtime/node.ts';
import type { Process } from '../../runtime/process.ts';
import { freezeTerm, type Pid, type Term } from '../../runtime/term.ts';
import { EVENT, MESSAGE } from '../../runtime/trace-event.ts';
import { acknowledge, failedStart, initFailed, type StartData } from '../gen/gen.ts';
import { modulesOf } from './child-spec.ts';
import type { Child, Job, SupervisorData } from './data.ts';
import { beginDynamicTermination } from './dynamic.ts';
import { beginStart, beginStop, endStart, endWait, type Started } from './operations.ts';
import { childRemoved, report } from './reports.ts';
import { debugNoreply, reply } from './state.ts';

/**
 * What a supervisor does, one operation after the other: start a child, stop a child. Each may take
 * several steps; `pump` goes on with the job whenever one has ended, and serves no message meanwhile.
 */
/** The start function of a child gave `value`. */
export function startEnded(
  node: Node,
  process: Process,
  sup: SupervisorData,
  value: unknown,
): void {
  endStart(node, process, sup, value);
  goOnWith(node, process, sup);
}

/** A wait is over: for the start of a child, or for its end (it ended, or took too long). */
export function waitEnded(node: Node, process: Process, sup: SupervisorData): void {
  endWait(node, process, sup);
  goOnWith(node, process, sup);
}

function goOnWith(node: Node, process: Process, sup: SupervisorData): void {
  const { job } = sup;
  pump(node, process, sup);
  if (job?.type === 'restart' || job?.type === 'group') debugNoreply(node, process, sup);
}

/** Goes on with the job until it waits or is done. A loop, not recursion: ten thousand children may start at once. */
export function pump(node: Node, process: Process, sup: SupervisorData): void {
  if (sup.pumping) return;
  sup.pumping = true;
  while (
    process.alive &&
    sup.job !== null &&
    sup.operation === null &&
    sup.job.type !== 'terminate_dynamic'
  ) {
    const { result } = sup;
    sup.result = null;
    goOn(node, process, sup, sup.job, result as Started | null);
  }
  sup.pumping = false;
}

function goOn(
  node: Node,
  process: Process,
  sup: SupervisorData,
  job: Job,
  result: Started | null,
): void {
  switch (job.type) {
    case 'init':
      return goOnInit(node, process, sup, job, result);
    case 'init_failed':
    case 'terminate': {
      const next = nextToStop(job.stop);
      if (next !== undefined) return beginStop(node, process, sup, next);
      sup.job = null;
      if (job.type === 'terminate') return node.exits.die(process, job.reason, job.how);
      const reason = freezeTerm(['shutdown', job.reason]);
      return initFailed(node, process, sup.start as StartData, failedStart(reason), reason, 1);
    }
    case 'start_child': {
      if (result === null) return beginStart(node, process, sup, job.child, 0);
      sup.job = null;
      const answer = startChildReply(node, process, sup, job.child, result);
      return reply(node, process, sup, job.from, answer);
    }
    case 'restart_child': {
      if (result === null) return beginStart(node, process, sup, job.child, 0);
      sup.job = null;
      if (result.type === 'ok') sup.setPid(job.child, result.pid);
      return reply(node, process, sup, job.from, result);
    }
    case 'terminate_child':
      if (!job.stopped) {
        job.stopped = true;
        if (typeof job.child.pid === 'object') return beginStop(node, process, sup, job.child);
      }
      sup.job = null;
      forgetStopped(node, process, sup, job.child);
      return reply(node, process, sup, job.from, 'ok');
    case 'restart':
      if (result === null) return beginStart(node, process, sup, job.child, 1);
      sup.job = null;
      return restarted(node, process, sup, job.child, result);
    case 'group':
      return goOnGroup(node, process, sup, job, result);
    case 'terminate_dynamic':
      return;
  }
}

/** Port of `start_children/2`, from init. */
function goOnInit(
  node: Node,
  process: Process,
  sup: SupervisorData,
  job: Job & { type: 'init' },
  result: Started | null,
): void {
  if (result !== null) {
    const child = sup.children[job.index] as Child;
    if (result.type === 'error') {
      report(node, process, 'start_error', child, result.reason);
      const reason: Term = ['failed_to_start_child', child.spec.id, result.reason];
      sup.job = { type: 'init_failed', stop: sup.children.slice(0, job.index), reason };
      return;
    }
    if (result.pid === 'undefined' && child.spec.restart === 'temporary')
      removeChild(node, process, sup, child);
    else {
      sup.setPid(child, result.pid);
      job.index++;
    }
  }
  const next = sup.isSimple ? undefined : sup.children[job.index];
  if (next !== undefined) return beginStart(node, process, sup, next, 0);
  sup.job = null;
  acknowledge(
    node,
    process,
    sup.start as StartData,
    Object.freeze({ type: 'ok', pid: process.pid }),
  );
  sup.start = null;
}

/** Port of `restart_multiple_children/3`. */
function goOnGroup(
  node: Node,
  process: Process,
  sup: SupervisorData,
  job: Job & { type: 'group' },
  result: Started | null,
): void {
  if (result !== null) {
    const child = job.start.pop() as Child;
    if (result.type === 'error') {
      report(node, process, 'start_error', child, result.reason);
      sup.setPid(child, 'restarting');
      sup.job = null;
      return scheduleRetry(node, process, sup, child);
    }
    sup.setPid(child, result.pid);
  }
  for (let next = job.stop.at(-1); next !== undefined; next = job.stop.at(-1)) {
    if (typeof next.pid === 'object') return beginStop(node, process, sup, next);
    job.stop.pop();
    if (next.spec.restart === 'temporary') removeChild(node, process, sup, next);
    else sup.setPid(next, 'undefined');
  }
  const next = job.start.at(-1);
  if (next !== undefined) return beginStart(node, process, sup, next, 1);
  sup.job = null;
}

/** Port of the results of `restart(one_for_one, …)` and `restart(simple_one_for_one, …)`. */
function restarted(
  node: Node,
  process: Process,
  sup: SupervisorData,
  child: Child,
  result: Started,
): void {
  if (result.type === 'error') {
    sup.setPid(child, 'restarting');
    report(node, process, 'start_error', child, result.reason);
    return scheduleRetry(node, process, sup, child);
  }
  if (sup.isSimple) {
    // OTP stores the new pid anew: it is the youngest instance now. `undefined` is stored as if it were a pid.
    if (result.pid === 'undefined') sup.forgetPhantom();
    sup.dynamic.delete(child);
    sup.dynamic.add(child);
  }
  sup.setPid(child, result.pid);
}

/** Port of `try_again_restart/1`: a message to itself, so that other requests get their turn in between. */
function scheduleRetry(node: Node, process: Process, sup: SupervisorData, child: Child): void {
  const id = sup.isSimple ? (child.oldPid as Pid) : child.key;
  node.mail.send(process, process, MESSAGE.cast, 0, freezeTerm({ type: 'try_again_restart', id }));
}

function startChildReply(
  node: Node,
  process: Process,
  sup: SupervisorData,
  child: Child,
  result: Started,
): Term {
  if (result.type === 'error') {
    if (sup.isSimple) return freezeTerm(result);
    childRemoved(node, process, child);
    return freezeTerm({
      type: 'error',
      reason: [
        result.reason,
        ['child', { ...child.spec, modules: modulesOf(child.spec) }],
      ] as unknown as Term,
    });
  }
  if (result.pid !== 'undefined' || (!sup.isSimple && child.spec.restart !== 'temporary')) {
    if (sup.isSimple) sup.dynamic.add(child);
    else sup.add(child);
    sup.setPid(child, result.pid);
  } else if (!sup.isSimple) childRemoved(node, process, child);
  return freezeTerm(result);
}

function forgetStopped(node: Node, process: Process, sup: SupervisorData, child: Child): void {
  if (sup.forget(child) && !sup.isSimple) childRemoved(node, process, child);
}

function removeChild(node: Node, process: Process, sup: SupervisorData, child: Child): void {
  sup.remove(child);
  childRemoved(node, process, child);
}

function nextToStop(stop: Child[]): Child | undefined {
  for (let next = stop.pop(); next !== undefined; next = stop.pop()) {
    if (typeof next.pid === 'object') return next;
  }
  return undefined;
}

/** Port of `terminate/2`: children newest first, one after the other; instances all at once. */
export function beginTermination(
  node: Node,
  process: Process,
  sup: SupervisorData,
  reason: Term,
  how: number,
): void {
  const callback = node.trace.intern('terminate');
  node.trace.write(node.now, EVENT.called, process.pid.id, 0, callback, 0, reason);
  if (sup.isSimple) return beginDynamicTermination(node, process, sup, reason, how);
  sup.job = { type: 'terminate', stop: [...sup.children], reason, how };
  pump(node, process, sup);
}

/** The supervisor's own callback raised `reason`: as a gen_server, it terminates first. */
export function crash(
  node: Node,
  process: Process,
  sup: SupervisorData,
  callback: string,
  reason: Term,
): void {
  node.callbacks.crashed(process, node.trace.intern(callback), ERROR_CLASS, reason);
  beginTermination(node, process, sup, freezeTerm([reason, [['supervisor', callback]]]), 1);
}
