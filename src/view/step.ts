import type { SimTime } from '../base/sim-time.ts';
import { EVENT } from '../runtime/trace-event.ts';
import { textAt } from './log-line.ts';
import type { TraceBuffer } from './trace-buffer.ts';
import type { ProcessKey } from './view.ts';

/** One step of a process as `Input -> State -> (State, [Output])`, in words. */
export interface StepTold {
  readonly pid: ProcessKey;
  readonly at: SimTime;
  /** `seq` of its first event, and of the one after its last. */
  readonly first: number;
  readonly end: number;
  /** What it got: a message, an exit signal, the end of a wait, the call of a callback. */
  readonly input: StepPart | null;
  /** What it gave: messages, signals, timers, new processes; in order. */
  readonly outputs: readonly StepPart[];
  /** Its `state_changed`, if it left another state than it found. */
  readonly state: StepPart | null;
  /** Where a callback raised. */
  readonly crash: StepPart | null;
  /** How it ended, when it is not simply over: the process waits, is busy, or has ended itself. */
  readonly after: StepPart | null;
}

export interface StepPart {
  readonly seq: number;
  readonly text: string;
}

/**
 * The step an event happened in; null for one that belongs to none: a command, a timer that runs out.
 *
 * A process has its turn at most once in a microsecond, and nobody else has one meanwhile: its step is all that it
 * did at one moment, and what stands in between.
 */
export function stepOf(buffer: TraceBuffer, seq: number): StepTold | null {
  const pid = actorAt(buffer, seq);
  if (pid === 0) return null;
  const at = buffer.ats[buffer.place(seq)] as SimTime;
  const isOf = (each: number) => buffer.has(each) && buffer.ats[buffer.place(each)] === at;
  let first = seq;
  for (let each = seq; isOf(each); each--) if (actorAt(buffer, each) === pid) first = each;
  let last = seq;
  for (let each = seq; isOf(each); each++) if (actorAt(buffer, each) === pid) last = each;
  return tell(buffer, pid, at, first, last + 1);
}

/** Whose step it is part of; 0 for nobody's. What is told of another may be this one's doing. */
function actorAt(buffer: TraceBuffer, seq: number): ProcessKey {
  if (!buffer.has(seq)) return 0;
  const place = buffer.place(seq);
  const pid = buffer.pids[place] as ProcessKey;
  const peer = buffer.peers[place] as ProcessKey;
  switch (buffer.types[place]) {
    case EVENT.spawned:
      return peer;
    case EVENT.timer_fired:
    case EVENT.command_applied:
      return 0;
    case EVENT.registered: {
      // A name that is given with the birth is given by who spawns.
      const born = buffer.names.spawnSeq(pid);
      const isBorn = buffer.has(born) && buffer.ats[buffer.place(born)] === buffer.ats[place];
      return isBorn ? (buffer.peers[buffer.place(born)] as ProcessKey) : pid;
    }
    case EVENT.dropped:
      return buffer.as[place] === WITH_MAILBOX ? peer : pid;
    default:
      return pid;
  }
}
const WITH_MAILBOX = 2;

function tell(
  buffer: TraceBuffer,
  pid: ProcessKey,
  at: SimTime,
  first: number,
  end: number,
): StepTold {
  let input: StepPart | null = null;
  let state: StepPart | null = null;
  let crash: StepPart | null = null;
  let after: StepPart | null = null;
  let isSignal = false;
  const outputs: StepPart[] = [];
  for (let seq = first; seq < end; seq++) {
    const part = { seq, text: textAt(buffer, seq) };
    switch (PARTS[buffer.types[buffer.place(seq)] as number]) {
      case INPUT:
        // A signal that is looked at first is no input, unless nothing else comes: then it was the end.
        if (input === null || isSignal) input = part;
        else outputs.push(part);
        isSignal = buffer.types[buffer.place(seq)] === EVENT.exit_signal_received;
        break;
      case STATE:
        state = part;
        break;
      case CRASH:
        crash ??= part;
        break;
      case AFTER:
        after = part;
        break;
      default:
        outputs.push(part);
    }
  }
  return { pid, at, first, end, input, outputs, state, crash, after };
}

const INPUT = 1;
const STATE = 2;
const CRASH = 3;
const AFTER = 4;
const PARTS = new Uint8Array(256);
for (const type of [EVENT.received, EVENT.called, EVENT.wait_ended, EVENT.exit_signal_received]) {
  PARTS[type] = INPUT;
}
PARTS[EVENT.state_changed] = STATE;
PARTS[EVENT.crashed] = CRASH;
for (const type of [EVENT.exited, EVENT.wait_started, EVENT.work_started]) PARTS[type] = AFTER;
