import { MICROSECONDS_PER_MS } from '../base/sim-time.ts';
import type { PostponedFacts, TimeoutFacts, TransitionFacts } from '../engine/protocol.ts';
import { EVENT } from '../runtime/trace-event.ts';
import { CAUSES_MAX, STATES_MAX, TRANSITIONS_MAX } from './machine-past.ts';
import type { TraceBuffer } from './trace-buffer.ts';
import type { MachineView, ProcessKey, TransitionView } from './view.ts';
import type { ViewDraft } from './view-draft.ts';

const POSTPONED_MAX = 1_000;

/** Its state changed, is repeated, or is the first one. */
export function transitioned(
  draft: ViewDraft,
  seq: number,
  pid: ProcessKey,
  type: string,
  cause: number,
): void {
  const facts = draft.buffer.fact(seq) as TransitionFacts | undefined;
  const process = draft.process(pid);
  if (facts === undefined || process === undefined) return;
  const { from, to } = facts;
  const tag = signalTag(draft.buffer, cause) ?? facts.tag;
  const before = process.machine;
  if (before === null || from === null) {
    process.machine = { ...NEW, state: to, states: [to], timeouts: before?.timeouts ?? [] };
    return;
  }
  process.machine = {
    ...before,
    state: to,
    states: withState(withState(before.states, from), to),
    transitions: withTransition(before.transitions, from, to, { type, tag }),
    last: { from, to, at: draft.at },
    // They are retried; who is put aside again is told again.
    postponed: from === to || type === 'system' ? before.postponed : NEW.postponed,
  };
}

/** What comes as the message of a signal is called by the signal: its payload is a reason only. */
export function signalTag(buffer: TraceBuffer, seq: number): 'DOWN' | 'EXIT' | null {
  if (!buffer.has(seq)) return null;
  const type = buffer.types[buffer.place(seq)];
  if (type === EVENT.down_sent) return 'DOWN';
  return type === EVENT.exit_signal_sent ? 'EXIT' : null;
}

/** `count`: how many are put aside by now. */
export function postponed(draft: ViewDraft, seq: number, pid: ProcessKey, count: number): void {
  const facts = draft.buffer.fact(seq) as PostponedFacts | undefined;
  const process = draft.process(pid);
  if (facts === undefined || process === undefined || process.machine === null) return;
  if (count > POSTPONED_MAX) return;
  const { type, content } = facts;
  const others = process.machine.postponed.slice(0, Math.max(0, count - 1));
  process.machine = { ...process.machine, postponed: [...others, { type, content }] };
}

export function timerStarted(
  draft: ViewDraft,
  pid: ProcessKey,
  _peer: ProcessKey,
  ref: number,
  ms: number,
  seq: number,
): void {
  const facts = draft.buffer.fact(seq) as TimeoutFacts | undefined;
  const machine = facts === undefined ? null : (draft.read(pid)?.machine ?? null);
  const process = machine === null ? undefined : draft.process(pid);
  if (facts === undefined || machine === null || process === undefined) return;
  const { kind, name } = facts;
  const due = draft.at + ms * MICROSECONDS_PER_MS;
  process.machine = { ...machine, timeouts: [...machine.timeouts, { ref, kind, name, due }] };
}

/** It has fired, or was cancelled. */
export function timerEnded(draft: ViewDraft, pid: ProcessKey, ref: number): void {
  const machine = draft.read(pid)?.machine;
  if (machine === undefined || machine === null) return;
  const timeouts = machine.timeouts.filter((timeout) => timeout.ref !== ref);
  if (timeouts.length === machine.timeouts.length) return;
  const process = draft.process(pid);
  if (process !== undefined) process.machine = { ...machine, timeouts };
}

/** Of a dead one: where it was and how it came there stays, to be read. */
export const atRest = (machine: MachineView): MachineView => ({
  ...machine,
  postponed: NEW.postponed,
  timeouts: NEW.timeouts,
});

function withState(states: readonly string[], state: string): readonly string[] {
  return states.includes(state) || states.length >= STATES_MAX ? states : [...states, state];
}

type Cause = Omit<TransitionView['causes'][number], 'count'>;

function withTransition(
  transitions: readonly TransitionView[],
  from: string,
  to: string,
  cause: Cause,
): readonly TransitionView[] {
  const place = transitions.findIndex((one) => one.from === from && one.to === to);
  const known = transitions[place];
  if (known === undefined) {
    if (transitions.length >= TRANSITIONS_MAX) return transitions;
    return [...transitions, { from, to, count: 1, causes: [{ ...cause, count: 1 }] }];
  }
  const { causes, count } = known;
  return transitions.with(place, {
    ...known,
    count: count + 1,
    causes: withCause(causes, cause),
  });
}

function withCause(causes: TransitionView['causes'], cause: Cause): TransitionView['causes'] {
  const place = causes.findIndex(({ type, tag }) => type === cause.type && tag === cause.tag);
  const known = causes[place];
  if (known !== undefined) return causes.with(place, { ...known, count: known.count + 1 });
  return causes.length >= CAUSES_MAX ? causes : [...causes, { ...cause, count: 1 }];
}

const NEW: MachineView = Object.freeze({
  state: '',
  states: Object.freeze([]),
  transitions: Object.freeze([]),
  last: null,
  postponed: Object.freeze([]),
  timeouts: Object.freeze([]),
});
