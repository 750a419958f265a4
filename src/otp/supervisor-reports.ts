import type { Node } from '../runtime/node.ts';
import type { Process } from '../runtime/process.ts';
import type { Term } from '../runtime/term.ts';
import { EVENT } from '../runtime/trace-event.ts';
import type { Child } from './supervisor-data.ts';

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

/** The spec of a child is gone. */
export function childRemoved(node: Node, process: Process, child: Child): void {
  const { trace } = node;
  trace.write(node.now, EVENT.child_removed, process.pid.id, 0, child.label, 0, undefined);
}
