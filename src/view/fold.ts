import { unreachable } from '../base/assert.ts';
import type { Batch } from '../engine/protocol.ts';
import {
  type ChildFacts,
  type DecisionFacts,
  EVENT_TYPES,
  type EventType,
  type SupervisorFacts,
} from '../runtime/trace-event.ts';
import { messageKind, received, sent, signalReceived, unreceived } from './fold-message.ts';
import * as process from './fold-process.ts';
import * as supervisor from './fold-supervisor.ts';
import type { TraceBuffer } from './trace-buffer.ts';
import type { ProcessKey, ProcessView, View } from './view.ts';
import { ViewDraft } from './view-draft.ts';

/** Before anything has happened. */
export const emptyView: View = Object.freeze({
  seq: 0,
  at: 0,
  step: 0,
  processes: new Map(),
  names: new Map(),
  roots: [],
  messages: [],
  departures: [],
  crashes: 0,
  restarts: 0,
});

/** Takes a batch into the buffer and the view. */
export function applyBatch(view: View, buffer: TraceBuffer, batch: Batch): View {
  let next = view;
  for (let from = 0; from < batch.count; from += buffer.size) {
    const to = Math.min(batch.count, from + buffer.size);
    buffer.append(batch, from, to);
    next = applyEvents(next, buffer, batch.first + from, batch.first + to);
  }
  return finishBatch(next, batch);
}

/**
 * Folds the events `fromSeq` to `toSeq` (not included) of the buffer into a new view. Maps are copied
 * once, each touched process is replaced, the others keep their identity.
 */
export function applyEvents(view: View, buffer: TraceBuffer, fromSeq: number, toSeq: number): View {
  if (fromSeq >= toSeq) return view;
  const draft = new ViewDraft(view, buffer);
  for (let seq = fromSeq; seq < toSeq; seq++) {
    draft.at = buffer.ats[buffer.place(seq)] as number;
    for (let pid = draft.nextDeparture(); pid !== 0; pid = draft.nextDeparture())
      process.leave(draft, pid);
    applyEvent(draft, buffer, seq);
  }
  return draft.finish(toSeq);
}

/** What a batch tells of its end alone: the states as they are now, and the step. */
export function finishBatch(view: View, { states, step }: Batch): View {
  let processes: Map<ProcessKey, ProcessView> | null = null;
  for (const [pid, state] of states) {
    const before = view.processes.get(pid);
    if (before === undefined || before.state === state) continue;
    processes ??= new Map(view.processes);
    processes.set(pid, { ...before, state });
  }
  if (processes === null && step === view.step) return view;
  return { ...view, step, processes: processes ?? view.processes };
}

function applyEvent(draft: ViewDraft, buffer: TraceBuffer, seq: number): void {
  const place = buffer.place(seq);
  const type = EVENT_TYPES[buffer.types[place] as number] as EventType;
  const pid = buffer.pids[place] as number;
  const peer = buffer.peers[place] as number;
  const a = buffer.as[place] as number;
  const b = buffer.bs[place] as number;
  switch (type) {
    case 'spawned':
      return process.spawned(draft, pid, peer, buffer.string(a), buffer.string(b));
    case 'registered':
      return process.registered(draft, pid, buffer.string(a));
    case 'unregistered':
      return process.unregistered(draft, pid, buffer.string(a));
    case 'linked':
      return process.linked(draft, pid, peer);
    case 'unlinked':
      return process.unlinked(draft, pid, peer);
    case 'monitored':
      return process.monitored(draft, pid, peer);
    case 'demonitored':
      return process.demonitored(draft, pid, peer);
    case 'sent':
      return sent(draft, seq, pid, peer, messageKind(a));
    case 'received':
      return received(draft, pid, buffer.string(a), b);
    case 'called':
      return process.called(draft, pid, buffer.string(a));
    case 'state_changed':
      return process.ready(draft, pid);
    case 'crashed':
      draft.crashes++;
      return process.called(draft, pid, buffer.string(a));
    case 'exit_signal_sent':
      return sent(draft, seq, pid, peer, 'exit_signal');
    case 'exit_signal_received':
      return signalReceived(draft, pid, a, b);
    case 'exited':
      return process.exited(draft, seq, pid, a);
    case 'down_sent':
      process.drop(draft, peer, 'monitors', pid);
      return sent(draft, seq, pid, peer, 'down');
    case 'timer_fired':
      if (peer !== 0) sent(draft, seq, pid, peer, 'timeout');
      return;
    case 'wait_started':
      return process.waiting(draft, pid, peer, a);
    case 'wait_ended':
      return process.called(draft, pid, '');
    case 'work_started':
      return process.working(draft, pid, a);
    case 'dropped':
      return unreceived(draft, peer, b);
    case 'supervisor_started':
      return supervisor.supervisorStarted(draft, pid, buffer.fact(seq) as SupervisorFacts);
    case 'child_added':
      return supervisor.childAdded(draft, pid, buffer.fact(seq) as ChildFacts);
    case 'child_removed':
      return supervisor.childRemoved(draft, pid, buffer.string(a));
    case 'child_started':
      return supervisor.childStarted(draft, pid, peer, buffer.string(a), b === 1);
    case 'decided':
      return supervisor.decided(draft, pid, peer, seq, buffer.fact(seq) as DecisionFacts);
    case 'child_stopped':
      return supervisor.childStopped(draft, pid, peer, buffer.string(a));
    case 'handler_added': {
      const manager = draft.process(pid);
      if (manager !== undefined) draft.own(manager, 'handlers').unshift(buffer.string(a));
      return;
    }
    case 'handler_removed': {
      const manager = draft.process(pid);
      const at = manager?.handlers.indexOf(buffer.string(a)) ?? -1;
      if (manager !== undefined && at >= 0) draft.own(manager, 'handlers').splice(at, 1);
      return;
    }
    // Told in the log; the cards show nothing of them.
    case 'timer_started':
    case 'timer_cancelled':
    case 'child_start_failed':
    case 'child_stopping':
    case 'reported':
    case 'command_applied':
    case 'command_answered':
      return;
    default:
      unreachable(type);
  }
}
