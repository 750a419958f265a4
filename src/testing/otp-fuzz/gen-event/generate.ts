import type { JsonTerm } from '../../otp-trace/parse-scenarios.ts';
import type { Draw } from '../draw.ts';
import type { Unusual } from '../unusual.ts';
import type {
  Action,
  ActorName,
  Args,
  Command,
  Event,
  EventScenario,
  Name,
  Outcome,
} from './scenario.ts';

/** How often things happen: unusual outcomes, supervised handlers, ends of processes. */
interface Bias {
  readonly odd: number;
  readonly owned: number;
  readonly ends: number;
}
const BIAS: Readonly<Record<string, Bias>> = {
  plain: { odd: 0.1, owned: 0.1, ends: 0.02 },
  outcomes: { odd: 0.5, owned: 0.3, ends: 0.02 },
  owners: { odd: 0.2, owned: 0.8, ends: 0.2 },
};
export const PROFILES = Object.keys(BIAS);

const NAMES: readonly (readonly [number, Name])[] = [
  [6, 'fuzz_h1'],
  [4, 'fuzz_h2'],
  [4, ['fuzz_h1', 'x']],
  [3, ['fuzz_h2', 'y']],
  [3, 'fuzz_bare'],
  // There is no such module.
  [1, 'fuzz_none'],
];
const TERMS: readonly JsonTerm[] = ['faulty', ['bad', 1], 7, 'normal', { list: ['a'] }];
const REASONS: readonly JsonTerm[] = [
  'boom',
  'normal',
  'shutdown',
  'kill',
  ['shutdown', 'x'],
  ['bad', 1],
];
const CHANGED = ['fuzz_h1', 'fuzz_h1', 'fuzz_h2', 'fuzz_bare'];
const ACTORS = [
  [3, 'parent'],
  [4, 'o1'],
  [4, 'o2'],
  [3, 'other'],
] as const;

export function generateScenario(id: string, profile: string, draw: Draw): EventScenario {
  return new Generator(draw, BIAS[profile] as Bias).scenario(id);
}

class Generator {
  private readonly draw: Draw;
  private readonly bias: Bias;
  private readonly tags: string[] = [];
  private events = 0;

  constructor(draw: Draw, bias: Bias) {
    this.draw = draw;
    this.bias = bias;
  }

  scenario(id: string): EventScenario {
    const { draw } = this;
    const actors = {
      parent: draw.chance(0.6),
      o1: draw.chance(0.6),
      o2: draw.chance(0.6),
      other: true,
    };
    const first = draw.list(draw.between(1, 4), () => ({ by: this.actor(), do: [this.add()] }));
    const more = draw.list(draw.between(4, 12), () => this.command());
    return { id, actors, link: draw.chance(0.7), commands: [...first, ...more] };
  }

  private command(): Command {
    const { draw } = this;
    if (draw.chance(0.12)) return { by: this.actor(), do: this.system() };
    const actions = draw.list(draw.weighted(LENGTHS), () => this.action());
    // What ends somebody is the last thing of a command: who notices first would be chance.
    if (draw.chance(this.bias.ends)) actions[actions.length - 1] = this.end();
    return { by: this.actor(), do: actions };
  }

  /** What asks the manager for something other than module sys does would wait for its resumption, for ever. */
  private system(): readonly Action[] {
    const { draw } = this;
    const asked = draw.list(draw.between(1, 4), () =>
      draw.weighted<() => Action>([
        [2, () => ({ op: 'get_state' })],
        [1, () => ({ op: 'replace_state' })],
        [2, () => ({ op: 'change_code', module: draw.pick(CHANGED) })],
        [3, () => ({ op: draw.pick(['notify', 'info'] as const), event: this.event() })],
      ])(),
    );
    return draw.chance(0.2) ? asked : [{ op: 'suspend' }, ...asked, { op: 'resume' }];
  }

  private actor(): ActorName {
    return this.draw.weighted(ACTORS);
  }

  private action(): Action {
    const { draw } = this;
    const handler = draw.weighted(NAMES);
    switch (draw.weighted(ACTIONS)) {
      case 'add':
        return this.add();
      case 'delete':
        return { op: 'delete', handler, args: draw.pick(TERMS) };
      case 'swap': {
        const op = draw.chance(this.bias.owned) ? 'swap_sup' : 'swap';
        const to = draw.weighted(NAMES);
        return { op, from: handler, args: draw.pick(TERMS), to, initArgs: this.args() };
      }
      case 'call':
        return { op: 'call', handler, event: this.event() };
      case 'which':
        return { op: 'which' };
      default:
        return { op: draw.pick(['notify', 'sync_notify', 'info'] as const), event: this.event() };
    }
  }

  private add(): Action {
    const op = this.draw.chance(this.bias.owned) ? 'add_sup' : 'add';
    return { op, handler: this.draw.weighted(NAMES), args: this.args() };
  }

  private end(): Action {
    const { draw } = this;
    const reason = draw.pick(REASONS);
    const op = draw.pick(['stop', 'exit', 'exit', 'die', 'die', 'kill', 'kill'] as const);
    return op === 'kill' ? { op, target: this.actor(), reason } : { op, reason };
  }

  private args(): Args {
    const { draw, bias } = this;
    const tag = `k${this.tags.length + 1}`;
    this.tags.push(tag);
    return {
      tag,
      init: draw.chance(bias.odd / 3) ? this.unusual() : 'ok',
      terminate: draw.chance(bias.odd / 2) ? this.unusual() : 'ok',
      upgrade: draw.chance(bias.odd / 4) ? this.unusual() : 'ok',
    };
  }

  private event(): Event {
    const { draw } = this;
    const n = ++this.events;
    const plan: Record<string, Outcome> = {};
    // Those that come of a swap in this plan are not in it: no handler is swapped for ever.
    for (const tag of [...this.tags]) if (draw.chance(this.bias.odd)) plan[tag] = this.outcome();
    return { n, plan };
  }

  private outcome(): Outcome {
    const { draw } = this;
    switch (draw.weighted(OUTCOMES)) {
      case 'remove':
        return 'remove';
      case 'throw_ok':
        return 'throw_ok';
      case 'swap':
        return {
          swap: { to: draw.weighted(NAMES), args: draw.pick(TERMS), initArgs: this.args() },
        };
      default:
        return this.unusual();
    }
  }

  private unusual(): Unusual {
    const { draw } = this;
    const term = draw.pick(TERMS);
    return draw.pick<Unusual>([{ bad: term }, { error: term }, { exit: term }, { throw: term }]);
  }
}

const LENGTHS = [
  [4, 1],
  [2, 2],
  [1, 3],
] as const;
const ACTIONS = [
  [3, 'add'],
  [2, 'delete'],
  [2, 'swap'],
  [3, 'call'],
  [2, 'which'],
  [6, 'event'],
] as const;
const OUTCOMES = [
  [3, 'remove'],
  [1, 'throw_ok'],
  [3, 'swap'],
  [4, 'unusual'],
] as const;
