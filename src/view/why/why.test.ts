import { describe, expect, test } from 'vitest';
import backoff from '../../content/scenarios/backoff/scenario.ts';
import escalation from '../../content/scenarios/escalation/scenario.ts';
import poison from '../../content/scenarios/poison-message/scenario.ts';
import { bushyScenario } from '../../testing/bushy-scenario.ts';
import { CHOICES, randomSystem } from '../../testing/random-system.ts';
import { cast, kill, toldRun, toldTree } from '../../testing/told-run.ts';
import { traceBufferOf } from '../../testing/trace-buffer-of.ts';
import { abc, ask, NEXT_MS, newest, sentences } from '../../testing/why-told.ts';
import { TraceBuffer } from '../trace-buffer.ts';
import { textsOf } from './texts.ts';
import { why } from './why.ts';

describe('why is a process', () => {
  const script = [
    [10, cast('b', 'work', 80)],
    [20, cast('a', 'ask', 'b', ['work', 1], 90)],
    [30, kill('c')],
  ] as const;
  const run = toldTree(abc, script, 50);
  const whyProcess = (pid: number) => ask(run, { type: 'process', pid, end: run.view.seq });

  test('waiting: for whom, and what that one does', () =>
    expect(whyProcess(82)).toEqual([
      'a waits for b.',
      'Meanwhile b is busy for 80 ms.',
      'b handles {work,80} in handle_cast.',
      'From outside: cast {work,80} to b.',
      'command',
    ]));
  test('busy', () => expect(whyProcess(83)[0]).toBe('b is busy for 80 ms.'));
  test('dead', () => expect(whyProcess(84)[0]).toBe('c <0.84.0> has ended: it was killed.'));
  test('there again', () => expect(whyProcess(85)[0]).toBe('c <0.85.0> is up again under sup.'));
  test('as it is, a supervisor', () =>
    expect(whyProcess(81)[0]).toBe('sup restarts c (one_for_one, permanent; 1 of 5 in 5 s).'));
  test('there, at a moment before it died', () => {
    const end = newest(run, 'command_applied');
    expect(ask(run, { type: 'process', pid: 84, end })[0]).toBe('c <0.84.0> is up under sup.');
  });
  test('nothing is said of one that never was', () => expect(whyProcess(99)).toEqual(['nothing']));
});

test('why a restart stands in the window: the newest is number 0', () => {
  const script = [
    [10, kill('a')],
    [20, cast('b', 'crash')],
  ] as const;
  const run = toldTree(abc, script, NEXT_MS);
  const token = (fromNewest: number) =>
    ask(run, { type: 'restart', supervisor: 81, fromNewest, end: run.view.seq })[0];
  expect([token(0), token(1), token(2)]).toEqual([
    'sup restarts b (one_for_one, permanent; 2 of 5 in 5 s).',
    'sup restarts a (one_for_one, permanent; 1 of 5 in 5 s).',
    'nothing',
  ]);
});

describe('where it ends', () => {
  test('at so many links, to be asked further', () => {
    const { buffer } = toldRun(poison, 12_000);
    const answer = why(buffer, { type: 'event', seq: buffer.end - 1 }, 10);
    expect(answer?.links).toHaveLength(10);
    expect(answer?.end).toBe('more');
  });

  test('where the trace is no longer kept', () => {
    const run = toldTree(abc, [[10, cast('b', 'crash')]], NEXT_MS);
    const started = newest(run, 'child_started');
    expect(sentences(why(later(run.buffer, started), { type: 'event', seq: started }))).toEqual([
      'b <0.85.0> is up again under sup.',
      'gone',
    ]);
  });
});

/** The same events, those before `first` dropped. */
function later(from: TraceBuffer, first: number): TraceBuffer {
  const { strings, ats, types, pids, peers, as, bs } = from;
  const buffer = new TraceBuffer();
  const columns = { ats, types, pids, peers, as, bs };
  const facts = new Map<number, unknown>();
  const rest = { facts, texts: new Map(), states: new Map(), hash: '', next: null, at: 0, step: 0 };
  buffer.append({ first: 0, count: from.end, ...columns, firstString: 0, strings, ...rest });
  Object.defineProperty(buffer, 'first', { get: () => first });
  Object.defineProperty(buffer, 'has', { value: (seq: number) => seq >= first && seq < from.end });
  return buffer;
}

test('texts that are missing are named: of the links, and of what a crashed callback was given', () => {
  const run = toldTree(abc, [[10, cast('b', 'crash')]], NEXT_MS);
  const crash = newest(run, 'crashed');
  const given = newest(run, 'received', /^b handles/);
  const texts = (buffer: TraceBuffer) => {
    const answer = why(buffer, { type: 'event', seq: crash });
    return answer === null ? null : textsOf(buffer, answer);
  };
  expect(texts(later(run.buffer, 0))).toEqual(expect.arrayContaining([crash, given]));
  expect(texts(run.buffer)).not.toContain(crash);
});

describe('every event comes of a command or the boot, and is told once', () => {
  test.each([
    ['a bushy tree', bushyScenario, 5_000],
    ['escalation', escalation, 12_000],
    ['a poison message', poison, 12_000],
    ['a state machine', backoff, 20_000],
  ] as const)('in %s', (_name, scenario, ms) => {
    const { buffer } = toldRun(scenario, ms);
    expect(buffer.end).toBeGreaterThan(100);
    expectAllExplained(buffer, /^(boot|command)$/);
  });

  test('in systems that do a little of everything; or they come of the test that spawns from outside', () => {
    for (let seed = 1; seed <= 6; seed++) {
      const plan = Array.from({ length: 20 }, (_, at) => (seed * 7 + at * at * 3) % CHOICES);
      const world = randomSystem(seed, plan).run(300);
      const buffer = traceBufferOf(world.events, world.node.trace.strings);
      expectAllExplained(buffer, /^(outside|command)$/);
    }
  });
});

function expectAllExplained(buffer: TraceBuffer, end: RegExp): void {
  for (let seq = 0; seq < buffer.end; seq++) {
    const answer = why(buffer, { type: 'event', seq });
    const seqs = answer?.links.map((link) => link.seq) ?? [];
    expect([seq, answer?.end]).toEqual([seq, expect.stringMatching(end)]);
    expect(seqs[0]).toBe(seq);
    expect(new Set(seqs).size).toBe(seqs.length);
  }
}
