import { describe, expect, test } from 'vitest';
import { formatTime } from '../base/format-time.ts';
import * as otp from '../otp/index.ts';
import { EVENT, EVENT_TYPES } from '../runtime/trace-event.ts';
import type { Command, Scenario } from '../scenario/scenario.ts';
import { quietScenario, smallScenario } from '../testing/small-scenario.ts';
import { answerFault } from './answer-fault.ts';
import { KEPT, SMALL_BATCH } from './batch-writer.ts';
import { compile } from './compile.ts';
import { createEngine } from './create-engine.ts';
import { evaluateProgram } from './evaluate.ts';
import type { Answer, AnswerBody, Batch, RequestBody, TermStyle } from './protocol.ts';
import { runHeadless } from './run-headless.ts';

/** An engine whose clock goes on by `tickMs` each time it looks. */
function engineOf(scenario: Scenario, tickMs = 0) {
  const compiled = compile(scenario.modules);
  if (!compiled.ok) throw new Error(JSON.stringify(compiled.problems));
  let clock = 0;
  const engine = createEngine(evaluateProgram(compiled.program, otp), () => {
    clock += tickMs;
    return clock;
  });
  let id = 0;
  const batches: Batch[] = [];
  function ask<Type extends AnswerBody['type']>(type: Type, body: RequestBody, run = 1) {
    const { answer, transfer } = engine.answer({ id: ++id, run, ...body });
    expect(answerFault(answer)).toBeNull();
    expect(answer).toMatchObject({ id, run, type });
    // What comes over the port is a copy.
    const copy: Answer = structuredClone(answer, { transfer });
    if ('batch' in copy) batches.push(copy.batch);
    return copy as Extract<Answer, { type: Type }>;
  }
  const load = (
    commands: readonly Command[] = [],
    until: { at: number; step: number } | null = null,
    terms: TermStyle = 'erlang',
  ) => ask('advanced', { type: 'load', scenario, seed: 7, commands, until, terms });
  const advance = (
    until: number,
    steps = 1_000_000,
    stopAt: 'none' | 'beat' | 'crash' = 'none',
    sliceMs = 8,
  ) => ask('advanced', { type: 'advance', until, steps, stopAt, sliceMs });
  return { ask, load, advance, batches };
}

const END = 500_000;
const FOREVER = Number.MAX_SAFE_INTEGER;
const kill = { type: 'exit', target: 'kv', reason: 'kill' } as const;

const typesOf = (batch: Batch) => Array.from(batch.types, (type) => EVENT_TYPES[type]);
const count = (batches: readonly Batch[]) => batches.reduce((sum, batch) => sum + batch.count, 0);

describe('load', () => {
  test('makes a world at the moment 0', () => {
    const { batch, because } = engineOf(smallScenario()).load();
    expect(because).toBe('reached');
    expect(batch).toMatchObject({ at: 0, step: 0, first: 0, firstString: 0 });
    expect(typesOf(batch)).toEqual(['spawned', 'registered']);
    expect(batch.strings).toEqual(expect.arrayContaining(['', 'process', 'init']));
    expect(batch.next).toBeGreaterThan(0);
  });

  test('replays commands, and gives the hash of the run they are from', () => {
    const engine = engineOf(smallScenario());
    engine.load();
    engine.advance(100_000);
    const { command } = engine.ask('acted', { type: 'act', action: kill });
    expect(command).toEqual({ at: 100_000, step: expect.any(Number), ...kill });
    const { batch } = engine.advance(END);
    const { at, step, hash } = batch;
    const again = engineOf(smallScenario()).load([command], { at, step });
    expect(again.batch).toMatchObject({ at, step, hash });
    const headless = runHeadless(smallScenario(), { seed: 7, commands: [command], until: END });
    expect(headless.hash).toBe(hash);
  });

  test('a long way is made in slices, of which the first is the answer', () => {
    const whole = engineOf(smallScenario());
    const until = { at: 2_000_000, step: 0 };
    whole.load();
    const { step } = whole.advance(until.at).batch;
    const hash = whole.batches.at(-1)?.hash;
    const sliced = engineOf(smallScenario(), 500);
    let { because, batch } = sliced.load([], { ...until, step });
    expect(because).toBe('slice');
    while (because === 'slice') {
      ({ because, batch } = sliced.ask('sought', { type: 'travel', sliceMs: 200 }));
    }
    expect(batch).toMatchObject({ at: until.at, step, hash });
  });

  test('tells what is wrong with the code', () => {
    const scenario = quietScenario({
      modules: { kv: 'const one = JSON.parse(""); export default {};' },
    });
    const { problems } = engineOf(scenario).ask('failed', {
      type: 'load',
      scenario,
      seed: 1,
      commands: [],
      until: null,
      terms: 'erlang',
    });
    expect(problems).toMatchObject([{ module: 'kv', line: 1 }]);
  });
});

describe('advance', () => {
  test('slices leave no trace', () => {
    const whole = engineOf(smallScenario());
    whole.load();
    const { batch } = whole.advance(5 * END);
    const sliced = engineOf(smallScenario(), 5);
    sliced.load();
    let last = sliced.advance(5 * END);
    for (; last.because === 'slice'; last = sliced.advance(5 * END));
    expect(sliced.batches.length).toBeGreaterThan(5);
    expect(last.batch).toMatchObject({ at: 5 * END, step: batch.step, hash: batch.hash });
    expect(count(sliced.batches)).toBe(count(whole.batches));
    const ends = sliced.batches.map(({ first, count }) => first + count);
    expect(sliced.batches.slice(1).map(({ first }) => first)).toEqual(ends.slice(0, -1));
    expect(sliced.batches.flatMap(({ strings }) => strings)).toEqual(
      whole.batches.flatMap(({ strings }) => strings),
    );
  });

  test('one step at a time', () => {
    const engine = engineOf(smallScenario());
    engine.load();
    for (let step = 1; step <= 50; step++) {
      expect(engine.advance(FOREVER, 1)).toMatchObject({ because: 'reached', batch: { step } });
    }
    const { hash } = engineOf(smallScenario()).load([], engine.batches.at(-1) ?? null).batch;
    expect(engine.batches.at(-1)?.hash).toBe(hash);
  });

  test('stops after the step of a crash, which the batch tells', () => {
    const engine = engineOf(
      smallScenario({
        script: [{ at: 100_000, type: 'crash_next', target: 'kv', reason: 'doom' }],
      }),
    );
    engine.load();
    const { batch, because } = engine.advance(FOREVER, 1_000_000, 'crash');
    expect(because).toBe('stopped');
    expect(typesOf(batch)).toContain('crashed');
    expect([...batch.texts.values()]).toContain('doom');
    const next = engine.advance(FOREVER, 1_000_000, 'beat');
    expect(next.because).toBe('stopped');
  });

  test('idle, when nothing will happen any more, without running off in time', () => {
    const engine = engineOf(quietScenario());
    engine.load();
    const { batch, because } = engine.advance(FOREVER);
    expect(because).toBe('idle');
    expect(batch.next).toBeNull();
    expect(batch.at).toBeLessThan(1_000_000);
    expect(engine.advance(2_000_000)).toMatchObject({
      because: 'idle',
      batch: { at: 2_000_000, count: 0 },
    });
    const acted = engine.ask('acted', { type: 'act', action: kill });
    expect(acted.command.at).toBe(2_000_000);
    expect(acted.batch.next).not.toBeNull();
  });

  test('a script that is to come is something that will happen', () => {
    const engine = engineOf(quietScenario({ script: [{ at: 9_000_000, ...kill }] }));
    engine.load();
    expect(engine.advance(1_000_000).batch.next).toBe(9_000_000);
    expect(engine.advance(FOREVER)).toMatchObject({ because: 'idle' });
  });
});

describe('batches', () => {
  test('facts of supervisors, decisions and commands are data, with pids as text', () => {
    const engine = engineOf(quietScenario());
    engine.load();
    engine.advance(FOREVER);
    engine.ask('acted', {
      type: 'act',
      action: {
        type: 'call',
        target: 'top',
        request: { type: 'which_children' },
        timeoutMs: 5_000,
      },
    });
    engine.advance(FOREVER);
    engine.ask('acted', { type: 'act', action: kill });
    engine.advance(FOREVER);
    const facts = engine.batches.flatMap((batch) => [...batch.facts.values()]);
    expect(facts).toMatchObject([
      { strategy: 'one_for_one', intensity: 5, children: [{ id: 'server' }] },
      { type: 'call' },
      { type: 'reply', reply: [{ id: 'server', child: '<0.82.0>', type: 'worker' }] },
      { type: 'exit', target: 'kv' },
      { type: 'ok' },
      { decision: 'restart', reason: 'killed', count: 1 },
    ]);
  });

  test('states are those at the end, one line each', () => {
    const engine = engineOf(smallScenario());
    engine.load();
    const { batch } = engine.advance(END);
    const kv = runHeadless(smallScenario(), { seed: 7, until: END });
    const pid = kv.run.world.node.whereis('kv')?.pid.id as number;
    expect(batch.states.get(pid)).toMatch(/^#\{k\d => /);
    expect(
      engine.ask('inspected', { type: 'inspect', pid }).process?.state.replace(/\s/g, ''),
    ).toBe(batch.states.get(pid)?.replace(/\s/g, ''));
  });

  test('a large batch says the texts of beats only; the others are there for the asking', () => {
    const engine = engineOf(smallScenario({ script: [{ at: 100_000, ...kill }] }));
    engine.load();
    const { batch } = engine.advance(30_000_000, 1_000_000, 'none', 8_000);
    expect(batch.count).toBeGreaterThan(SMALL_BATCH);
    const told = new Set(
      [...batch.texts.keys()].map((seq) => EVENT_TYPES[batch.types[seq - batch.first] as number]),
    );
    expect(told).toContain('exited');
    expect(told).not.toContain('sent');
    const sent = batch.first + batch.types.indexOf(EVENT.sent as number);
    const { lines } = engine.ask('described', {
      type: 'describe',
      seqs: [sent, -1, 1e9, 1.5, sent + KEPT],
    });
    expect(lines).toEqual([expect.stringMatching(/./), null, null, null, null]);
  });

  test.each([
    ['erlang', '#{last => {a,1}}'],
    ['javascript', '{ last: ["a", 1] }'],
  ] as const)('prints states as %s does', (terms, state) => {
    const engine = engineOf(quietScenario());
    engine.load([], null, terms);
    engine.advance(FOREVER);
    engine.ask('acted', { type: 'act', action: { type: 'info', target: 'kv', message: ['a', 1] } });
    expect([...engine.advance(FOREVER).batch.states.values()]).toContain(state);
  });
});

test('a supervisor of five thousand children is told whole', () => {
  const scenario: Scenario = {
    ...smallScenario(),
    modules: {
      top: `
        import { ok, supervisor, type Self } from 'otp';
        export const start = (self: Self) => supervisor.startLink(self, 'top');
        export default {
          init: () => ok({ flags: {}, children: Array.from({ length: 5000 }, (_, index) => ({
            id: 'c' + index, start: ['top', 'nothing', []] })) }),
        };
        export const nothing = () => ({ type: 'ignore' });`,
    },
    boot: [{ type: 'start', module: 'top', function: 'start', args: [] }],
    script: [],
  };
  const { load, advance, batches } = engineOf(scenario);
  load();
  advance(FOREVER);
  const facts = batches.flatMap(({ facts }) => [...facts.values()]) as {
    children?: { id: string }[];
  }[];
  const told = facts.find(({ children }) => children !== undefined)?.children ?? [];
  expect(told).toHaveLength(5_000);
  expect(told.at(-1)).toMatchObject({ id: 'c4999', start: 'top:nothing' });
});

describe('inspect', () => {
  test('a process in full, with its state before and after', () => {
    const engine = engineOf(smallScenario());
    engine.load();
    engine.advance(END);
    engine.ask('acted', {
      type: 'act',
      action: { type: 'info', target: 'kv', message: 'hello' },
    });
    engine.advance(END + 2_000);
    const headless = runHeadless(smallScenario(), { seed: 7, until: END });
    const { pid } = headless.run.world.node.whereis('kv') as { pid: { id: number } };
    const { process } = engine.ask('inspected', { type: 'inspect', pid: pid.id });
    expect(process).toMatchObject({
      printed: `<0.${pid.id}.0>`,
      name: 'kv',
      behaviour: 'gen_server',
      module: 'kv',
      node: 'nonode@nohost',
      links: [81],
      parent: 81,
      mailboxLength: 0,
    });
    expect(process?.state).toMatch(/^ {2}last => hello$/m);
    expect(process?.stateBefore).toMatch(/^ {2}k\d => \d,?$/m);
    expect(process?.stateBefore).not.toMatch(/hello/);
    expect(process?.reductions).toBeGreaterThan(0);
  });

  test('whom it waits for, and its mailbox', () => {
    const engine = engineOf(quietScenario());
    engine.load();
    engine.advance(FOREVER);
    const call = {
      type: 'call',
      target: 'kv',
      request: { type: 'never' },
      timeoutMs: 5_000,
    } as const;
    engine.ask('acted', { type: 'act', action: call });
    engine.advance((engine.batches.at(-1)?.at as number) + 50_000);
    engine.ask('acted', { type: 'act', action: { type: 'info', target: 'kv', message: ['hi'] } });
    const shell = engine.ask('inspected', { type: 'inspect', pid: 83 }).process;
    expect(shell).toMatchObject({
      status: 'waiting',
      module: 'shell',
      waitsFor: expect.stringMatching(/^an answer of kv, until \d\d:\d\d\.\d{3}$/),
    });
    const kv = engine.ask('inspected', { type: 'inspect', pid: 82 }).process;
    expect(kv).toMatchObject({
      status: 'runnable',
      mailbox: [{ kind: 'info', from: 0, text: '[hi]' }],
    });
  });

  test('the handlers of an event manager, in order, and its timers', () => {
    const notes = `
      import { genEvent, ok, type EventHandler, type Self } from 'otp';
      export function* start(self: Self) {
        const started = yield* genEvent.startLink(self, { name: 'notes' });
        yield* genEvent.addHandler(self, 'notes', 'notes', ['one', 60_000]);
        yield* genEvent.addSupHandler(self, 'notes', ['notes', 2], ['two', 30_000]);
        return started;
      }
      export default {
        init([name, ms]: [string, number], self) {
          self.sendAfter(ms, self.pid, ['tick', name]);
          return ok([name]);
        },
        handleEvent: (_event, state) => ok(state),
      } satisfies EventHandler;`;
    const engine = engineOf(
      quietScenario({
        modules: { notes },
        boot: [{ type: 'start', module: 'notes', function: 'start', args: [] }],
      }),
    );
    engine.load();
    engine.advance(1_000_000);
    const manager = engine.ask('inspected', { type: 'inspect', pid: 81 }).process;
    expect(manager?.handlers).toEqual([
      { name: '{notes,2}', state: '[two]', supervisor: 80 },
      { name: 'notes', state: '[one]', supervisor: 0 },
    ]);
    expect(manager?.timers.map(({ text }) => text)).toEqual(['{tick,two}', '{tick,one}']);
    const [first, second] = manager?.timers.map(({ due }) => due) ?? [];
    expect((second ?? 0) - (first ?? 0)).toBeGreaterThan(29_000_000);
  });

  test('nobody has that pid, or not any more', () => {
    const engine = engineOf(quietScenario());
    engine.load();
    engine.advance(FOREVER);
    expect(engine.ask('inspected', { type: 'inspect', pid: 7 }).process).toBeNull();
    engine.ask('acted', { type: 'act', action: kill });
    engine.advance(FOREVER);
    expect(engine.ask('inspected', { type: 'inspect', pid: 82 }).process).toMatchObject({
      status: 'exited',
      waitsFor: null,
    });
  });
});

describe('failures', () => {
  test('no such run', () => {
    const engine = engineOf(quietScenario());
    expect(engine.ask('failed', { type: 'inspect', pid: 80 })).toMatchObject({
      message: 'There is no such run.',
    });
    engine.load();
    engine.ask('failed', { type: 'inspect', pid: 80 }, 2);
    engine.ask('inspected', { type: 'inspect', pid: 80 });
  });

  test('what is no term is refused, and the run is as it was', () => {
    const engine = engineOf(quietScenario());
    engine.load();
    const { hash } = engine.advance(FOREVER).batch;
    const message = new Date(0) as never;
    const refused = engine.ask('failed', {
      type: 'act',
      action: { type: 'info', target: 'kv', message },
    });
    expect(refused.message).toMatch(/not a term/);
    expect(engine.advance(FOREVER).batch).toMatchObject({ hash, count: 0 });
  });

  test('a mistake of ours is told with the moment, and ends the run', () => {
    const engine = engineOf(quietScenario());
    engine.load();
    const { at } = engine.advance(FOREVER).batch;
    const action = { type: 'conjure', target: 'kv' } as never;
    const { message } = engine.ask('failed', { type: 'act', action });
    expect(message).toMatch(
      new RegExp(`^The playground made a mistake at step \\d+ \\(at ${formatTime(at)}, seed 7\\)`),
    );
    expect(engine.ask('failed', { type: 'inspect', pid: 80 }).message).toBe(message);
    expect(engine.load().type).toBe('advanced');
  });
});
