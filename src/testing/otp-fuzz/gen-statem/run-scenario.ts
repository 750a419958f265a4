import type { StartResult } from '../../../otp/gen/gen.ts';
import { sys } from '../../../otp/gen/sys.ts';
import { genStatem } from '../../../otp/gen-statem/api.ts';
import type { Steps } from '../../../runtime/activation.ts';
import { ErlangError, Exit } from '../../../runtime/exit-reason.ts';
import type { Self } from '../../../runtime/self.ts';
import type { Pid, Term } from '../../../runtime/term.ts';
import { MESSAGE, type TraceEvent } from '../../../runtime/trace-event.ts';
import { type TestWorld, testWorld } from '../../run-modules.ts';
import { normalTerm } from '../normal-term.ts';
import type { Variant } from '../variant.ts';
import { machineModule } from './machine.ts';
import type { Op, StatemScenario, StatemStep, StatemTrace, SystemFunction } from './scenario.ts';

/** A trace, and what happened as our trace tells it. */
export interface StatemRun {
  readonly trace: StatemTrace;
  readonly events: readonly TraceEvent[];
  /** When the commands came, and the end: microseconds. */
  readonly moments: readonly number[];
}

const PARENT = 'fuzz_parent';
const OTHER = 'fuzz_other';

/** Runs a scenario on our runtime. */
export function runScenario(scenario: StatemScenario, seed = 1, variant: Variant = {}): StatemRun {
  return new ScenarioRun(scenario, seed, variant).run();
}

class ScenarioRun {
  private readonly scenario: StatemScenario;
  private readonly world: TestWorld;
  private readonly parent: Pid;
  private machine: Pid | null = null;
  private start: unknown;
  private notes: unknown[] = [];
  private callers: Record<string, unknown> = {};
  private fuel: number;
  private read = 0;

  constructor(
    scenario: StatemScenario,
    seed: number,
    { like = (module) => module, watch }: Variant,
  ) {
    this.scenario = scenario;
    this.fuel = scenario.fuel;
    const outside = {
      note: (what: unknown) => this.notes.push(what),
      burn: () => --this.fuel >= 0,
      isChanged: false,
    };
    const started = (result: StartResult): void => {
      this.machine = result.type === 'ok' ? result.pid : null;
      this.start = startOf(result);
    };
    const modules = {
      fuzz_m1: like(machineModule('fuzz_m1', scenario, outside)),
      fuzz_m2: like(machineModule('fuzz_m2', scenario, outside)),
      [PARENT]: { run: (self: Self, link: Term) => runParent(self, link === true, started) },
      [OTHER]: {
        run: (self: Self, op: Term, machine: Term) =>
          runOther(self, op as unknown as Op, machine as Pid, this.callers),
      },
    };
    this.world = testWorld(modules, seed);
    watch?.(this.world);
    this.parent = this.world.spawn(PARENT, 'run', [scenario.link]).pid;
  }

  run(): StatemRun {
    const { commands, tail } = this.scenario;
    this.world.run(1);
    const waits = [
      ...(this.machine === null ? [] : commands),
      { after: tail, do: [] as readonly Op[] },
    ];
    const steps: StatemStep[] = [];
    const moments: number[] = [];
    let at = 0;
    for (const { after, do: ops } of waits) {
      at += after * 1_000;
      this.world.run((at - this.world.world.now) / 1_000);
      moments.push(at);
      steps.push(this.told());
      this.fuel = this.scenario.fuel;
      const parent = this.world.node.find(this.parent);
      if (parent !== null)
        this.world.node.mail.send(null, parent, MESSAGE.info, 0, { type: 'do', ops } as never);
    }
    return { trace: { start: this.start, steps }, events: this.world.events, moments };
  }

  private told(): StatemStep {
    const events = this.world.events.slice(this.read);
    this.read = this.world.events.length;
    const end = events.find(({ type, pid }) => type === 'exited' && pid === this.machine?.id);
    const exit = end === undefined ? {} : { exit: normalTerm(end.payload as Term) };
    const step = { machine: this.notes, callers: { ...this.callers }, ...exit };
    this.notes = [];
    for (const name of Object.keys(this.callers)) delete this.callers[name];
    return step;
  }
}

function startOf(result: StartResult): unknown {
  if (result.type === 'ok') return { ok: 'pid' };
  return result.type === 'ignore' ? 'ignore' : { error: normalTerm(result.reason) };
}

function* runParent(
  self: Self,
  link: boolean,
  started: (result: StartResult) => void,
): Steps<void> {
  self.trapExit(true);
  const start = link ? genStatem.startLink : genStatem.startMonitor;
  const result = (yield* start(self, 'fuzz_m1')) as StartResult;
  started(result);
  for (;;) {
    const asked = (yield* self.receive(() => true)) as unknown as { type: string; ops: Op[] };
    if (asked.type !== 'do' || result.type !== 'ok') continue;
    for (const op of asked.ops) perform(self, op, result.pid);
  }
}

function perform(self: Self, op: Op, machine: Pid): void {
  switch (op.op) {
    case 'cast':
      return self.cast(machine, op.content);
    case 'info':
      return self.send(machine, op.content);
    case 'parent_exit':
      return self.exit(machine, op.reason as Term);
    default:
      self.spawn(OTHER, 'run', [op as unknown as Term, machine]);
  }
}

/** What is done by a process of its own. */
function* runOther(
  self: Self,
  op: Op,
  machine: Pid,
  callers: Record<string, unknown>,
): Steps<void> {
  if (op.op === 'exit') return self.exit(machine, op.reason as Term);
  if (op.op !== 'call' && op.op !== 'stop' && op.op !== 'sys') return;
  try {
    callers[op.name] = { reply: normalTerm(((yield* ask(self, op, machine)) ?? 'ok') as Term) };
  } catch (thrown) {
    if (thrown instanceof Exit) callers[op.name] = { exit: normalTerm(thrown.reason) };
    else if (thrown instanceof ErlangError) callers[op.name] = { error: normalTerm(thrown.reason) };
    else throw thrown;
  }
}

function* ask(
  self: Self,
  op: Op & { readonly op: 'call' | 'stop' | 'sys' },
  machine: Pid,
): Steps<unknown> {
  if (op.op === 'stop') return yield* genStatem.stop(self, machine, op.reason as Term);
  if (op.op === 'sys') return yield* askSystem(self, op.what, machine);
  const timeout = op.timeout === 'infinity' ? Number.POSITIVE_INFINITY : op.timeout;
  return yield* genStatem.call(self, machine, op.content, timeout);
}

function* askSystem(self: Self, what: SystemFunction, machine: Pid): Steps<unknown> {
  switch (what) {
    case 'suspend':
      return yield* sys.suspend(self, machine);
    case 'resume':
      return yield* sys.resume(self, machine);
    case 'get_state':
      return yield* sys.getState(self, machine);
    case 'change_code':
      return yield* sys.changeCode(self, machine, 'fuzz_m1', 'old', 'extra');
    default:
      return yield* sys.replaceState(self, machine, ['fuzz_m1', what]);
  }
}
