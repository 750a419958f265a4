import type {
  InitOutcome,
  JsonTerm,
  TerminateOutcome,
  TracedChild,
  TracedCommand,
  TracedScenario,
  TracedSupervisor,
  TracedWorker,
} from '../../otp-trace/parse-scenarios.ts';
import type { Draw } from '../draw.ts';

/** How often things happen in a scenario. Probabilities, but for `levels`: supervisors below the root. */
interface Bias {
  readonly levels: readonly number[];
  readonly fails: number;
  readonly hangs: number;
  readonly simple: number;
  readonly auto: number;
  /** Commands that ask the supervisor, rather than hit a process. */
  readonly admin: number;
}
const PLAIN: Bias = { levels: [0], fails: 0, hangs: 0, simple: 0, auto: 0, admin: 0.3 };

const BIAS: Readonly<Record<string, Bias>> = {
  basic: PLAIN,
  nested: { ...PLAIN, levels: [1, 2, 2, 3], simple: 0.2 },
  dynamic: { ...PLAIN, levels: [0, 1], simple: 0.5, admin: 0.8, fails: 0.1 },
  'init-failures': { ...PLAIN, levels: [0, 1, 1, 2], fails: 0.45, simple: 0.2, admin: 0.4 },
  'auto-shutdown': { ...PLAIN, levels: [0, 1, 1, 2], auto: 0.8, simple: 0.2, fails: 0.05 },
  shutdown: { ...PLAIN, levels: [0, 1, 1, 2], hangs: 0.4, simple: 0.3, admin: 0.5 },
  mixed: { levels: [0, 1, 1, 2], fails: 0.25, hangs: 0.25, simple: 0.4, auto: 0.4, admin: 0.4 },
  timing: PLAIN,
};
export const PROFILES = Object.keys(BIAS);

const REASONS: readonly JsonTerm[] = [
  'boom',
  'shutdown',
  'kill',
  'killed',
  'normal',
  'noproc',
  'badarith',
  ['shutdown', 'x'],
  ['shutdown', ['a', 'b']],
  ['bad', 1],
  ['badmatch', 7],
  { list: ['a', 1] },
  { list: [] },
  ['normal', 'x'],
  ['EXIT', 'x'],
  'undefined',
  0,
];
const CLASSES = ['error', 'exit'] as const;

/**
 * Times are such that no two ends fall together: a worker hangs for 1500 ms or sleeps for 10, or its supervisor loses
 * patience after 500; no sum of these comes near to a supervisor's own patience, by the levels below it.
 */
const WORKER_PATIENCE_MS = 500;
const SUPERVISOR_PATIENCE_MS = [720, 1_130, 1_640];
const LONG_MS = 30_000;

/** Period in seconds and a pause: what is n pauses apart is well within the period, or at least a second beyond it. */
const PACES = [
  { period: 1, ms: 2_300 },
  { period: 3, ms: 2_000 },
  { period: 5, ms: 3_000 },
] as const;

export function generateScenario(id: string, profile: string, draw: Draw): TracedScenario {
  return new Generator(draw, BIAS[profile] ?? PLAIN, profile === 'timing').scenario(id, profile);
}

class Generator {
  private readonly draw: Draw;
  private readonly bias: Bias;
  private readonly pace: (typeof PACES)[number] | null;
  private readonly supervisors: { path: string; of: TracedSupervisor }[] = [];
  private readonly workers: string[] = [];
  private instances = 0;

  constructor(draw: Draw, bias: Bias, isTimed: boolean) {
    this.draw = draw;
    this.bias = bias;
    this.pace = isTimed ? draw.pick(PACES) : null;
  }

  scenario(id: string, profile: string): TracedScenario {
    const tree = this.supervisor('root', this.draw.pick(this.bias.levels));
    this.enter('root', tree);
    const commands = this.draw
      .list(this.draw.between(3, 12), () => this.command())
      .filter((one) => one !== null);
    if (this.draw.chance(0.4)) commands.push({ op: 'parent_exit', reason: this.reason() });
    return { id, seed: this.draw.below(1_000_000), profile, tree, commands };
  }

  private supervisor(id: string, levels: number): TracedSupervisor {
    const { draw, bias, pace } = this;
    const autoShutdown = draw.chance(bias.auto)
      ? draw.pick(['any_significant', 'all_significant'] as const)
      : 'never';
    const isSimple = draw.chance(bias.simple);
    const strategy = isSimple
      ? 'simple_one_for_one'
      : draw.pick(['one_for_one', 'one_for_all', 'rest_for_one'] as const);
    const ids = isSimple ? ['t'] : 'abcde'.slice(0, draw.weighted(CHILDREN)).split('');
    // One id twice.
    if (ids.length > 1 && draw.chance(0.01)) ids[ids.length - 1] = 'a';
    const children = ids.map((child) => this.child(child, levels, autoShutdown, isSimple));
    const intensity = draw.pick(pace === null ? [0, 1, 1, 2, 3, 5, 10] : [1, 2, 3]);
    const period = pace?.period ?? 1_000;
    return { kind: 'supervisor', id, strategy, intensity, period, autoShutdown, children };
  }

  private child(
    id: string,
    levels: number,
    autoShutdown: TracedSupervisor['autoShutdown'],
    isSimple = false,
  ): TracedChild {
    const { draw } = this;
    const restart = draw.pick(['permanent', 'permanent', 'transient', 'temporary'] as const);
    const type = levels > 0 && draw.chance(0.45) ? 'supervisor' : 'worker';
    const patience =
      type === 'worker' ? WORKER_PATIENCE_MS : (SUPERVISOR_PATIENCE_MS[levels - 1] as number);
    const shutdown = draw.pick([LONG_MS, LONG_MS, 'infinity', 'brutal_kill', patience] as const);
    const isSignificant =
      autoShutdown === 'never' || restart === 'permanent' ? draw.chance(0.01) : draw.chance(0.5);
    return {
      id,
      restart,
      shutdown,
      type,
      ...(isSignificant ? { significant: true } : {}),
      start: type === 'worker' ? this.worker(isSimple) : this.supervisor(id, levels - 1),
    };
  }

  private worker(isSimple: boolean): TracedWorker {
    const { draw, bias } = this;
    const trapExit = draw.chance(0.5);
    const init: InitOutcome[] = [];
    if (draw.chance(bias.fails)) {
      if (draw.chance(0.85)) init.push('ok');
      // Else there would hardly ever be an instance that ignores its restart.
      if (isSimple && draw.chance(0.4)) init.push('ignore');
      init.push(...draw.list(draw.between(1, 4), () => this.outcome()));
      if (draw.chance(0.8)) init.push('ok');
    } else init.push('ok');
    const terminate = draw.chance(bias.hangs) ? this.ending() : 'ok';
    return { kind: 'worker', trapExit, init, terminate };
  }

  private outcome(): InitOutcome {
    return this.draw.pick<InitOutcome>([
      'ok',
      'ok',
      'ignore',
      { error: this.reason() },
      { crash: this.reason() },
    ]);
  }

  private ending(): TerminateOutcome {
    return this.draw.pick<TerminateOutcome>([
      'hang',
      'hang',
      { sleep: 10 },
      { crash: this.reason() },
      { exit: this.reason() },
    ]);
  }

  private reason(): JsonTerm {
    return this.draw.pick(REASONS);
  }

  /** Notes the paths that commands may go to: `u` may be added; under simple_one_for_one three instances. */
  private enter(path: string, of: TracedSupervisor): void {
    this.supervisors.push({ path, of });
    if (of.strategy !== 'simple_one_for_one') this.workers.push(`${path}/u`);
    for (const { id, start } of of.children) {
      const names = of.strategy === 'simple_one_for_one' ? ['t#1', 't#2', 't#3'] : [id];
      for (const name of names) {
        if (start.kind === 'worker') this.workers.push(`${path}/${name}`);
        else this.enter(`${path}/${name}`, start);
      }
    }
  }

  private command(): TracedCommand | null {
    const { draw, pace } = this;
    if (pace !== null && draw.chance(0.4)) return { op: 'sleep', ms: pace.ms };
    if (draw.chance(0.02)) return { op: 'parent_exit', reason: this.reason() };
    return draw.chance(this.bias.admin) ? this.question() : this.blow();
  }

  /** Something that hits a process. */
  private blow(): TracedCommand | null {
    const { draw } = this;
    const reason = this.reason();
    if (this.workers.length === 0 || draw.chance(0.2))
      return { op: 'exit', target: draw.pick(this.supervisors).path, reason };
    const target = draw.pick(this.workers);
    switch (draw.weighted(BLOWS)) {
      case 'exit':
        return { op: 'exit', target, reason };
      case 'crash':
        return { op: 'crash', target, class: draw.pick(CLASSES), reason };
      case 'stop':
        return { op: 'stop', target, reason };
      default:
        return { op: 'call_crash', target, class: draw.pick(CLASSES), reason };
    }
  }

  /** Something that a supervisor is asked. */
  private question(): TracedCommand | null {
    const { draw } = this;
    const { path: sup, of } = draw.pick(this.supervisors);
    const isSimple = of.strategy === 'simple_one_for_one';
    // Rarely one that takes no instances is asked for one, or one that does for a child.
    if (draw.chance(isSimple ? 0.6 : 0.01)) {
      if (draw.chance(0.3))
        return { op: 'terminate_child', sup, instance: `t#${draw.between(1, 3)}` };
      this.instances++;
      return { op: 'start_child', sup, instance: `t#${this.instances}` };
    }
    const id = draw.pick(['a', 'a', 'b', 'b', 'c', 'd', 'u', 't']);
    switch (draw.weighted(QUESTIONS)) {
      case 'start_child': {
        if (isSimple && draw.chance(0.9)) return null;
        const known = of.children.find((child) => child.id === id);
        // A supervisor's specification comes again as it was: what is below it keeps its kind.
        const isSupervisor = known?.start.kind === 'supervisor';
        const child = isSupervisor ? known : this.child(id, 0, of.autoShutdown);
        return { op: 'start_child', sup, child };
      }
      case 'terminate_child':
        return { op: 'terminate_child', sup, id };
      case 'restart_child':
        return { op: 'restart_child', sup, id };
      case 'delete_child':
        return { op: 'delete_child', sup, id };
      case 'get_childspec':
        return { op: 'get_childspec', sup, id };
      case 'count_children':
        return { op: 'count_children', sup };
      default:
        return { op: 'which_children', sup };
    }
  }
}

const CHILDREN = [
  [1, 0],
  [2, 1],
  [4, 2],
  [4, 3],
  [3, 4],
  [1, 5],
] as const;
const BLOWS = [
  [5, 'exit'],
  [2, 'crash'],
  [2, 'stop'],
  [1, 'call_crash'],
] as const;
const QUESTIONS = [
  [3, 'start_child'],
  [3, 'terminate_child'],
  [3, 'restart_child'],
  [3, 'delete_child'],
  [2, 'which_children'],
  [1, 'count_children'],
  [1, 'get_childspec'],
] as const;
