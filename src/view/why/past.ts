import type { SimTime } from '../../base/sim-time.ts';
import { EVENT, KNOWN_STRING, MESSAGE, WAIT, type WaitKind } from '../../runtime/trace-event.ts';
import type { TraceBuffer } from '../trace-buffer.ts';
import type { ProcessKey } from '../view.ts';

/** Of an event that is not kept, or never was. */
export const NONE = -1;

/**
 * A trace, read backwards. Each search goes from an event towards older ones and stops at what it is after;
 * the searches of one chain of causes follow each other, so that all of them together read the trace about once.
 */
export class Past {
  readonly buffer: TraceBuffer;

  constructor(buffer: TraceBuffer) {
    this.buffer = buffer;
  }

  has(seq: number): boolean {
    return this.buffer.has(seq);
  }

  at(seq: number): SimTime {
    return this.buffer.ats[this.buffer.place(seq)] as SimTime;
  }

  /** Number of the event's type; -1 when it is not kept. */
  type(seq: number): number {
    return this.has(seq) ? (this.buffer.types[this.buffer.place(seq)] as number) : -1;
  }

  pid(seq: number): ProcessKey {
    return this.buffer.pids[this.buffer.place(seq)] as ProcessKey;
  }

  peer(seq: number): ProcessKey {
    return this.buffer.peers[this.buffer.place(seq)] as ProcessKey;
  }

  a(seq: number): number {
    return this.buffer.as[this.buffer.place(seq)] as number;
  }

  b(seq: number): number {
    return this.buffer.bs[this.buffer.place(seq)] as number;
  }

  /** Column `a`, where it is a string. */
  word(seq: number): string {
    return this.buffer.string(this.a(seq));
  }

  /** The newest event of `pid` before `seq`. */
  own(pid: ProcessKey, seq: number): number {
    const { buffer } = this;
    const { pids, first } = buffer;
    for (let at = Math.min(seq, buffer.end) - 1; at >= first; at--) {
      if (pids[buffer.place(at)] === pid) return at;
    }
    return NONE;
  }

  /** The newest event of `pid` before `seq` that fits; `until` says at which the search is over, fitting or not. */
  ownWhere(
    pid: ProcessKey,
    seq: number,
    fits: (seq: number) => boolean,
    until: (seq: number) => boolean = () => false,
  ): number {
    for (let at = this.own(pid, seq); at !== NONE; at = this.own(pid, at)) {
      if (fits(at)) return at;
      if (until(at)) return NONE;
    }
    return NONE;
  }

  /** The newest event before `seq`, and not before `since`, of this type that fits, whoever's it is. */
  back(seq: number, type: number, fits: (seq: number) => boolean, since = 0): number {
    const { buffer } = this;
    const { types } = buffer;
    const first = Math.max(buffer.first, since);
    for (let at = Math.min(seq, buffer.end) - 1; at >= first; at--) {
      if (types[buffer.place(at)] === type && fits(at)) return at;
    }
    return NONE;
  }

  /** It runs one function and is no behaviour: its calls of itself are no news. */
  isPlain(pid: ProcessKey): boolean {
    const born = this.buffer.names.spawnSeq(pid);
    return this.has(born) && this.a(born) === KNOWN_STRING.process;
  }

  supervises(pid: ProcessKey): boolean {
    return this.buffer.names.supervises(pid);
  }

  isTerminate(seq: number): boolean {
    return this.type(seq) === EVENT.called && this.a(seq) === KNOWN_STRING.terminate;
  }

  isInit(seq: number): boolean {
    return this.type(seq) === EVENT.called && this.a(seq) === KNOWN_STRING.init;
  }

  /** A `received` that is the answer to what the process itself asked: of a call, or of a start. */
  isAnswer(seq: number): boolean {
    const sent = this.b(seq);
    if (this.type(sent) !== EVENT.sent) return false;
    const kind = this.a(sent);
    return kind === MESSAGE.reply || kind === MESSAGE.ack;
  }

  /** The `wait_started` that a `wait_ended` ends. */
  waitOf(ended: number): number {
    return this.ownWhere(this.pid(ended), ended, (seq) => this.type(seq) === EVENT.wait_started);
  }

  isWaitFor(started: number, kind: WaitKind): boolean {
    return this.type(started) === EVENT.wait_started && this.a(started) === WAIT[kind];
  }
}

/** `exited`, column a. */
export const RAISED = 1;
export const BY_SIGNAL = 2;
/** `exit_signal_received`, column a. */
export const FATAL = 2;
/** `exit_signal_sent`, column a. */
export const BY_LINK = 0;
/** `wait_ended`, column a. */
export const TIMED_OUT = 0;
export const DIED = 1;
export const WOKE = 2;
/** `dropped`, column a: places in `DROP_REASONS`. */
export const NOPROC = 0;
export const STALE = 1;
