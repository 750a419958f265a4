import { type Begin, callFunction } from '../runtime/activation.ts';
import { ERROR_CLASS } from '../runtime/exit-reason.ts';
import type { Node } from '../runtime/node.ts';
import { type Message, type Process, TIMED_OUT, takeOut } from '../runtime/process.ts';
import { Self } from '../runtime/self.ts';
import { equalTerms, freezeTerm, Pid, type Ref, type Term } from '../runtime/term.ts';
import { BEAT } from '../runtime/trace.ts';
import { EVENT, MESSAGE, WAIT } from '../runtime/trace-event.ts';
import {
  acknowledge,
  failedStart,
  initFailed,
  type StartData,
  Starting,
  startOutcome,
} from './gen.ts';
import { isExpectedEnd } from './restart-plan.ts';
import type { Child, DynamicTermination, Job, SupervisorData } from './supervisor-data.ts';

/**
 * What a supervisor does, one operation after the other: start a child, stop a child. Each may take
 * several steps; `pump` goes on with the job whenever one has ended, and serves no message meanwhile.
 */
const START = 1;

/** How a start function ended. */
export type Started =
  | { readonly type: 'ok'; readonly pid: Pid | 'undefined'; readonly extra?: Term | undefined }
  | { readonly type: 'error'; readonly reason: Term };

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
      if (job.type === 'terminate') return endTermination(node, process, job.reason, job.how);
      const reason = freezeTerm(['shutdown', job.reason]);
      return initFailed(node, process, sup.start as StartData, failedStart(reason), reason, 1);
    }
    case 'start_child':
      if (result === null) return beginStart(node, process, sup, job.child, 0);
      sup.job = null;
      return node.reply(process, job.from, startChildReply(node, process, sup, job.child, result));
    case 'restart_child': {
      if (result === null) return beginStart(node, process, sup, job.child, 0);
      sup.job = null;
      if (result.type === 'ok') sup.setPid(job.child, result.pid);
      return node.reply(process, job.from, freezeTerm(result));
    }
    case 'terminate_child':
      if (!job.stopped) {
        job.stopped = true;
        if (typeof job.child.pid === 'object') return beginStop(node, process, sup, job.child);
      }
      sup.job = null;
      forgetStopped(node, process, sup, job.child);
      return node.reply(process, job.from, 'ok');
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
      sup.job = { type: 'init_failed', stop: sup.children.slice(0, job.index).reverse(), reason };
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
    const child = job.start.shift() as Child;
    if (result.type === 'error') {
      report(node, process, 'start_error', child, result.reason);
      sup.setPid(child, 'restarting');
      sup.job = null;
      return scheduleRetry(node, process, sup, child);
    }
    sup.setPid(child, result.pid);
  }
  for (let next = job.stop[0]; next !== undefined; next = job.stop[0]) {
    if (typeof next.pid === 'object') return beginStop(node, process, sup, next);
    job.stop.shift();
    if (next.spec.restart === 'temporary') removeChild(node, process, sup, next);
    else sup.setPid(next, 'undefined');
  }
  const next = job.start[0];
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
  // OTP: 25 keeps a phantom when an instance of simple_one_for_one ignores its restart; here it is forgotten.
  if (sup.isSimple && result.pid === 'undefined') return sup.remove(child);
  if (sup.isSimple) {
    // OTP stores the new pid anew: it is the youngest instance now.
    sup.dynamic.delete(child);
    sup.dynamic.add(child);
  }
  sup.setPid(child, result.pid);
}

/** Port of `try_again_restart/1`: a message to itself, so that other requests get their turn in between. */
function scheduleRetry(node: Node, process: Process, sup: SupervisorData, child: Child): void {
  const id = sup.isSimple ? (child.oldPid as Pid) : child.key;
  node.send(process, process, MESSAGE.cast, 0, freezeTerm({ type: 'try_again_restart', id }));
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
    return freezeTerm({
      type: 'error',
      reason: [result.reason, ['child', child.spec]] as unknown as Term,
    });
  }
  if (result.pid !== 'undefined' || (!sup.isSimple && child.spec.restart !== 'temporary')) {
    if (sup.isSimple) sup.dynamic.add(child);
    else sup.add(child);
    sup.setPid(child, result.pid);
  } else if (!sup.isSimple)
    node.trace.write(
      node.now,
      EVENT.child_removed,
      process.pid.id,
      0,
      node.trace.intern(child.key),
      0,
      undefined,
    );
  return freezeTerm(result);
}

function forgetStopped(node: Node, process: Process, sup: SupervisorData, child: Child): void {
  if (sup.forget(child) && !sup.isSimple)
    node.trace.write(
      node.now,
      EVENT.child_removed,
      process.pid.id,
      0,
      node.trace.intern(child.key),
      0,
      undefined,
    );
}

function removeChild(node: Node, process: Process, sup: SupervisorData, child: Child): void {
  sup.remove(child);
  node.trace.write(
    node.now,
    EVENT.child_removed,
    process.pid.id,
    0,
    node.trace.intern(child.key),
    0,
    undefined,
  );
}

// -------------------------------------------------------------------- starting a child

/** Port of `do_start_child/2`: calls the start function, in the supervisor. */
function beginStart(
  node: Node,
  process: Process,
  sup: SupervisorData,
  child: Child,
  phase: 0 | 1,
): void {
  const [module, name] = child.spec.start;
  sup.operation = { type: 'starting', child, phase, pid: null };
  if (typeof node.moduleNamed(module)?.[name] !== 'function') {
    return startEnded(node, process, sup, {
      type: 'error',
      reason: freezeTerm(['EXIT', ['undef', [[module, name]]]]),
    });
  }
  const begin: Begin = { module, function: name, of: 'exports', args: child.args };
  const context = node.enter(process);
  let value: unknown;
  try {
    value = callFunction(node, begin, new Self(context));
  } catch (thrown) {
    node.leave(process);
    return node.raised(process, START, node.trace.intern(name), thrown);
  }
  if (!(value instanceof Starting))
    return node.settle(process, START, node.trace.intern(name), begin, context, value);
  // What nearly every start function does; the supervisor does it by itself.
  node.leave(process);
  const begun = value.begin(node, process);
  if (begun instanceof Pid) sup.operation = { type: 'starting', child, phase, pid: begun };
  else startEnded(node, process, sup, begun);
}

/** The start function gave `value`. */
export function startEnded(
  node: Node,
  process: Process,
  sup: SupervisorData,
  value: unknown,
): void {
  const operation = sup.operation;
  if (operation?.type !== 'starting') return;
  const { child, phase } = operation;
  const result = startResult(value);
  const id = node.trace.intern(child.key);
  if (phase === 1) node.trace.told |= BEAT;
  if (result.type === 'ok')
    node.trace.write(
      node.now,
      EVENT.child_started,
      process.pid.id,
      result.pid instanceof Pid ? result.pid.id : 0,
      id,
      phase,
      undefined,
    );
  else {
    node.trace.told |= BEAT;
    node.trace.write(
      node.now,
      EVENT.child_start_failed,
      process.pid.id,
      0,
      id,
      phase,
      result.reason,
    );
  }
  sup.operation = null;
  sup.result = result;
  pump(node, process, sup);
}

function startResult(value: unknown): Started {
  const result = value as {
    readonly type?: unknown;
    readonly pid?: unknown;
    readonly extra?: Term;
    readonly reason?: Term;
  } | null;
  if (typeof result === 'object' && result !== null) {
    if (result.type === 'ok' && result.pid instanceof Pid) {
      return result.extra === undefined
        ? { type: 'ok', pid: result.pid }
        : { type: 'ok', pid: result.pid, extra: result.extra };
    }
    if (result.type === 'ignore') return { type: 'ok', pid: 'undefined' };
  }
  try {
    if (typeof result === 'object' && result?.type === 'error')
      return { type: 'error', reason: freezeTerm(result.reason) };
    return { type: 'error', reason: freezeTerm(value) };
  } catch {
    return { type: 'error', reason: 'not_a_term' };
  }
}

// -------------------------------------------------------------------- stopping a child

/** Port of `shutdown/1`: an exit signal, and a wait for the end that is limited unless it is a kill. */
function beginStop(node: Node, process: Process, sup: SupervisorData, child: Child): void {
  const pid = child.pid as Pid;
  const { shutdown } = child.spec;
  const brutally = shutdown === 'brutal_kill';
  sup.operation = { type: 'stopping', child, pid, killed: brutally };
  node.trace.told |= BEAT;
  const told = shutdown === 'infinity' ? -1 : shutdown === 'brutal_kill' ? -2 : shutdown;
  node.trace.write(
    node.now,
    EVENT.child_stopping,
    process.pid.id,
    pid.id,
    node.trace.intern(child.key),
    told,
    undefined,
  );
  const target = node.find(pid);
  if (target === null) return childStopped(node, process, sup, 'noproc');
  node.sendExit(process, target, brutally ? 'kill' : 'shutdown', true);
  node.await(
    process,
    target,
    WAIT.stop,
    typeof shutdown === 'number' ? shutdown : Number.POSITIVE_INFINITY,
  );
}

/** A wait is over: for the start of a child, or for its end (it ended, or took too long). */
export function waitEnded(node: Node, process: Process, sup: SupervisorData): void {
  const { operation } = sup;
  if (operation?.type === 'starting' && operation.pid !== null) {
    return startEnded(node, process, sup, startOutcome(node, process, operation.pid));
  }
  if (operation?.type !== 'stopping') return;
  if (process.outcome !== TIMED_OUT) return childStopped(node, process, sup, process.outcomeValue);
  const target = node.find(operation.pid);
  if (target === null) return childStopped(node, process, sup, 'noproc');
  operation.killed = true;
  node.sendExit(process, target, 'kill', true);
  node.await(process, target, WAIT.stop, Number.POSITIVE_INFINITY);
}

function childStopped(node: Node, process: Process, sup: SupervisorData, reason: Term): void {
  const operation = sup.operation;
  if (operation?.type !== 'stopping') return;
  const { child, pid } = operation;
  const real = unlinkFlush(node, process, pid, reason);
  node.trace.write(
    node.now,
    EVENT.child_stopped,
    process.pid.id,
    pid.id,
    node.trace.intern(child.key),
    0,
    real,
  );
  if (!isExpectedEnd(real, child.spec.restart, child.spec.shutdown === 'brutal_kill'))
    report(node, process, 'shutdown_error', child, real);
  sup.setPid(child, 'undefined');
  sup.operation = null;
  sup.result = null;
  pump(node, process, sup);
}

/** Port of `unlink_flush/2`: the reason of the EXIT, if there is one in the mailbox, else `reason`. */
function unlinkFlush(node: Node, process: Process, pid: Pid, reason: Term): Term {
  node.unlink(process, pid);
  for (
    let before = null, message = process.head;
    message !== null;
    before = message, message = message.next
  ) {
    if (message.kind !== MESSAGE.exit || message.sender?.id !== pid.id) continue;
    takeOut(process, before, message);
    return (message.body as { readonly reason: Term }).reason;
  }
  return reason;
}

function nextToStop(stop: Child[]): Child | undefined {
  for (let next = stop.shift(); next !== undefined; next = stop.shift()) {
    if (typeof next.pid === 'object') return next;
  }
  return undefined;
}

// -------------------------------------------------------------------- termination

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
  sup.job = { type: 'terminate', stop: [...sup.children].reverse(), reason, how };
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
  node.crashed(process, node.trace.intern(callback), ERROR_CLASS, reason);
  beginTermination(node, process, sup, freezeTerm([reason, [['supervisor', callback]]]), 1);
}

export function endTermination(node: Node, process: Process, reason: Term, how: number): void {
  node.die(process, reason, how);
}

/** Port of `terminate_dynamic_children/1`. */
function beginDynamicTermination(
  node: Node,
  process: Process,
  sup: SupervisorData,
  reason: Term,
  how: number,
): void {
  const { shutdown } = sup.template.spec;
  const job: DynamicTermination = {
    type: 'terminate_dynamic',
    reason,
    how,
    waiting: new Map(),
    timer: 0,
    exits: new Map(),
    errors: [],
  };
  sup.job = job;
  node.trace.told |= BEAT;
  const told = shutdown === 'infinity' ? -1 : shutdown === 'brutal_kill' ? -2 : shutdown;
  for (const child of sup.dynamic) {
    if (typeof child.pid !== 'object') continue;
    node.trace.write(
      node.now,
      EVENT.child_stopping,
      process.pid.id,
      child.pid.id,
      node.trace.intern(child.key),
      told,
      undefined,
    );
    const target = node.find(child.pid);
    job.waiting.set(node.monitor(process, target, child.pid), child.pid);
    if (target !== null)
      node.sendExit(process, target, shutdown === 'brutal_kill' ? 'kill' : 'shutdown', true);
  }
  if (job.waiting.size === 0) return endTermination(node, process, reason, how);
  if (typeof shutdown === 'number') {
    job.timer = node.newRef();
    node.startTimer(process, shutdown, process.pid, Object.freeze({ type: 'kill' }), job.timer);
  }
}

/** A message while instances are stopping: their ends and the time limit count, the rest is lost with the supervisor. */
export function terminationMessage(
  node: Node,
  process: Process,
  sup: SupervisorData,
  job: DynamicTermination,
  message: Message,
): void {
  if (message.kind === MESSAGE.timeout && message.ref === job.timer) {
    for (const pid of job.waiting.values()) {
      const target = node.find(pid);
      if (target !== null) node.sendExit(process, target, 'kill', true);
    }
    return;
  }
  if (message.kind === MESSAGE.exit && message.sender !== null)
    job.exits.set(message.sender.id, (message.body as { readonly reason: Term }).reason);
  const ref = message.kind === MESSAGE.down ? (message.body as { readonly ref: Ref }).ref.id : -1;
  const pid = job.waiting.get(ref);
  if (pid === undefined) return;
  job.waiting.delete(ref);
  const { spec, key } = sup.template;
  const reason = unlinkFlush(
    node,
    process,
    pid,
    job.exits.get(pid.id) ?? (message.body as unknown as { readonly reason: Term }).reason,
  );
  job.exits.delete(pid.id);
  node.trace.write(
    node.now,
    EVENT.child_stopped,
    process.pid.id,
    pid.id,
    node.trace.intern(key),
    0,
    reason,
  );
  if (!isExpectedEnd(reason, spec.restart, spec.shutdown === 'brutal_kill')) {
    const same = job.errors.find((error) => equalTerms(error.reason, reason));
    if (same === undefined) job.errors.push({ reason, count: 1 });
    else same.count++;
  }
  if (job.waiting.size > 0) return;
  if (job.timer !== 0) node.cancelTimer(process, job.timer);
  for (const error of job.errors)
    report(node, process, 'shutdown_error', sup.template, error.reason, error.count);
  sup.job = null;
  endTermination(node, process, job.reason, job.how);
}

/** A supervisor report: kind, child, reason, and for how many instances it stands. */
export function report(
  node: Node,
  process: Process,
  kind: string,
  child: Child | null,
  reason: Term,
  instances = 0,
): void {
  const payload =
    instances === 0
      ? { child: child?.key ?? null, reason }
      : { child: child?.key ?? null, reason, nb: instances };
  const pid = child !== null && typeof child.pid === 'object' ? child.pid.id : 0;
  node.trace.write(
    node.now,
    EVENT.reported,
    process.pid.id,
    pid,
    node.trace.intern(kind),
    0,
    payload,
  );
}
