import type { Batch, Moment, PauseReason, SeekTarget } from '../engine/protocol.ts';
import type { DecisionFacts, EventType } from '../runtime/trace-event.ts';
import type { Action, Command } from '../scenario/scenario.ts';
import { TraceWriter } from './trace-writer.ts';

/** Pids of the fake system: a supervisor over one server, and who asks it. */
export const FAKE = Object.freeze({ init: 1, supervisor: 80, server: 81, client: 82 });

interface Step {
  readonly at: number;
  readonly order: number;
  run(): void;
}

/**
 * A system that is none: it tells the trace of `top` over `server` (registered as `kv`) and of a client
 * that casts to it every 100 ms, and crashes it when commands say so. A pure function of seed and
 * commands, as a run must be, with a hash over all events; enough for the store to be tested without
 * the runtime. A server is restarted with a new pid, in four steps that tell beats. Ends after `ticks`.
 */
export class FakeWorld {
  private readonly trace = new TraceWriter();
  private readonly queue: Step[] = [];
  private readonly commands: Command[];
  private readonly ticks: number;
  private now = 0;
  private steps = 0;
  private order = 0;
  private hash = 0x811c9dc5;
  private commandNumber = 0;
  private server: number = FAKE.server;
  private newest = 89;
  private crashes = 0;
  private crashNext = false;
  /** What the newest step told. */
  private told = { beat: false, crash: false };

  constructor(seed: number, commands: readonly Command[], ticks = 50) {
    this.commands = [...commands];
    this.ticks = ticks;
    this.mix(seed);
    this.in(0, () => this.boot());
  }

  get next(): number | null {
    const moments = [this.queue[0]?.at, this.commands[0]?.at].filter((at) => at !== undefined);
    return moments.length === 0 ? null : Math.min(...moments);
  }

  /** As far as a moment of a run. */
  replay(until: Moment): void {
    for (;;) {
      this.applyDue(until);
      const next = this.queue[0];
      if (next === undefined || next.at > until.at || this.steps >= until.step) break;
      this.step(next);
    }
    this.now = Math.max(this.now, until.at);
  }

  advance(until: number, steps: number, stopAt: 'none' | 'beat' | 'crash'): PauseReason {
    for (let count = 0; ; count++) {
      this.applyDue({ at: Math.min(until, this.queue[0]?.at ?? until), step: this.steps });
      const next = this.queue[0];
      if (next === undefined && this.commands.length === 0) return 'idle';
      if (next === undefined || next.at > until) {
        this.now = Math.max(this.now, until);
        return 'reached';
      }
      if (count === steps) return 'reached';
      this.step(next);
      if (stopAt !== 'none' && this.told[stopAt]) return 'stopped';
    }
  }

  act(action: Action): Command {
    const command: Command = { at: this.now, step: this.steps, ...action };
    this.apply(command);
    return command;
  }

  seek(target: SeekTarget): void {
    switch (target.type) {
      case 'moment':
        this.replay(target);
        return;
      case 'time':
        this.advance(target.at, Number.POSITIVE_INFINITY, 'none');
        return;
      case 'step':
        this.advance(Number.POSITIVE_INFINITY, target.step, 'none');
        return;
      case 'event':
        while (this.trace.length <= target.seq && this.next !== null)
          this.advance(Number.POSITIVE_INFINITY, 1, 'none');
    }
  }

  /** What happened since the last one, without the events before `have`. */
  batch(have = 0): Batch {
    const batch = this.trace.batch();
    for (let index = 0; index < batch.count; index++) {
      for (const column of [batch.ats, batch.types, batch.pids, batch.peers]) {
        this.mix(column[index] as number);
      }
    }
    return {
      ...withoutFirst(batch, Math.min(Math.max(0, have - batch.first), batch.count)),
      at: this.now,
      step: this.steps,
      hash: (this.hash >>> 0).toString(16).padStart(8, '0'),
      next: this.next,
    };
  }

  private step(step: Step): void {
    this.queue.shift();
    this.now = Math.max(this.now, step.at);
    this.steps += 1;
    this.trace.at = this.now;
    this.told = { beat: false, crash: false };
    step.run();
  }

  private in(us: number, run: () => void): void {
    this.queue.push({ at: this.now + us, order: this.order++, run });
    this.queue.sort((left, right) => left.at - right.at || left.order - right.order);
  }

  /** Commands stand before the step with their number. */
  private applyDue(until: Moment): void {
    for (let command = this.commands[0]; command !== undefined; command = this.commands[0]) {
      const { at, step = 0 } = command;
      if (at > until.at || step > this.steps) return;
      if ((this.queue[0]?.at ?? at) < at) return;
      this.commands.shift();
      this.now = Math.max(this.now, at);
      this.apply(command);
    }
  }

  private apply(command: Command): void {
    this.trace.at = this.now;
    const number = this.commandNumber++;
    this.trace.fact('command_applied', 0, 0, number, 0, command);
    const answer = (result: unknown) =>
      this.trace.fact('command_answered', 0, 0, number, 0, result);
    switch (command.type) {
      case 'exit':
        this.tell('exit_signal_sent', 0, this.server, 1, 'killed');
        this.in(10_000, () => this.die('killed', false));
        answer({ type: 'ok' });
        return;
      case 'crash_next':
        this.crashNext = true;
        answer({ type: 'ok' });
        return;
      case 'call':
        this.in(20_000, () => answer({ type: 'reply', reply: command.request }));
        return;
      default:
        answer({ type: 'ok' });
    }
  }

  private boot(): void {
    this.trace.spawn(FAKE.init, 0, 'process', 'init', 'init');
    this.trace.spawn(FAKE.supervisor, FAKE.init, 'supervisor', 'top', 'top');
    this.trace.supervisor(FAKE.supervisor, { intensity: 5, period: 1_000 }, [{ id: 'server' }]);
    this.trace.child(FAKE.supervisor, FAKE.server, 'server', { module: 'kv', name: 'kv' });
    this.trace.spawn(FAKE.client, FAKE.init, 'process', 'client', 'client');
    this.trace.at = this.now;
    this.in(100_000, () => this.tick(1));
  }

  private tick(number: number): void {
    const server = this.server;
    const sent = this.trace.send(FAKE.client, server, 'cast', `{tick,${number}}`);
    this.in(20_000, () => {
      if (server !== this.server) return;
      this.trace.receive(server, FAKE.client, sent, 'handleCast', `{tick,${number}}`);
      if (this.crashNext) this.die('badarith', true);
      else this.trace.state(server, `#{ticks => ${number}}`);
    });
    if (number < this.ticks) this.in(100_000, () => this.tick(number + 1));
  }

  private die(reason: string, raised: boolean): void {
    const dead = this.server;
    this.crashNext = false;
    this.server = 0;
    if (raised) this.trace.event('crashed', dead, 0, 'handleCast', 0, reason);
    this.told = { beat: true, crash: raised };
    this.trace.exit(dead, FAKE.supervisor, raised ? 1 : 2, reason, 'kv');
    this.in(10_000, () => this.decide(dead, reason));
  }

  private decide(dead: number, reason: string): void {
    this.tell('exit_signal_received', FAKE.supervisor, dead, 1, reason);
    const facts: DecisionFacts = {
      decision: 'restart',
      child: 'server',
      restart: 'permanent',
      strategy: 'one_for_one',
      reason,
      count: ++this.crashes,
      intensity: 5,
      period: 1_000,
      stop: [],
      start: ['server'],
    };
    this.trace.decide(FAKE.supervisor, dead, facts);
    this.told.beat = true;
    this.in(10_000, () => {
      this.server = ++this.newest;
      const options = { module: 'kv', name: 'kv', again: true };
      this.trace.child(FAKE.supervisor, this.server, 'server', options);
      this.trace.at = this.now;
      this.told.beat = true;
    });
  }

  private tell(type: EventType, pid: number, peer: number, a: number, reason: string): void {
    this.trace.event(type, pid, peer, a, 0, reason);
  }

  private mix(value: number): void {
    this.hash = Math.imul(this.hash ^ (value | 0), 0x01000193);
    this.hash = Math.imul(this.hash ^ Math.floor(value / 2 ** 32), 0x01000193);
  }
}

function withoutFirst(batch: Batch, known: number): Batch {
  const first = batch.first + known;
  const isNew = ([seq]: readonly [number, unknown]) => seq >= first;
  return {
    ...batch,
    first,
    count: batch.count - known,
    ats: batch.ats.slice(known),
    types: batch.types.slice(known),
    pids: batch.pids.slice(known),
    peers: batch.peers.slice(known),
    as: batch.as.slice(known),
    bs: batch.bs.slice(known),
    facts: new Map([...batch.facts].filter(isNew)),
    texts: new Map([...batch.texts].filter(isNew)),
  };
}
