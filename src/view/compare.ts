import type { SimTime } from '../base/sim-time.ts';
import { type DecisionFacts, EVENT } from '../runtime/trace-event.ts';
import { beatAt } from './beat-kind.ts';
import type { TraceBuffer } from './trace-buffer.ts';

/** As far as a run is to be compared. */
export interface Stretch {
  readonly buffer: TraceBuffer;
  /** Number of events. */
  readonly end: number;
  /** Nothing will happen after them. */
  readonly isWhole: boolean;
}

/** Where two runs part: what each tells there, by `seq`; null for a run in which nothing more happens. */
export interface Difference {
  /** By then both have told it. */
  readonly at: SimTime;
  readonly left: number | null;
  readonly right: number | null;
}

/**
 * The first event that is not the same in both runs: another moment is enough. Flags are what one
 * chose, not what happened, so only what follows from them counts. A payload counts as far as its text
 * is known on both sides.
 */
export function firstDifference(left: Stretch, right: Stretch): Difference | null {
  const end = Math.max(left.end, right.end);
  for (let seq = Math.max(left.buffer.first, right.buffer.first); seq < end; seq++) {
    const [one, other] = [left.end > seq, right.end > seq];
    if (one && other && isSameEvent(left.buffer, right.buffer, seq)) continue;
    return told(left, right, one ? seq : null, other ? seq : null);
  }
  return null;
}

/**
 * The first difference in the story: what people do, crashes and what comes of them, messages lost and
 * calls that fail, whoever's turn it was in between and whenever it was. In another order it is another
 * story.
 */
export function firstTurn(left: Stretch, right: Stretch): Difference | null {
  let one = nextOfStory(left, left.buffer.first);
  let other = nextOfStory(right, right.buffer.first);
  while (one !== null && other !== null) {
    if (storyKey(left.buffer, one) !== storyKey(right.buffer, other))
      return told(left, right, one, other);
    one = nextOfStory(left, one + 1);
    other = nextOfStory(right, other + 1);
  }
  return told(left, right, one, other);
}

/** A run that is only known so far may still tell what the other one has told. */
function told(
  left: Stretch,
  right: Stretch,
  one: number | null,
  other: number | null,
): Difference | null {
  if (one === null && other === null) return null;
  if ((one === null && !left.isWhole) || (other === null && !right.isWhole)) return null;
  const at = (stretch: Stretch, seq: number | null) => (seq === null ? 0 : atOf(stretch, seq));
  return { at: Math.max(at(left, one), at(right, other)), left: one, right: other };
}

const atOf = ({ buffer }: Stretch, seq: number): SimTime => buffer.ats[buffer.place(seq)] as number;

function isSameEvent(left: TraceBuffer, right: TraceBuffer, seq: number): boolean {
  const [one, other] = [left.place(seq), right.place(seq)];
  const type = left.types[one] as number;
  if (
    type !== right.types[other] ||
    left.ats[one] !== right.ats[other] ||
    left.pids[one] !== right.pids[other] ||
    left.peers[one] !== right.peers[other]
  )
    return false;
  const words = WORDS[type] as number;
  const same = (isWord: boolean, a: number, b: number) =>
    isWord ? left.string(a) === right.string(b) : a === b;
  return (
    same((words & 1) !== 0, left.as[one] as number, right.as[other] as number) &&
    same((words & 2) !== 0, left.bs[one] as number, right.bs[other] as number) &&
    isSamePayload(left, right, seq, type)
  );
}

function isSamePayload(left: TraceBuffer, right: TraceBuffer, seq: number, type: number): boolean {
  if (type === EVENT.supervisor_started) return true;
  const [one, other] = [left.fact(seq), right.fact(seq)];
  if (type === EVENT.decided)
    return affected(one as DecisionFacts) === affected(other as DecisionFacts);
  if (one !== undefined && other !== undefined)
    return JSON.stringify(one) === JSON.stringify(other);
  const [text, otherText] = [left.text(seq), right.text(seq)];
  return text === undefined || otherText === undefined || text === otherText;
}

/** Whom a decision stops and starts, in order. */
const affected = ({ stop, start }: DecisionFacts): string => JSON.stringify([stop, start]);

function nextOfStory({ buffer, end }: Stretch, from: number): number | null {
  for (let seq = from; seq < end; seq++) if (isOfStory(buffer, seq)) return seq;
  return null;
}

function isOfStory(buffer: TraceBuffer, seq: number): boolean {
  const place = buffer.place(seq);
  switch (buffer.types[place]) {
    case EVENT.command_applied:
    case EVENT.dropped:
      return true;
    case EVENT.wait_ended:
      // Who waits for nobody in particular is not let down by anybody.
      return buffer.peers[place] !== 0;
    default:
      return beatAt(buffer, seq) !== null;
  }
}

/** What happens to whom, by their cards: a pid is only a number. */
function storyKey(buffer: TraceBuffer, seq: number): string {
  const place = buffer.place(seq);
  const type = buffer.types[place] as number;
  const a = buffer.as[place] as number;
  const b = buffer.bs[place] as number;
  const who = [buffer.pids[place] as number, buffer.peers[place] as number].map((pid) =>
    pid === 0 ? '' : buffer.names.path(pid),
  );
  const word = (WORDS[type] as number) & 1 ? buffer.string(a) : a;
  switch (type) {
    case EVENT.command_applied: {
      const {
        at: _at,
        step: _step,
        ...action
      } = buffer.fact(seq) as { at?: number; step?: number };
      return JSON.stringify([type, action]);
    }
    case EVENT.decided:
      return JSON.stringify([type, ...who, word, b, affected(buffer.fact(seq) as DecisionFacts)]);
    // Which message it was, by its number, is no part of the story.
    case EVENT.dropped:
      return JSON.stringify([type, ...who, word]);
    default:
      return JSON.stringify([type, ...who, word, b]);
  }
}

/** Which of the columns `a` (1) and `b` (2) hold words, not numbers. */
const WORDS = new Uint8Array(256);
for (const type of [
  EVENT.registered,
  EVENT.unregistered,
  EVENT.received,
  EVENT.crashed,
  EVENT.child_added,
  EVENT.child_removed,
  EVENT.child_started,
  EVENT.child_start_failed,
  EVENT.decided,
  EVENT.child_stopping,
  EVENT.child_stopped,
  EVENT.reported,
  EVENT.handler_added,
  EVENT.handler_removed,
  EVENT.transitioned,
])
  WORDS[type] = 1;
for (const type of [EVENT.spawned, EVENT.called, EVENT.entered_loop]) WORDS[type] = 3;

/** How many events there are up to and including a moment. */
export function eventsUpTo(buffer: TraceBuffer, at: SimTime): number {
  let low = buffer.first;
  let high = buffer.end;
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if ((buffer.ats[buffer.place(middle)] as number) <= at) low = middle + 1;
    else high = middle;
  }
  return low;
}
