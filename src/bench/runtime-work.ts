import { assert } from '../base/assert.ts';
import { createPrng, nextUint32 } from '../base/prng.ts';
import { compile } from '../engine/compile.ts';
import { evaluateProgram } from '../engine/evaluate.ts';
import { isBudgetExhausted, isStackOverflow } from '../engine/reductions.ts';
import { BUILTINS } from '../otp/builtins.ts';
import * as otp from '../otp/index.ts';
import { spawnPlain } from '../runtime/plain.ts';
import type { Term } from '../runtime/term.ts';
import { createWorld, type World } from '../runtime/world.ts';
import { Agenda } from '../sim/agenda.ts';
import { milliseconds } from './harness.ts';

/**
 * The runtime on the modules of `MODULES`, which go the way of a person's: compiled, instrumented. Every
 * event is written to the trace, and the trace is hashed.
 */
const MODULES: Readonly<Record<string, string>> = {
  counter: `
    import { noreply, ok, reply, type GenServer } from 'otp';
    export default {
      init: () => ok(0),
      handleCall: (request, _from, count) => reply(count, count + 1),
      handleCast: (message, count) => {
        if (message === 'crash') throw new Error('boom');
        return noreply(count + 1);
      },
    } satisfies GenServer<number, string, string>;`,
  relay: `
    import { noreply, ok, type GenServer } from 'otp';
    export default {
      init: () => ok({ peer: null, count: 0 }),
      handleCast: (message, { peer, count }, self) => {
        if (typeof message === 'object') return noreply({ peer: message.peer, count });
        self.cast(peer, message + 1);
        return noreply({ peer, count: count + 1 });
      },
    } satisfies GenServer<any, string, any>;`,
  client: `
    import { genServer, supervisor, type Self } from 'otp';
    export function* calls(self: Self, server: any, left: number) {
      const round = Math.min(left, 1000);
      for (let index = 0; index < round; index++) yield* self.call(server, 'next');
      if (left > round) return self.tailCall('calls', server, left - round);
    }
    export function casts(self: Self, server: any, left: number) {
      const round = Math.min(left, 1000);
      for (let index = 0; index < round; index++) self.cast(server, 'next');
      if (left > round) return self.tailCall('casts', server, left - round);
    }
    export function* start(self: Self, module: string, name: string) {
      yield* genServer.start(self, module, null, { name });
    }
    export function* top(self: Self, args: any) {
      self.trapExit(true);
      yield* supervisor.startLink(self, 'top', args, { name: 'top' });
      yield* self.receive(() => false);
    }
    export function* starts(self: Self, module: string, count: number) {
      const pids = [];
      for (let index = 0; index < count; index++) {
        const { pid } = yield* genServer.start(self, module, null) as any;
        pids.push(pid);
      }
      self.send('sink', pids);
    }
    export function* sink(self: Self) {
      self.register('sink');
      const pids = (yield* self.receive()) as any;
      const count = pids.length;
      // Round all of them in one ring, in steps of more than a half: each next one is far away in memory.
      let stride = Math.floor(count / 2) + 1;
      while (gcd(stride, count) > 1) stride++;
      for (let index = 0; index < count; index++) self.cast(pids[index], { type: 'peer', peer: pids[(index + stride) % count] });
      for (let index = 0; index < count; index++) self.cast(pids[index], 0);
      yield* self.receive(() => false);
    }
    const gcd = (a: number, b: number): number => (b === 0 ? a : gcd(b, a % b));`,
  top: `
    import { ok } from 'otp';
    export default {
      init: ({ strategy, count, intensity }) => ok({
        flags: { strategy, intensity, period: 1000000 },
        children: Array.from({ length: count }, (_, index) => ({
          id: 'c' + index,
          start: ['gen_server', 'start_link', [{ local: 'c' + index }, 'counter', null]],
        })),
      }),
    };`,
};

export type Make = (seed?: number) => World;

/** Compiles the modules once; each world evaluates them anew. */
export function createMaker(): Make {
  const compiled = compile(MODULES);
  assert(compiled.ok, `the benchmark's modules compile: ${JSON.stringify(compiled)}`);
  return (seed = 1) => {
    const code = evaluateProgram(compiled.program, otp);
    assert(code.problems.length === 0, JSON.stringify(code.problems));
    return createWorld({
      seed,
      schedulingDelayUs: [1, 64],
      builtins: BUILTINS,
      code: { ...code, isBudgetExhausted, isStackOverflow },
    });
  };
}

/** Spawns a process that runs `client:name(args)`, and lets the world come to rest. */
export function run(world: World, name: string, ...args: Term[]): void {
  spawnPlain(world.node, null, { module: 'client', function: name, of: 'exports', args });
  assert(
    world.advance(Number.POSITIVE_INFINITY, Number.MAX_SAFE_INTEGER) === 'idle',
    'it comes to rest',
  );
}

/** Milliseconds of `work`, the hash of what it tells included. */
export function timed(world: World, work: () => void): number {
  return milliseconds(() => {
    work();
    world.node.trace.flush();
  });
}

/**
 * A client at a server that counts: gives how many calls (`calls`) or casts (`casts`) it makes a second, until the last
 * is handled. The same world each time: what is measured is the going rate, not the start.
 */
export function clientOf(make: Make, does: 'calls' | 'casts', count: number): () => number {
  const world = make();
  run(world, 'start', 'counter', 'counter');
  let total = 0;
  return () => {
    const ms = timed(world, () => run(world, does, 'counter', count));
    total += count;
    assert(world.node.whereis('counter')?.state === total, 'all were handled');
    return (count * 1_000) / ms;
  };
}

export function kill(world: World, name: string): void {
  const target = world.node.whereis(name);
  assert(target !== null, `${name} is alive`);
  world.node.exits.send(null, target, 'kill', true);
  world.advance(Number.POSITIVE_INFINITY, Number.MAX_SAFE_INTEGER);
}

/** Processes in a ring that pass a message each, for ever. */
export function relays(make: Make, count: number): World {
  const world = make();
  const { node } = world;
  spawnPlain(node, null, { module: 'client', function: 'sink', of: 'exports', args: [] });
  world.advance(1_000, Number.MAX_SAFE_INTEGER);
  spawnPlain(node, null, {
    module: 'client',
    function: 'starts',
    of: 'exports',
    args: ['relay', count],
  });
  while (
    !node.processes.some(
      (process) => process?.behaviour.name === 'gen_server' && process.head !== null,
    )
  )
    world.advance(world.now + 1_000, Number.MAX_SAFE_INTEGER);
  world.advance(world.now + 1_000, Number.MAX_SAFE_INTEGER);
  return world;
}

export function events(make: Make): number {
  const world = relays(make, 1_000);
  const { trace } = world.node;
  trace.flush();
  const before = trace.length;
  const ms = milliseconds(() => {
    world.advance(Number.POSITIVE_INFINITY, 500_000);
    trace.flush();
  });
  return ((trace.length - before) * 1_000) / ms;
}

export function bareLoop(): number {
  const count = 2_000_000;
  const agenda = new Agenda();
  const random = createPrng(1, 'bench');
  let sum = 0;
  const closures = Array.from({ length: 1_000 }, (_, index) => () => {
    sum += index;
  });
  for (let entry = 0; entry < 1_000; entry++)
    agenda.add(agenda.allocate(), 1 + (nextUint32(random) & 63));
  const ms = milliseconds(() => {
    for (let index = 0; index < count; index++) {
      const entry = agenda.take(Number.MAX_SAFE_INTEGER);
      (closures[entry] as () => void)();
      agenda.add(entry, agenda.at(entry) + 1 + (nextUint32(random) & 63));
    }
  });
  assert(sum > 0, 'the closures ran');
  return (count * 1_000) / ms;
}
