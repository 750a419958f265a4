import { Pid, type Term } from '../../runtime/term.ts';
import { MESSAGE, type TraceEvent } from '../../runtime/trace-event.ts';
import { type TestWorld, testWorld } from '../run-modules.ts';
import { CLIENT, MODULES, PARENT } from './modules.ts';
import type { TracedCommand, TracedScenario } from './parse-scenarios.ts';
import { normalise } from './terms.ts';
import { type Lanes, replyOf, TraceTranslator } from './to-trace.ts';

/** What one scenario did, in the documented format. */
export interface OtpTrace {
  readonly id: string;
  readonly start: unknown;
  readonly steps: readonly OtpStep[];
}
export interface OtpStep extends Lanes {
  readonly i: number;
  readonly reply?: unknown;
}

/** More steps than any scenario takes: it doesn't come to rest. */
const STEPS_MAX = 2_000_000;

/** Runs a scenario on our runtime. @throws when it does not come to rest. */
export function runScenario(
  scenario: TracedScenario,
  seed = scenario.seed,
  watch: Watch | null = null,
): OtpTrace {
  return new ScenarioRun(scenario, seed, watch).trace();
}

/** Who looks at the run meanwhile, such as a test that forks its world. */
export interface Watch {
  stepped(world: TestWorld): void;
  rested(world: TestWorld): void;
}

class ScenarioRun {
  private readonly world: TestWorld;
  private readonly watch: Watch | null;
  private readonly scenario: TracedScenario;
  private readonly translator: TraceTranslator;
  private readonly parent: Pid;
  private read = 0;

  constructor(scenario: TracedScenario, seed: number, watch: Watch | null) {
    this.scenario = scenario;
    this.watch = watch;
    this.world = testWorld(MODULES, seed);
    this.translator = new TraceTranslator((index) => this.world.string(index));
    this.parent = this.world.spawn(PARENT, 'run', [scenario.tree as unknown as Term]).pid;
  }

  trace(): OtpTrace {
    const events = this.rest();
    const start = this.startOf(events);
    const steps: OtpStep[] = [{ i: -1, ...this.lanes(events) }];
    if ('ok' in start)
      this.scenario.commands.forEach((command, i) => {
        steps.push({ i, ...this.carryOut(command) });
      });
    return { id: this.scenario.id, start, steps };
  }

  private carryOut(command: TracedCommand): Omit<OtpStep, 'i'> {
    if (command.op === 'sleep') {
      this.world.run(command.ms);
      return { reply: 'ok', ...this.lanes(this.unread()) };
    }
    const on = this.targetOf(command);
    if (on === null) return { reply: 'noproc', seq: [], par: [] };
    if (command.op === 'parent_exit') {
      const parent = this.world.node.find(this.parent);
      if (parent !== null)
        this.world.node.mail.send(null, parent, MESSAGE.info, 0, command as unknown as Term);
      return { reply: 'ok', ...this.lanes(this.rest()) };
    }
    const asked = this.withPid(command);
    if (asked === null) return { reply: 'noproc', seq: [], par: [] };
    const client = this.world.spawn(CLIENT, 'run', [asked, on]).pid;
    const events = this.rest();
    const lanes = this.lanes(events);
    return { reply: this.replyTo(command, on, client, events), ...lanes };
  }

  /** The living process that a command is for. */
  private targetOf(command: TracedCommand): Pid | null {
    const path =
      'target' in command ? command.target : 'sup' in command ? command.sup : this.scenario.tree.id;
    const pid = this.pid(this.translator.pidOf(path));
    return pid !== null && this.world.node.find(pid) !== null ? pid : null;
  }

  /** The command as its client gets it: an instance to be terminated goes by its pid. */
  private withPid(command: TracedCommand): Term | null {
    if (command.op !== 'terminate_child' || !('instance' in command))
      return command as unknown as Term;
    const instance = this.pid(this.translator.pidOf(`${command.sup}/${command.instance}`));
    return instance === null ? null : { ...command, instance };
  }

  private replyTo(
    command: TracedCommand,
    on: Pid,
    client: Pid,
    events: readonly TraceEvent[],
  ): unknown {
    const mine = events.filter(({ pid }) => pid === client.id);
    const reply = mine.find(({ type }) => type === 'received');
    if (reply !== undefined) return replyOf(command.op, reply.payload as Term, on, this.translator);
    const end = mine.find(({ type }) => type === 'exited')?.payload as Term;
    return end === 'normal' ? 'ok' : { exit: normalise(end) };
  }

  private startOf(events: readonly TraceEvent[]): Record<string, unknown> {
    const { id } = this.parent;
    const acks = events.filter(
      ({ type, peer, a }) => type === 'sent' && peer === id && a === MESSAGE.ack,
    );
    // The first is the counter of starts, the second the tree.
    const result = acks[1]?.payload as { type: string; reason?: Term } | undefined;
    if (result === undefined) {
      const end = events.find(({ type, pid }) => type === 'exited' && pid === id)?.payload;
      throw new Error(`the start of the root did not end: ${JSON.stringify(end)}`);
    }
    return result.type === 'ok' ? { ok: 'pid' } : { error: normalise(result.reason as Term) };
  }

  /** Lets everything come to rest; gives what happened. */
  private rest(): readonly TraceEvent[] {
    const { world, watch } = this;
    const stride = watch === null ? STEPS_MAX : 1;
    for (let steps = 0; world.world.advance(Number.POSITIVE_INFINITY, stride) !== 'idle'; ) {
      steps += stride;
      if (steps >= STEPS_MAX) throw new Error(`does not come to rest within ${STEPS_MAX} steps`);
      watch?.stepped(world);
    }
    watch?.rested(world);
    return this.unread();
  }

  private unread(): readonly TraceEvent[] {
    this.world.node.trace.flush();
    const events = this.world.events.slice(this.read);
    this.read = this.world.events.length;
    return events;
  }

  private lanes(events: readonly TraceEvent[]): Lanes {
    return this.translator.step(events);
  }

  /** A pid by its number; the dead have no slot. */
  private pid(number: number | undefined): Pid | null {
    if (number === undefined) return null;
    const { processes, name } = this.world.node;
    const alive = processes.find((process) => process?.pid.id === number);
    return alive?.pid ?? new Pid(name, number, -1);
  }
}
