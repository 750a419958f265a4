import { isOrderly } from '../../runtime/exit-reason.ts';
import type { Node } from '../../runtime/node.ts';
import type { Process } from '../../runtime/process.ts';
import type { Pid, Term } from '../../runtime/term.ts';
import { BEAT } from '../../runtime/trace.ts';
import {
  DECISIONS,
  type Decision,
  EVENT,
  type SupervisorFacts,
} from '../../runtime/trace-event.ts';
import { childFacts } from './child-spec.ts';
import type { Child, SupervisorData } from './data.ts';

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

/** Flags and specs, after init (`how` 0) or a code change (1). */
export function supervisorStarted(
  node: Node,
  process: Process,
  sup: SupervisorData,
  how: 0 | 1,
): void {
  const facts: SupervisorFacts = {
    ...sup.flags,
    children: sup.children.map(({ spec }) => childFacts(spec)),
  };
  const { supervisor_started } = EVENT;
  node.trace.write(node.now, supervisor_started, process.pid.id, 0, how, 0, Object.freeze(facts));
}

/** The spec of a child is gone. */
export function childRemoved(node: Node, process: Process, child: Child): void {
  const { trace } = node;
  trace.write(node.now, EVENT.child_removed, process.pid.id, 0, child.label, 0, undefined);
}

/** Tells what it decided about the end of a child. */
export function decided(
  node: Node,
  process: Process,
  sup: SupervisorData,
  decision: Decision,
  child: Child,
  reason: Term,
  pid: Pid | null,
  count: number,
  stop: readonly string[],
  start: readonly string[],
): void {
  const { strategy, intensity, period } = sup.flags;
  const facts = {
    decision,
    child: child.key,
    restart: child.spec.restart,
    strategy,
    reason,
    count,
    intensity,
    period,
    stop,
    start,
  };
  const { trace } = node;
  if (decision !== 'leave' || !isOrderly(reason)) trace.told |= BEAT;
  trace.write(
    node.now,
    EVENT.decided,
    process.pid.id,
    pid?.id ?? 0,
    child.label,
    DECISIONS.indexOf(decision),
    facts,
  );
}
