import type { StartResult } from '../otp/gen/gen.ts';
import { sys } from '../otp/gen/sys.ts';
import { genServer } from '../otp/gen-server/api.ts';
import { error, exit, noreply, ok, stop } from '../otp/results.ts';
import { supervisor } from '../otp/supervisor/api.ts';
import type { ChildSpec, SupFlags } from '../otp/supervisor/child-spec.ts';
import type { Steps } from '../runtime/activation.ts';
import type { Self } from '../runtime/self.ts';
import type { Pid, Term } from '../runtime/term.ts';
import { MESSAGE } from '../runtime/trace-event.ts';
import { type TestWorld, testWorld } from './run-modules.ts';

/** How a worker's start function ends: as usual, until the test says otherwise. `extra` gives `{ok,Pid,Extra}`. */
export type StartOutcome =
  | 'ok'
  | 'ignore'
  | 'extra'
  | 'crash'
  | { readonly error: Term }
  | { readonly returns: Term };

/** A worker by its id, which is its registered name too; what is left out is a spec's default. */
export interface Worker extends Partial<Omit<ChildSpec, 'id' | 'start'>> {
  readonly id: string;
  readonly trapExit?: boolean;
  /** So long does its terminate callback take. */
  readonly terminateMs?: number;
  /** Its terminate callback exits with this. */
  readonly exits?: Term;
}
/** A supervisor below `top`. */
export interface Subtree extends Partial<Omit<ChildSpec, 'id' | 'start'>> {
  readonly id: string;
  readonly flags: Partial<SupFlags>;
  readonly children: readonly Child[];
}
export type Child = Worker | Subtree;

/** The spec that `startTree` makes of a child: for `startChild`. */
export function specOf(child: Child): ChildSpec {
  if ('children' in child) {
    const { id, flags, children, ...spec } = child;
    const args = [{ local: id }, 'sup', { flags, children: children.map(specOf) }];
    const start = ['supervisor', 'start_link', args];
    return { id, type: 'supervisor', ...spec, start } as unknown as ChildSpec;
  }
  const { id, trapExit = false, terminateMs = 0, exits = null, ...spec } = child;
  const start = ['worker', 'start_link', [{ trapExit, terminateMs, exits }, id]];
  return { id, ...spec, start } as unknown as ChildSpec;
}

/** Starts the supervisor `top` over these children and lets all come to rest. */
export function startTree(
  flags: Partial<SupFlags> = {},
  children: readonly Child[] = [],
  outcomes: Record<string, StartOutcome> = {},
): SupervisorTree {
  return startTop(() => ok({ flags, children: children.map(specOf) }), outcomes);
}

/** Starts the supervisor `top`, whose callback is `init`. */
export function startTop(
  init: () => unknown,
  outcomes: Record<string, StartOutcome> = {},
): SupervisorTree {
  return new SupervisorTree(init, outcomes).rest();
}

interface WorkerOptions {
  readonly trapExit: boolean;
  readonly terminateMs: number;
  readonly exits: Term;
}

const workerCallbacks = {
  init(options: WorkerOptions, self: Self): unknown {
    if (options.trapExit) self.trapExit(true);
    return ok(options as unknown as Term);
  },
  handleCast(message: Term, state: Term, self: Self): unknown {
    if (message === 'crash') throw new Error('boom');
    if (message === 'slow') return noreply({ ...(state as object), terminateMs: 5_000 } as Term);
    if (message === 'unlink') self.unlink(self.whereis('top') as Pid);
    if (Array.isArray(message)) return stop(message[1] as Term, state);
    return noreply(state);
  },
  *terminate(_reason: Term, { terminateMs, exits }: WorkerOptions, self: Self): Steps<void> {
    if (terminateMs > 0) yield* self.sleep(terminateMs);
    if (exits !== null) exit(exits);
  },
};

/**
 * A supervisor `top`, its children by name, and what a test does to them. A test's own code stands in for
 * modules, so it is no world to fork: the recorded scenarios are.
 */
export class SupervisorTree {
  readonly world: TestWorld;
  /** By name of the child. */
  outcomes: Record<string, StartOutcome>;
  /** What the start of `top` gave. */
  started: StartResult | null = null;
  private readonly boot: Pid;
  private request: ((self: Self) => Steps<void>) | null = null;
  private told = 0;
  /** What `init` of `top` does. */
  private init: () => unknown;

  constructor(init: () => unknown, outcomes: Record<string, StartOutcome>) {
    this.outcomes = outcomes;
    this.init = init;
    const tree = this;
    this.world = testWorld({
      sup: { default: { init: (args: Term) => ok(args) } },
      top: { default: { init: () => tree.init() } },
      worker: {
        default: workerCallbacks,
        start_link: (self: Self, options: Term, ...names: string[]) =>
          tree.startWorker(self, options, names.at(-1) as string),
      },
      boot: {
        *run(self: Self): Steps<void> {
          self.trapExit(true);
          tree.started = yield* supervisor.startLink(self, 'top', null, { name: 'top' });
          for (;;) {
            const reason = yield* self.receive((message) => Array.isArray(message));
            if (tree.started.type === 'ok')
              self.exit(tree.started.pid, (reason as Term[])[0] as Term);
          }
        },
      },
      client: {
        *run(self: Self): Steps<void> {
          if (tree.request !== null) yield* tree.request(self);
        },
      },
    });
    this.boot = this.world.spawn('boot').pid;
  }

  private *startWorker(self: Self, options: Term, name: string): Steps<unknown> {
    const outcome = this.outcomes[name] ?? 'ok';
    if (outcome === 'ignore') return { type: 'ignore' };
    if (outcome === 'crash') error('start_crashed');
    if (typeof outcome === 'object' && 'error' in outcome)
      return { type: 'error', reason: outcome.error };
    if (typeof outcome === 'object') return outcome.returns;
    const started = yield* genServer.startLink(self, 'worker', options, { name });
    return outcome === 'extra' ? { ...started, extra: 'extra' } : started;
  }

  // ------------------------------------------------------------------ what a test does

  rest(): this {
    this.world.run();
    return this;
  }

  sleep(ms: number): this {
    this.world.run(ms);
    return this;
  }

  /** An exit signal from a process that is linked to none. */
  exit(name: string, reason: Term = 'kill'): this {
    this.signal(name, reason);
    return this.rest();
  }

  /** The same, without waiting for what comes of it. */
  signal(name: string, reason: Term): void {
    const target = this.world.node.whereis(name);
    if (target === null) throw new Error(`there is no ${name}`);
    this.world.node.exits.send(null, target, reason, true);
  }

  crash(name: string): this {
    return this.cast(name, 'crash');
  }

  /** It ends by itself, with this reason. */
  stop(name: string, reason: Term): this {
    return this.cast(name, ['stop', reason]);
  }

  cast(name: string, message: Term): this {
    this.post(name, message);
    return this.rest();
  }

  /** A cast, without waiting for what comes of it. */
  post(name: string, message: Term): void {
    const target = this.world.node.whereis(name);
    if (target === null) throw new Error(`there is no ${name}`);
    this.world.node.mail.send(null, target, MESSAGE.cast, 0, message);
  }

  send(name: string, message: Term): this {
    const target = this.world.node.whereis(name);
    if (target !== null) this.world.node.mail.send(null, target, MESSAGE.info, 0, message);
    return this.rest();
  }

  /** An exit signal from the process that started `top`. */
  parentExit(reason: Term): this {
    this.signalParentExit(reason);
    return this.rest();
  }

  signalParentExit(reason: Term): void {
    const boot = this.world.node.find(this.boot);
    if (boot !== null) this.world.node.mail.send(null, boot, MESSAGE.info, 0, [reason]);
  }

  startChild(child: Child | ChildSpec | readonly Term[], sup = 'top'): unknown {
    const isSpec = Array.isArray(child) || 'start' in child;
    const spec = isSpec ? (child as ChildSpec) : specOf(child as Child);
    return this.ask((self) => supervisor.startChild(self, sup, spec));
  }

  terminateChild(id: Term, sup = 'top'): unknown {
    return this.ask((self) => supervisor.terminateChild(self, sup, id));
  }

  restartChild(id: Term, sup = 'top'): unknown {
    return this.ask((self) => supervisor.restartChild(self, sup, id));
  }

  deleteChild(id: Term, sup = 'top'): unknown {
    return this.ask((self) => supervisor.deleteChild(self, sup, id));
  }

  getChildspec(id: Term, sup = 'top'): unknown {
    return this.ask((self) => supervisor.getChildspec(self, sup, id));
  }

  /** Changes the code of `top`, whose `init` is another one now: gives what `sys.changeCode` gives. */
  changeCode(init: () => unknown): unknown {
    this.init = init;
    return this.ask(function* (self) {
      yield* sys.suspend(self, 'top');
      const changed = yield* sys.changeCode(self, 'top', 'top', 'undefined', []);
      yield* sys.resume(self, 'top');
      return changed;
    });
  }

  /** The state of `top`, as `sys.getState` gives it. */
  state(): unknown {
    return this.ask((self) => sys.getState(self, 'top'));
  }

  /** Runs `request` in a process of its own until that has its answer: all else goes on meanwhile. */
  ask<Answer>(request: (self: Self) => Steps<Answer>): Answer {
    const answers: Answer[] = [];
    this.request = function* (self) {
      answers.push(yield* request(self));
    };
    const client = this.world.spawn('client').pid;
    while (this.world.node.find(client) !== null)
      this.world.world.advance(Number.POSITIVE_INFINITY, 1);
    if (answers.length === 0) throw new Error('the request exited');
    return answers[0] as Answer;
  }

  // ------------------------------------------------------------------ what a test sees

  pid(name: string): Pid | null {
    return this.world.node.whereis(name)?.pid ?? null;
  }

  isAlive(name: string): boolean {
    return this.pid(name) !== null;
  }

  /** which_children: id and `pid`, `undefined` or `restarting`. */
  list(sup = 'top'): string[] {
    const children = this.ask((self) => supervisor.whichChildren(self, sup));
    return children.map(
      ({ id, child }) => `${id as string} ${typeof child === 'string' ? child : 'pid'}`,
    );
  }

  /** count_children: specs, active, supervisors, workers. */
  counts(sup = 'top'): number[] {
    const counts = this.ask((self) => supervisor.countChildren(self, sup));
    return [counts.specs, counts.active, counts.supervisors, counts.workers];
  }

  /** Virtual time, in milliseconds. */
  get nowMs(): number {
    return this.world.world.now / 1_000;
  }

  /** What happened since it was last asked for: `start a`, `failed a`, `stop a`, `exit a killed`, `report child_terminated a`. */
  story(...kinds: ('start' | 'failed' | 'stop' | 'exit' | 'report')[]): string[] {
    this.world.node.trace.flush();
    const names = new Map<number, string>();
    const lines: string[] = [];
    this.world.events.forEach(({ type, pid, a, payload }, index) => {
      const text = (): string => this.world.string(a);
      if (type === 'registered') names.set(pid, text());
      if (index < this.told) return;
      if (type === 'child_started') lines.push(`start ${text()}`);
      if (type === 'child_start_failed') lines.push(`failed ${text()}`);
      if (type === 'child_stopping') lines.push(`stop ${text()}`);
      if (type === 'exited' && names.has(pid))
        lines.push(`exit ${names.get(pid)} ${textOf(payload)}`);
      const { child } = (payload ?? {}) as { child?: unknown };
      if (type === 'reported' && child !== undefined)
        lines.push(`report ${text()} ${String(child)}`);
    });
    this.told = this.world.events.length;
    if (kinds.length === 0) return lines;
    return lines.filter((line) => kinds.some((kind) => line.startsWith(`${kind} `)));
  }

  /** Forgets what happened so far. */
  forget(): this {
    this.story();
    return this;
  }
}

const textOf = (reason: unknown): string =>
  typeof reason === 'string' ? reason : JSON.stringify(reason);
