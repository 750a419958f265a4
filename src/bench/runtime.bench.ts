import { compile } from '../engine/compile.ts';
import { evaluateProgram } from '../engine/evaluate.ts';
import * as otp from '../otp/index.ts';
import { BUILTINS } from '../otp/builtins.ts';
import { isBudgetExhausted, isStackOverflow } from '../engine/reductions.ts';
import { createPrng, nextUint32 } from '../base/prng.ts';
import { assert } from '../base/assert.ts';
import { spawnPlain } from '../runtime/plain.ts';
import { createWorld, type World } from '../runtime/world.ts';
import type { Term } from '../runtime/term.ts';
import { Agenda } from '../sim/agenda.ts';
import { type Bench, milliseconds } from './harness.ts';

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
      init: () => ok({ peers: [], count: 0 }),
      handleCast: (message, { peers, count }, self) => {
        if (message.type === 'peers') return noreply({ peers: message.peers, count });
        self.cast(peers[self.random(peers.length)], { type: 'pass', left: message.left - 1 });
        return noreply({ peers, count: count + 1 });
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
      for (let index = 0; index < pids.length; index++) self.cast(pids[index], { type: 'peers', peers: pids });
      for (let index = 0; index < pids.length; index++) self.cast(pids[index], { type: 'pass', left: 1000000000 });
      yield* self.receive(() => false);
    }`,
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

export default async function runtime(bench: Bench): Promise<void> {
  const compiled = compile(MODULES);
  assert(compiled.ok, `the benchmark's modules compile: ${JSON.stringify(compiled)}`);
  const { program } = compiled;

  const make = (seed = 1): World => {
    const code = evaluateProgram(program, otp);
    assert(code.problems.length === 0, JSON.stringify(code.problems));
    return createWorld({
      seed,
      schedulingDelayUs: [1, 64],
      builtins: BUILTINS,
      code: Object.assign(code, { isBudgetExhausted, isStackOverflow }),
    });
  };
  const run = (world: World, module: string, name: string, ...args: Term[]): void => {
    spawnPlain(world.node, null, { module, function: name, of: 'exports', args });
    assert(world.advance(Number.POSITIVE_INFINITY, Number.MAX_SAFE_INTEGER) === 'idle', 'it comes to rest');
  };
  const end = (world: World): void => world.node.trace.flush();

  await bench.compare(
    [
      { name: 'events logged, 1,000 processes', unit: 'events/s', goal: '>= 2.5e6', run: () => events(make, run) },
      { name: 'bare loop (pop, closure, push)', unit: 'events/s', run: bareLoop },
    ],
    [{ to: 'bare loop (pop, closure, push)', name: 'events to the bare loop', goal: '>= 0.3' }],
  );

  const CALLS = 300_000;
  await bench.measure({
    name: 'gen_server call round trips',
    unit: 'calls/s',
    goal: '>= 1.5e6',
    run: () => {
      const world = make();
      run(world, 'client', 'start', 'counter', 'counter');
      const ms = milliseconds(() => { run(world, 'client', 'calls', 'counter', CALLS); end(world); });
      assert(world.node.whereis('counter')?.state === CALLS, 'all calls were answered');
      return (CALLS * 1_000) / ms;
    },
  });

  const CASTS = 500_000;
  await bench.measure({
    name: 'gen_server casts until handled',
    unit: 'casts/s',
    goal: '>= 3e6',
    run: () => {
      const world = make();
      run(world, 'client', 'start', 'counter', 'counter');
      const ms = milliseconds(() => { run(world, 'client', 'casts', 'counter', CASTS); end(world); });
      assert(world.node.whereis('counter')?.state === CASTS, 'all casts were handled');
      return (CASTS * 1_000) / ms;
    },
  });

  for (const burst of [100, 10_000]) {
    await bench.measure({
      name: `one_for_one restarts, burst of ${burst}`,
      unit: 'restarts/s',
      goal: '>= 3e5',
      run: () => restarts(make, run, burst),
    });
  }

  await bench.measure({
    name: 'one_for_all restarts of 100 children',
    unit: 'restarts/s',
    goal: '>= 6e3',
    run: () => {
      const world = make();
      run(world, 'client', 'top', { strategy: 'one_for_all', count: 100, intensity: 1_000_000 });
      const rounds = 200;
      const ms = milliseconds(() => {
        for (let round = 0; round < rounds; round++) kill(world, 'c50');
        end(world);
      });
      return (rounds * 1_000) / ms;
    },
  });

  await bench.measure({
    name: 'start of 10,000 gen_servers under one supervisor',
    unit: 'ms',
    goal: '<= 15',
    run: () => {
      const world = make();
      const ms = milliseconds(() => {
        run(world, 'client', 'top', { strategy: 'one_for_one', count: 10_000, intensity: 1 });
        end(world);
      });
      assert(world.node.whereis('c9999') !== null, 'all started');
      return ms;
    },
  });

  await stepCost(bench, make, run);
}

type Make = (seed?: number) => World;
type Run = (world: World, module: string, name: string, ...args: Term[]) => void;

function kill(world: World, name: string): void {
  const target = world.node.whereis(name);
  assert(target !== null, `${name} is alive`);
  world.node.sendExit(null, target, 'kill', true);
  world.advance(Number.POSITIVE_INFINITY, Number.MAX_SAFE_INTEGER);
}

/** A thousand processes that keep passing a thousand messages to each other at random. */
function relays(make: Make, count: number): World {
  const world = make();
  const { node } = world;
  spawnPlain(node, null, { module: 'client', function: 'sink', of: 'exports', args: [] });
  world.advance(1_000, Number.MAX_SAFE_INTEGER);
  spawnPlain(node, null, { module: 'client', function: 'starts', of: 'exports', args: ['relay', count] });
  while (!node.processes.some((process) => process?.behaviour.name === 'gen_server' && process.head !== null)) world.advance(world.now + 1_000, Number.MAX_SAFE_INTEGER);
  world.advance(world.now + 1_000, Number.MAX_SAFE_INTEGER);
  return world;
}

function events(make: Make, _run: Run): number {
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

function bareLoop(): number {
  const count = 2_000_000;
  const agenda = new Agenda();
  const random = createPrng(1, 'bench');
  let sum = 0;
  const closures = Array.from({ length: 1_000 }, (_, index) => () => { sum += index; });
  for (let entry = 0; entry < 1_000; entry++) agenda.add(agenda.allocate(), 1 + (nextUint32(random) & 63));
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

function restarts(make: Make, run: Run, burst: number): number {
  const world = make();
  run(world, 'client', 'top', { strategy: 'one_for_one', count: 1, intensity: 1_000_000_000 });
  const total = 20_000;
  let ms = 0;
  for (let done = 0; done < total; done += burst) {
    ms += milliseconds(() => {
      for (let index = 0; index < burst; index++) kill(world, 'c0');
      world.node.trace.flush();
    });
  }
  return (total * 1_000) / ms;
}

async function stepCost(bench: Bench, make: Make, _run: Run): Promise<void> {
  const at = (count: number) => ({
    name: `a step, ${count.toLocaleString('en')} processes`,
    unit: 'ns',
    run: () => {
      const world = relays(make, count);
      world.node.trace.flush();
      const steps = 200_000;
      return (milliseconds(() => {
        world.advance(Number.POSITIVE_INFINITY, steps);
        world.node.trace.flush();
      }) * 1e6) / steps;
    },
  });
  await bench.compare(
    [at(100_000), at(10), at(1_000)],
    [
      { to: 'a step, 10 processes', name: 'cost of a step, 100,000 to 10 processes', goal: '<= 1.25' },
    ],
  );
}
