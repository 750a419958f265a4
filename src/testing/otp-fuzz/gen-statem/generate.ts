import type { JsonTerm } from '../../otp-trace/parse-scenarios.ts';
import type { Draw } from '../draw.ts';
import type { Unusual } from '../unusual.ts';
import { isRaced } from './is-raced.ts';
import { runScenario } from './run-scenario.ts';
import {
  type Act,
  type Command,
  type Kind,
  type Op,
  QUANTUM_MS,
  type Result,
  type Rule,
  type StatemScenario,
  type StateName,
  type SystemFunction,
  type Time,
} from './scenario.ts';

/** How often things happen. */
interface Bias {
  /** Actions a rule, at most. */
  readonly acts: number;
  readonly timeouts: number;
  readonly postpones: number;
  /** Ends and failures. */
  readonly odd: number;
  readonly modules: number;
  readonly system: number;
  /** Quanta between commands, at most. */
  readonly pause: number;
}
const BIAS: Readonly<Record<string, Bias>> = {
  plain: { acts: 1, timeouts: 0.2, postpones: 0.2, odd: 0.03, modules: 0, system: 0, pause: 8 },
  queue: { acts: 3, timeouts: 0.1, postpones: 0.5, odd: 0.02, modules: 0, system: 0, pause: 8 },
  timeouts: { acts: 3, timeouts: 0.8, postpones: 0.2, odd: 0.02, modules: 0, system: 0, pause: 8 },
  ends: { acts: 2, timeouts: 0.3, postpones: 0.3, odd: 0.15, modules: 0, system: 0, pause: 8 },
  system: {
    acts: 3,
    timeouts: 0.75,
    postpones: 0.2,
    odd: 0.03,
    modules: 0.05,
    system: 0.4,
    pause: 4,
  },
  modules: {
    acts: 3,
    timeouts: 0.3,
    postpones: 0.3,
    odd: 0.03,
    modules: 0.4,
    system: 0.15,
    pause: 8,
  },
  mixed: {
    acts: 3,
    timeouts: 0.4,
    postpones: 0.3,
    odd: 0.05,
    modules: 0.15,
    system: 0.1,
    pause: 8,
  },
};
export const PROFILES = Object.keys(BIAS);

const STATES: readonly StateName[] = ['s1', 's2', 's3'];
const CONTENTS = ['a', 'b', 'c', 'd'];
const KINDS: readonly (readonly [number, Kind])[] = [
  [3, 'state_timeout'],
  [3, 'timeout'],
  [3, ['timeout', 't1']],
  [1, ['timeout', 't2']],
];
const TERMS: readonly JsonTerm[] = ['faulty', 7, ['bad', 1], 'normal'];
const REASONS: readonly JsonTerm[] = ['boom', 'normal', 'shutdown', ['shutdown', 'x'], ['bad', 1]];
const MODULES = ['fuzz_m1', 'fuzz_m2'];
const SYSTEM: readonly SystemFunction[] = [
  'suspend',
  'resume',
  'get_state',
  'change_code',
  'replace_state',
  'replace_badly',
];
const FUEL = 25;

/** Null when two things of it come at one moment: which is first would be chance. */
export function generateScenario(id: string, profile: string, draw: Draw): StatemScenario | null {
  const scenario = new Generator(draw, BIAS[profile] as Bias).scenario(id);
  return isRaced(scenario, runScenario(scenario)) ? null : scenario;
}

class Generator {
  private readonly draw: Draw;
  private readonly bias: Bias;
  private callers = 0;
  private isSuspended = false;

  constructor(draw: Draw, bias: Bias) {
    this.draw = draw;
    this.bias = bias;
  }

  scenario(id: string): StatemScenario {
    const { draw, bias } = this;
    const [mode, modeOfSecond, modeAfterChange] = draw.list(3, () => this.mode());
    return {
      id,
      mode: mode as JsonTerm,
      ...(draw.chance(2 * bias.modules) ? { modeOfSecond } : {}),
      ...(draw.chance(bias.system) ? { modeAfterChange } : {}),
      link: draw.chance(0.6),
      trapExit: draw.chance(0.5),
      init: draw.chance(bias.odd / 3)
        ? this.failedInit()
        : { state: draw.pick(STATES), actions: draw.chance(0.3) ? this.acts() : [] },
      terminate: draw.chance(bias.odd) ? this.unusual() : 'ok',
      upgrade: draw.chance(2 * bias.odd) ? this.unusual() : 'ok',
      rules: Object.fromEntries(STATES.map((state) => [state, this.rulesOf()])),
      enters: Object.fromEntries(
        STATES.filter(() => draw.chance(0.6)).map((state) => [state, this.enter()]),
      ),
      commands: draw.list(draw.between(3, bias.system > 0 ? 10 : 8), () => this.command()),
      tail: this.length(8),
      fuel: FUEL,
    };
  }

  private mode(): JsonTerm {
    const { draw, bias } = this;
    const mode = draw.pick(['handle_event_function', 'state_functions']);
    if (draw.chance(bias.odd / 5)) return 'nonsense';
    return draw.chance(0.6) ? { list: [mode, 'state_enter'] } : mode;
  }

  private length(quanta: number): number {
    return this.draw.between(1, quanta) * QUANTUM_MS;
  }

  private rulesOf(): Record<string, Rule> {
    const contents = CONTENTS.filter(() => this.draw.chance(0.75));
    return Object.fromEntries(contents.map((content) => [content, this.rule()]));
  }

  private rule(): Rule {
    const result = this.result();
    const actions = this.acts();
    return this.draw.chance(0.05) ? { result, actions, throws: true } : { result, actions };
  }

  private result(): Result {
    const { draw } = this;
    if (draw.chance(this.bias.odd)) return this.end();
    return draw.weighted<() => Result>([
      [3, () => 'keep'],
      [3, () => 'keep_data'],
      [1, () => 'repeat'],
      [1, () => 'repeat_data'],
      [7, () => ({ next: draw.pick(STATES) })],
    ])();
  }

  private end(): Result {
    const { draw } = this;
    const reason = draw.pick(REASONS);
    return draw.pick<Result>([
      { stop: reason },
      { stop_data: reason },
      { stop_reply: reason },
      { stop_reply_data: reason },
      this.unusual(),
      this.unusual(),
    ]);
  }

  /** State enter calls keep to what they may do, most of the time. */
  private enter(): Rule {
    const { draw } = this;
    const isWild = draw.chance(this.bias.odd / 2);
    if (isWild) return this.rule();
    const result = draw.weighted<Result>([
      [5, 'keep'],
      [3, 'keep_data'],
      [1, 'repeat_data'],
    ]);
    const actions = this.acts().filter(
      (act) =>
        typeof act === 'object' &&
        ('timeout' in act || 'update' in act || 'cancel' in act || 'reply_saved' in act),
    );
    return { result, actions };
  }

  private acts(): Act[] {
    return this.draw.list(this.draw.between(0, this.bias.acts), () => this.act());
  }

  private act(): Act {
    const { draw, bias } = this;
    if (draw.chance(bias.odd / 3)) return { bad: draw.pick(['faulty', ['bad', 1]]) };
    if (draw.chance(bias.modules)) {
      const module = draw.pick(MODULES);
      return draw.pick<Act>([{ change: module }, { push: module }, { push: module }, 'pop']);
    }
    if (draw.chance(bias.timeouts)) return this.timeout();
    if (draw.chance(bias.postpones)) return draw.chance(0.85) ? 'postpone' : { postpone: false };
    return draw.weighted<() => Act>([
      [4, () => ({ reply: draw.pick(CONTENTS) })],
      [2, () => 'save'],
      [2, () => ({ reply_saved: draw.pick(CONTENTS) })],
      [5, () => this.nextEvent()],
      [1, () => 'hibernate'],
      [2, () => this.timeout()],
    ])();
  }

  private nextEvent(): Act {
    const { draw } = this;
    const type = draw.pick([
      'internal',
      'internal',
      'cast',
      'info',
      'call',
      ...KINDS.map(([, kind]) => kind),
    ] as const);
    return { next_event: { type, content: draw.pick(CONTENTS) } };
  }

  private timeout(): Act {
    const { draw } = this;
    const kind = draw.weighted(KINDS);
    const content = draw.pick(CONTENTS);
    const time = draw.weighted<() => Time>([
      [4, () => 0],
      [1, () => 'infinity'],
      [8, () => this.length(9)],
    ])();
    return draw.weighted<() => Act>([
      [8, () => ({ timeout: { kind, time, content } })],
      [1, () => ({ timeout: { kind, time: this.length(9), content, abs: true } })],
      [1, () => ({ bare: this.length(9) })],
      [2, () => ({ cancel: kind })],
      [2, () => ({ update: { kind, content } })],
    ])();
  }

  /** Messages at once, or one thing alone: what a process of its own does could come before or after the others. */
  private command(): Command {
    const { draw, bias } = this;
    const after = this.length(bias.pause);
    if (draw.chance(bias.system)) return { after, do: [this.system()] };
    if (draw.chance(0.45))
      return { after, do: [draw.chance(2 * bias.odd) ? this.ending() : this.call()] };
    return { after, do: draw.list(draw.between(1, 3), () => this.message()) };
  }

  /** Suspends, then resumes soon: in between messages and timeouts pile up. */
  private system(): Op {
    const { draw } = this;
    const name = `c${++this.callers}`;
    if (draw.chance(0.3)) return { op: 'sys', name, what: draw.pick(SYSTEM) };
    this.isSuspended = !this.isSuspended;
    return { op: 'sys', name, what: this.isSuspended ? 'suspend' : 'resume' };
  }

  private message(): Op {
    const content = this.draw.pick(CONTENTS);
    return { op: this.draw.pick(['cast', 'cast', 'info'] as const), content };
  }

  private call(): Op {
    const { draw } = this;
    const name = `c${++this.callers}`;
    const timeout: Time = draw.chance(0.1) ? this.length(9) : 'infinity';
    return { op: 'call', name, content: draw.pick(CONTENTS), timeout };
  }

  private ending(): Op {
    const { draw } = this;
    const reason = draw.pick<JsonTerm>([...REASONS, 'kill']);
    const op = draw.pick(['stop', 'exit', 'parent_exit'] as const);
    return op === 'stop' ? { op, name: `c${++this.callers}`, reason } : { op, reason };
  }

  private failedInit(): StatemScenario['init'] {
    const { draw } = this;
    return draw.pick<StatemScenario['init']>([
      'ignore',
      { stop: draw.pick(REASONS) },
      this.unusual(),
    ]);
  }

  private unusual(): Unusual {
    const { draw } = this;
    const term = draw.pick(TERMS);
    return draw.pick<Unusual>([{ bad: term }, { error: term }, { exit: term }, { throw: term }]);
  }
}
