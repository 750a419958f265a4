import type { Batch, PostponedFacts, TransitionFacts } from '../engine/protocol.ts';
import {
  type ChildFacts,
  DECISIONS,
  type DecisionFacts,
  EVENT,
  type EventType,
  MESSAGE,
  type MessageKind,
  type SupervisorFacts,
  WAIT,
  type WaitKind,
} from '../runtime/trace-event.ts';

type Mutable<T> = { -readonly [Key in keyof T]: T[Key] };

/**
 * Writes a trace by hand, as the engine would tell it, for tests and for working on the page without
 * an engine. Every method writes the events of one thing that happens and gives the `seq` of the first.
 */
export class TraceWriter {
  at = 0;
  /** `seq` of the newest exit signal that a dying process sent. */
  lastSignal = 0;
  private step = 0;
  private seq = 0;
  private first = 0;
  private readonly rows: number[][] = [];
  private readonly strings = [''];
  private stringsSent = 0;
  private facts = new Map<number, unknown>();
  private texts = new Map<number, string>();
  private states = new Map<number, string>();

  /** How many events there are so far. */
  get length(): number {
    return this.seq;
  }

  /** Virtual time passes, in microseconds; a step begins. */
  after(us: number): this {
    this.at += us;
    this.step++;
    return this;
  }

  event(
    type: EventType,
    pid: number,
    peer = 0,
    a: number | string = 0,
    b: number | string = 0,
    text?: string,
  ): number {
    this.rows.push([this.at, EVENT[type], pid, peer, this.column(a), this.column(b)]);
    if (text !== undefined) this.texts.set(this.seq, text);
    return this.seq++;
  }

  fact(
    type: EventType,
    pid: number,
    peer: number,
    a: number | string,
    b: number,
    fact: unknown,
  ): number {
    this.facts.set(this.seq, fact);
    return this.event(type, pid, peer, a, b);
  }

  /** A process is spawned, and linked to its parent. */
  spawn(pid: number, parent: number, behaviour: string, module: string, name?: string): number {
    const seq = this.event('spawned', pid, parent, behaviour, module);
    if (parent !== 0) this.event('linked', pid, parent);
    if (name !== undefined) this.event('registered', pid, 0, name);
    return seq;
  }

  supervisor(
    pid: number,
    flags: Partial<SupervisorFacts>,
    children: readonly Partial<ChildFacts>[],
    how: 'started' | 'code_change' = 'started',
  ): number {
    const facts: SupervisorFacts = {
      strategy: 'one_for_one',
      intensity: 1,
      period: 5,
      autoShutdown: 'never',
      ...flags,
      children: children.map(childFacts),
    };
    return this.fact('supervisor_started', pid, 0, how === 'started' ? 0 : 1, 0, facts);
  }

  /** A child runs its init, acknowledges and is counted in. */
  child(
    supervisor: number,
    pid: number,
    id: string,
    options: {
      module?: string;
      name?: string;
      behaviour?: string;
      state?: string;
      again?: boolean;
    } = {},
  ): void {
    this.spawn(
      pid,
      supervisor,
      options.behaviour ?? 'gen_server',
      options.module ?? id,
      options.name,
    );
    this.after(20).event('called', pid, 0, 'init', 0, '[arg1]');
    this.state(pid, options.state ?? '#{}');
    this.started(supervisor, pid, id, options.again ?? false);
  }

  started(supervisor: number, pid: number, id: string, again: boolean): void {
    const ack = this.event('sent', pid, supervisor, MESSAGE.ack, 0, `{ok,<0.${pid}.0>}`);
    this.after(20).event('received', supervisor, pid, '', ack, `{ok,<0.${pid}.0>}`);
    this.event('child_started', supervisor, pid, id, again ? 1 : 0);
  }

  state(pid: number, text: string): number {
    this.states.set(pid, text);
    return this.event('state_changed', pid, 0, 0, 0, text);
  }

  send(from: number, to: number, kind: MessageKind, text: string, ref = 0): number {
    return this.event('sent', from, to, MESSAGE[kind], ref, text);
  }

  receive(pid: number, from: number, sent: number, callback: string, text: string): number {
    return this.event('received', pid, from, callback, sent, text);
  }

  /** A state machine changes its state, because of an event of this type. */
  transition(pid: number, type: string, facts: TransitionFacts, sent = -1): number {
    return this.fact('transitioned', pid, 0, type, sent, facts);
  }

  /** It puts an event aside, and has put so many aside by now. */
  postpone(pid: number, count: number, facts: PostponedFacts): number {
    return this.fact('postponed', pid, 0, count, -1, facts);
  }

  wait(pid: number, on: number, kind: WaitKind): number {
    return this.event('wait_started', pid, on, WAIT[kind]);
  }

  /** A callback raises; the process dies, and the exit signal is under way to its supervisor. Gives the signal's `seq`. */
  crash(pid: number, supervisor: number, callback: string, reason: string, name?: string): number {
    this.event('crashed', pid, 0, callback, 0, reason);
    return this.exit(pid, supervisor, 1, reason, name);
  }

  exit(pid: number, supervisor: number, how: 0 | 1 | 2, reason: string, name?: string): number {
    if (name !== undefined) this.event('unregistered', pid, 0, name);
    this.event('exited', pid, 0, how, 0, reason);
    this.lastSignal = this.event('exit_signal_sent', pid, supervisor, 0, 0, reason);
    return this.lastSignal;
  }

  decide(supervisor: number, child: number, facts: DecisionFacts): number {
    return this.fact(
      'decided',
      supervisor,
      child,
      facts.child,
      DECISIONS.indexOf(facts.decision),
      facts,
    );
  }

  /** What was written since the batch before. */
  batch(): Batch {
    const { rows, first } = this;
    const batch: Mutable<Batch> = {
      at: this.at,
      step: this.step,
      first,
      count: rows.length,
      ats: Float64Array.from(rows, (row) => row[0] as number),
      types: Uint8Array.from(rows, (row) => row[1] as number),
      pids: Int32Array.from(rows, (row) => row[2] as number),
      peers: Int32Array.from(rows, (row) => row[3] as number),
      as: Int32Array.from(rows, (row) => row[4] as number),
      bs: Int32Array.from(rows, (row) => row[5] as number),
      firstString: this.stringsSent,
      strings: this.strings.slice(this.stringsSent),
      facts: this.facts,
      texts: this.texts,
      states: this.states,
      hash: '00000000',
      next: null,
    };
    this.rows.length = 0;
    this.first = this.seq;
    this.stringsSent = this.strings.length;
    this.facts = new Map();
    this.texts = new Map();
    this.states = new Map();
    return batch;
  }

  private column(value: number | string): number {
    if (typeof value === 'number') return value;
    const known = this.strings.indexOf(value);
    return known >= 0 ? known : this.strings.push(value) - 1;
  }
}

export function childFacts(facts: Partial<ChildFacts>): ChildFacts {
  const id = facts.id ?? 'child';
  return {
    id,
    restart: 'permanent',
    shutdown: 500,
    type: 'worker',
    significant: false,
    start: `${id}:start_link`,
    ...facts,
  };
}
