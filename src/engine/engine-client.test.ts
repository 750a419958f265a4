import { describe, expect, test } from 'vitest';
import { EVENT } from '../runtime/trace-event.ts';
import { defineScenario } from '../scenario/define-scenario.ts';
import { FakeClock, settle } from '../testing/fake-clock.ts';
import { FakeWorker } from '../testing/fake-engine.ts';
import { FakeWorld } from '../testing/fake-world.ts';
import { createEngineClient, LOAD_PATIENCE_MS, PATIENCE_MS } from './engine-client.ts';

const scenario = defineScenario({
  title: 'Ticks',
  modules: { kv: 'export default {};' },
  boot: [{ type: 'start', module: 'kv', function: 'start', args: [] }],
});
const run = { scenario, seed: 1, commands: [], until: null, terms: 'erlang' } as const;
const step = { until: 1_000_000, steps: 1, stopAt: 'none', sliceMs: 8 } as const;

function setUp() {
  const clock = new FakeClock();
  const workers: FakeWorker[] = [];
  const client = createEngineClient({
    startWorker(program) {
      const worker = new FakeWorker(program);
      workers.push(worker);
      return worker;
    },
    compile(modules) {
      const text = Object.values(modules).join();
      return text.includes('=>')
        ? { ok: false, problems: [{ module: 'kv', line: 1, column: 2, message: 'no' }] }
        : { ok: true, program: text };
    },
    after: clock.after,
  });
  return { client, clock, workers, worker: () => workers.at(-1) as FakeWorker };
}

const withModule = (text: string) => ({ ...run, scenario: { ...scenario, modules: { kv: text } } });

describe('a run', () => {
  test('is loaded and asked on', async () => {
    const { client, worker } = setUp();
    expect(await client.load(run)).toMatchObject({ type: 'advanced' });
    expect(await client.advance(step)).toMatchObject({ type: 'advanced', because: 'reached' });
    expect(await client.inspect(81)).toMatchObject({ type: 'inspected' });
    expect(await client.describe([1, 2])).toMatchObject({ lines: { length: 2 } });
    expect(await client.act({ type: 'exit', target: 'kv', reason: 'kill' })).toMatchObject({
      type: 'acted',
      command: { type: 'exit', step: 1 },
    });
    expect(worker().requests.map(({ type }) => type)).toEqual([
      'load',
      'advance',
      'inspect',
      'describe',
      'act',
    ]);
  });

  test('of the same code stays in its Worker', async () => {
    const { client, workers } = setUp();
    await client.load(run);
    await client.load({ ...run, seed: 2 });
    expect(workers).toHaveLength(1);
  });

  test('of other code gets another Worker', async () => {
    const { client, workers } = setUp();
    await client.load(run);
    await client.load(withModule('other'));
    expect(workers.map(({ terminated }) => terminated)).toEqual([true, false]);
  });

  test('whose code does not compile fails with the places', async () => {
    const { client, workers } = setUp();
    expect(await client.load(withModule('() => 1'))).toMatchObject({
      type: 'failed',
      problems: [{ module: 'kv', line: 1, column: 2 }],
    });
    expect(workers).toHaveLength(0);
  });

  test('that the engine refuses fails with its words', async () => {
    const { client } = setUp();
    const bad = { ...run, scenario: { ...scenario, title: 'Cannot boot' } };
    expect(await client.load(bad)).toMatchObject({
      type: 'failed',
      message: expect.stringContaining('no such function'),
    });
  });

  test('whose Worker cannot start fails with the reason', async () => {
    const clock = new FakeClock();
    const client = createEngineClient({
      startWorker: () => new FakeWorker('', Promise.reject(new Error('blobs are forbidden'))),
      compile: () => ({ ok: true, program: '' }),
      after: clock.after,
    });
    expect(await client.load(run)).toMatchObject({
      message: expect.stringContaining('blobs are forbidden'),
    });
    expect(await client.advance(step)).toEqual({ type: 'stale' });
  });
});

describe('what is late is dropped', () => {
  test('answers to a run before this one', async () => {
    const { client, worker } = setUp();
    await client.load(run);
    worker().holding = true;
    const old = client.advance(step);
    const next = client.load({ ...run, seed: 2 });
    await settle();
    worker().release();
    expect(await old).toEqual({ type: 'stale' });
    expect(await next).toMatchObject({ type: 'advanced', batch: { first: 0 } });
  });

  test('a load that another one overtook while it compiled', async () => {
    const { client, worker } = setUp();
    const first = client.load(run);
    const second = client.load({ ...run, seed: 2 });
    expect(await first).toEqual({ type: 'stale' });
    expect(await second).toMatchObject({ type: 'advanced' });
    expect(worker().requests).toHaveLength(1);
  });

  test('requests while nothing is loaded', async () => {
    const { client } = setUp();
    expect(await client.advance(step)).toEqual({ type: 'stale' });
    const loading = client.load(run);
    expect(await client.advance(step)).toEqual({ type: 'stale' });
    await loading;
    client.stop();
    expect(await client.advance(step)).toEqual({ type: 'stale' });
  });
});

describe('a Worker that does not answer', () => {
  test('is ended, and every request told so', async () => {
    const { client, clock, workers, worker } = setUp();
    await client.load(run);
    worker().deaf = true;
    const requests = [client.advance(step), client.inspect(81)];
    await clock.pass(PATIENCE_MS + 100);
    for (const request of requests) expect(await request).toMatchObject({ type: 'stuck' });
    expect(worker().terminated).toBe(true);
    expect(await client.load(run)).toMatchObject({ type: 'advanced' });
    expect(workers).toHaveLength(2);
  });

  test('has longer to load, for the run may be long', async () => {
    const { client, clock, worker } = setUp();
    await client.load(run);
    worker().holding = true;
    const loading = client.load(run);
    await clock.pass(LOAD_PATIENCE_MS - 500, 500);
    worker().release();
    expect(await loading).toMatchObject({ type: 'advanced' });
  });

  test('is patiently waited for as long as it answers something', async () => {
    const { client, clock, worker } = setUp();
    await client.load(run);
    for (let round = 0; round < 4; round++) {
      worker().holding = true;
      const asked = client.advance(step);
      await clock.pass(PATIENCE_MS - 100, 100);
      worker().release();
      expect(await asked).toMatchObject({ type: 'advanced' });
    }
    await clock.pass(PATIENCE_MS * 3, 100);
    expect(worker().terminated).toBe(false);
  });
});

describe('a Worker that breaks the protocol is ended', () => {
  const of = (body: object) => ({ id: 1, run: 1, ...body });
  const good = new FakeWorld(7, []).batch();
  const advanced = (batch: object) => of({ type: 'advanced', because: 'idle', batch });
  const withFact = (type: keyof typeof EVENT, fact: unknown) =>
    advanced({
      ...good,
      first: 0,
      count: 1,
      ats: new Float64Array(1),
      types: Uint8Array.of(EVENT[type]),
      pids: new Int32Array(1),
      peers: new Int32Array(1),
      as: new Int32Array(1),
      bs: new Int32Array(1),
      facts: new Map([[0, fact]]),
    });
  test.each([
    ['says no answer', 'hello', 'not an answer'],
    ['says an unknown answer', of({ type: 'hello' }), 'an unknown answer'],
    ['answers what was not asked', of({ type: 'described', lines: [] }), 'was not asked'],
    ['sends no batch', advanced(null as never), 'no batch'],
    ['sends columns that are none', advanced({ ...good, types: [] }), 'no columns'],
    ['sends too few of them', advanced({ ...good, count: 1e6 }), 'no columns'],
    [
      'sends a page of text for a line',
      of({ type: 'described', lines: ['x'.repeat(9e6)] }),
      'lines that are no text',
    ],
    [
      'sends no states from where it went',
      of({ type: 'sought', because: 'reached', batch: good, states: { 80: 'x' } }),
      'states that are no text',
    ],
    [
      'explains a step that has no end',
      of({ type: 'explained', step: { pid: 80, first: 0, payloads: new Map() } }),
      'a step that is none',
    ],
    ['inspects nobody', of({ type: 'inspected', process: {} }), 'detail of no process'],
    [
      'sends a supervisor whose children are none',
      withFact('supervisor_started', { children: 'x' }),
      'facts of another kind',
    ],
    [
      'sends a state without a name',
      withFact('transitioned', { from: null, to: 3, tag: '' }),
      'facts of another kind',
    ],
    [
      'sends an event put aside without content',
      withFact('postponed', { type: 'call' }),
      'facts of another kind',
    ],
  ])('%s', async (_what, message, fault) => {
    const { client, worker } = setUp();
    await client.load(run);
    worker().deaf = true;
    const asked = client.advance(step);
    worker().say(message);
    expect(await asked).toMatchObject({
      type: 'stuck',
      message: expect.stringMatching(new RegExp(`protocol.*${fault}`)),
    });
    expect(worker().terminated).toBe(true);
  });
});
