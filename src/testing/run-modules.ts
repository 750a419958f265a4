import { BUILTINS } from '../otp/builtins.ts';
import type { Node } from '../runtime/node.ts';
import { spawnPlain } from '../runtime/plain.ts';
import type { Process } from '../runtime/process.ts';
import type { Term } from '../runtime/term.ts';
import { decode } from '../runtime/trace.ts';
import type { TraceEvent } from '../runtime/trace-event.ts';
import { createWorld, type World } from '../runtime/world.ts';

export type TestModule = Readonly<Record<string, unknown>>;

/** A world whose modules are plain objects of the test: no compiler, no reductions. */
export function testWorld(
  modules: Readonly<Record<string, TestModule>>,
  seed = 1,
  schedulingDelayUs: readonly [number, number] = [1, 64],
): TestWorld {
  const world = createWorld({
    seed,
    schedulingDelayUs,
    builtins: BUILTINS,
    code: {
      setBudget() {},
      reductions: () => 0,
      module: (name) => modules[name],
      isBudgetExhausted: () => false,
      isStackOverflow: () => false,
    },
  });
  return new TestWorld(world);
}

export class TestWorld {
  readonly world: World;
  readonly events: TraceEvent[] = [];

  constructor(world: World) {
    this.world = world;
    world.node.trace.readBy((columns) => this.events.push(...decode(columns)));
  }

  get node(): Node {
    return this.world.node;
  }

  /** Spawns a plain process from outside. */
  spawn(module: string, name = 'run', args: readonly Term[] = []): Process {
    return spawnPlain(this.node, null, { module, function: name, of: 'exports', args });
  }

  /** Runs until nothing happens any more, or for `ms` of virtual time. */
  run(ms = Number.POSITIVE_INFINITY): this {
    const until = ms === Number.POSITIVE_INFINITY ? ms : this.world.now + ms * 1_000;
    const pause = this.world.advance(until, 10_000_000);
    if (pause === 'reached' && ms === Number.POSITIVE_INFINITY)
      throw new Error('the world does not come to rest');
    this.node.trace.flush();
    return this;
  }

  /** A fork, with what was recorded so far. */
  fork(): TestWorld {
    this.node.trace.flush();
    const copy = new TestWorld(this.world.fork());
    copy.events.push(...this.events);
    return copy;
  }

  string(index: number): string {
    return this.node.trace.strings[index] as string;
  }

  /** State of the process registered as `name`. */
  state(name: string): Term | undefined {
    return this.node.whereis(name)?.state;
  }

  /** Who exited, and of what, in order. */
  exits(): { pid: number; reason: unknown }[] {
    return this.events
      .filter(({ type }) => type === 'exited')
      .map(({ pid, payload }) => ({ pid, reason: payload }));
  }
}
