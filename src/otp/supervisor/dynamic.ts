import { ERROR_CLASS } from '../../runtime/exit-reason.ts';
import type { Node } from '../../runtime/node.ts';
import type { Message, Process } from '../../runtime/process.ts';
import { equalTerms, freezeTerm, type Ref, type Term } from '../../runtime/term.ts';
import { BEAT } from '../../runtime/trace.ts';
import { EVENT, MESSAGE } from '../../runtime/trace-event.ts';
import type { DynamicTermination, SupervisorData } from './data.ts';
import { unlinkFlush } from './operations.ts';
import { report } from './reports.ts';
import { isExpectedEnd } from './restart-plan.ts';

/** Port of `terminate_dynamic_children/1`. */
export function beginDynamicTermination(
  node: Node,
  process: Process,
  sup: SupervisorData,
  reason: Term,
  how: number,
): void {
  if (sup.phantom !== undefined) {
    // OTP: it comes before the pids, and no clause is for it: nobody is told to shut down.
    const callback = node.trace.intern('terminate');
    node.callbacks.crashed(process, callback, ERROR_CLASS, 'function_clause');
    const stack: Term = [['supervisor', 'terminate_dynamic_children']];
    return node.exits.die(process, freezeTerm(['function_clause', stack]), 1);
  }
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
      child.label,
      told,
      undefined,
    );
    const target = node.find(child.pid);
    job.waiting.set(node.ties.monitor(process, target, child.pid), child.pid);
    if (target !== null)
      node.exits.send(process, target, shutdown === 'brutal_kill' ? 'kill' : 'shutdown', true);
  }
  if (job.waiting.size === 0) return node.exits.die(process, reason, how);
  if (typeof shutdown === 'number') {
    job.timer = node.newRef();
    node.timers.start(process, shutdown, process.pid, Object.freeze({ type: 'kill' }), job.timer);
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
      if (target !== null) node.exits.send(process, target, 'kill', true);
    }
    return;
  }
  if (message.kind === MESSAGE.exit && message.sender !== null)
    job.exits.set(message.sender.id, (message.body as { readonly reason: Term }).reason);
  const ref = message.kind === MESSAGE.down ? (message.body as { readonly ref: Ref }).ref.id : -1;
  const pid = job.waiting.get(ref);
  if (pid === undefined) return;
  job.waiting.delete(ref);
  const { spec, label } = sup.template;
  const reason = unlinkFlush(
    node,
    process,
    pid,
    job.exits.get(pid.id) ?? (message.body as unknown as { readonly reason: Term }).reason,
  );
  job.exits.delete(pid.id);
  node.trace.write(node.now, EVENT.child_stopped, process.pid.id, pid.id, label, 0, reason);
  if (!isExpectedEnd(reason, spec.restart, spec.shutdown === 'brutal_kill')) {
    const same = job.errors.find((error) => equalTerms(error.reason, reason));
    if (same === undefined) job.errors.push({ reason, count: 1 });
    else same.count++;
  }
  if (job.waiting.size > 0) return;
  if (job.timer !== 0) node.timers.cancel(process, job.timer);
  for (const error of job.errors)
    report(node, process, 'shutdown_error', sup.template, error.reason, error.count);
  sup.job = null;
  node.exits.die(process, job.reason, job.how);
}
