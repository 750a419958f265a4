import type { Batch } from '../engine/protocol.ts';
import {
  type ChildFacts,
  type DecisionFacts,
  EVENT_TYPES,
  type EventType,
  type SupervisorFacts,
} from '../runtime/trace-event.ts';
import * as machine from './fold-machine.ts';
import * as message from './fold-message.ts';
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
  you: null,
  messages: [],
  departures: [],
  crashes: 0,
  restarts: 0,
});

/** Takes a batch into the buffer and the view: its events, then what it tells of its end. */
export function applyBatch(view: View, buffer: TraceBuffer, batch: Batch): View {
  let next = view;
  let from = 0;
  // A batch larger than the buffer goes in parts, so that each part is folded before it is dropped.
  for (; batch.count - from > buffer.size; from += buffer.size) {
    buffer.append(batch, from, from + buffer.size);
    next = applyNew(next, buffer, batch.first + from + buffer.size);
  }
  buffer.append(batch, from);
  const end = batch.first + batch.count;
  return finishBatch(applyNew(next, buffer, end), batch);
}

/** What the view has already may be told once more. */
const applyNew = (view: View, buffer: TraceBuffer, end: number): View =>
  applyEvents(view, buffer, view.seq, end);

/**
 * Folds the events `fromSeq` to `toSeq` (not included) of the buffer into a new view. Maps are copied
 * once, each touched process is replaced, the others keep their identity.
 */
export function applyEvents(view: View, buffer: TraceBuffer, fromSeq: number, toSeq: number): View {
  if (fromSeq >= toSeq) return view;
  const draft = new ViewDraft(view, buffer);
  foldInto(draft, buffer, fromSeq, toSeq);
  return draft.finish(toSeq);
}

/** What a batch tells of its end alone: the states as they are then, and the step. */
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

function foldInto(draft: ViewDraft, buffer: TraceBuffer, fromSeq: number, toSeq: number): void {
  const { ats, types, pids, peers, as, bs } = buffer;
  for (let seq = fromSeq; seq < toSeq; seq++) {
    const place = buffer.place(seq);
    draft.at = ats[place] as number;
    for (let gone = draft.nextDeparture(); gone !== 0; gone = draft.nextDeparture()) {
      process.leave(draft, gone);
    }
    const fold = FOLDS[types[place] as number] as Fold;
    fold(
      draft,
      pids[place] as number,
      peers[place] as number,
      as[place] as number,
      bs[place] as number,
      seq,
    );
  }
}

type Fold = (
  draft: ViewDraft,
  pid: number,
  peer: number,
  a: number,
  b: number,
  seq: number,
) => void;

/** Told in the log; the cards show nothing of it. */
const unseen: Fold = () => {};

/** What each event changes. A table and not a switch, because the columns hold numbers. */
const FOLD: Readonly<Record<EventType, Fold>> = {
  spawned: (draft, pid, peer, a, b) =>
    process.spawned(draft, pid, peer, draft.string(a), draft.string(b)),
  registered: (draft, pid, _peer, a, b) => process.registered(draft, pid, draft.string(a), b === 1),
  unregistered: (draft, pid, _peer, a) => process.unregistered(draft, pid, draft.string(a)),
  linked: process.linked,
  unlinked: process.unlinked,
  monitored: process.monitored,
  demonitored: process.demonitored,
  sent: (draft, pid, peer, a, _b, seq) => message.sent(draft, seq, pid, peer, a),
  received: (draft, pid, _peer, a, b) => message.received(draft, pid, draft.string(a), b),
  called: (draft, pid, _peer, a) => process.called(draft, pid, draft.string(a)),
  state_changed: process.ready,
  crashed: (draft, pid, _peer, a) => process.called(draft, pid, draft.string(a)),
  exit_signal_sent: (draft, _pid, peer, _a, _b, seq) => message.mailed(draft, seq, peer),
  exit_signal_received: (draft, pid, _peer, a, b) => message.signalReceived(draft, pid, a, b),
  exited: (draft, pid, _peer, a, _b, seq) => process.exited(draft, seq, pid, a),
  down_sent(draft, pid, peer, _a, _b, seq) {
    process.drop(draft, peer, 'monitors', pid);
    message.mailed(draft, seq, peer);
  },
  timer_started: machine.timerStarted,
  timer_fired(draft, pid, peer, a, _b, seq) {
    machine.timerEnded(draft, pid, a);
    if (peer !== 0) message.mailed(draft, seq, peer);
  },
  timer_cancelled: (draft, pid, _peer, a) => machine.timerEnded(draft, pid, a),
  wait_started: process.waiting,
  wait_ended: (draft, pid) => process.called(draft, pid, ''),
  work_started: (draft, pid, _peer, a) => process.working(draft, pid, a),
  dropped: (draft, _pid, peer, _a, b) => message.unreceived(draft, peer, b),
  supervisor_started: (draft, pid, _peer, _a, _b, seq) =>
    supervisor.supervisorStarted(draft, pid, draft.buffer.fact(seq) as SupervisorFacts),
  child_added: (draft, pid, _peer, _a, _b, seq) =>
    supervisor.childAdded(draft, pid, draft.buffer.fact(seq) as ChildFacts),
  child_removed: (draft, pid, _peer, a) => supervisor.childRemoved(draft, pid, draft.string(a)),
  child_started: (draft, pid, peer, a, b) =>
    supervisor.childStarted(draft, pid, peer, draft.string(a), b === 1),
  child_start_failed: (draft, pid, _peer, a, b) =>
    supervisor.childStartFailed(draft, pid, draft.string(a), b === 1),
  decided: (draft, pid, peer, _a, _b, seq) =>
    supervisor.decided(draft, pid, peer, seq, draft.buffer.fact(seq) as DecisionFacts),
  child_stopping: unseen,
  child_stopped: (draft, pid, peer, a) =>
    supervisor.childStopped(draft, pid, peer, draft.string(a)),
  reported: unseen,
  handler_added: (draft, pid, _peer, a, b) => process.handlerAdded(draft, pid, draft.string(a), b),
  handler_removed: (draft, pid, _peer, a, b) =>
    process.handlerRemoved(draft, pid, draft.string(a), b),
  command_applied(draft, _pid, _peer, _a, _b, seq) {
    const command = draft.buffer.fact(seq) as { readonly type?: unknown } | undefined;
    // That one sends nothing.
    if (command?.type !== 'crash_next') draft.appear();
  },
  command_answered: unseen,
  suspended: (draft, pid) => process.suspended(draft, pid, true),
  resumed: (draft, pid) => process.suspended(draft, pid, false),
  entered_loop: (draft, pid, _peer, a, b) =>
    process.enteredLoop(draft, pid, draft.string(a), draft.string(b)),
  transitioned: (draft, pid, _peer, a, b, seq) =>
    machine.transitioned(draft, seq, pid, draft.string(a), b),
  postponed: (draft, pid, _peer, a, _b, seq) => machine.postponed(draft, seq, pid, a),
};

const FOLDS: readonly Fold[] = EVENT_TYPES.map((type) => FOLD[type]);
