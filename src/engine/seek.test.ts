import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import * as otp from '../otp/index.ts';
import { EVENT_TYPES } from '../runtime/trace-event.ts';
import type { Action, Command, Scenario } from '../scenario/scenario.ts';
import { smallScenario } from '../testing/small-scenario.ts';
import { answerFault } from './answer-fault.ts';
import { compile } from './compile.ts';
import { createEngine } from './create-engine.ts';
import { evaluateProgram } from './evaluate.ts';
import type { Answer, AnswerBody, Batch, Moment, RequestBody, SeekTarget } from './protocol.ts';

const scenario = smallScenario();
const SEED = 7;
const FOREVER = Number.MAX_SAFE_INTEGER;
const program = evaluateProgram(compileOf(scenario), otp);

function compileOf({ modules }: Scenario): string {
  const compiled = compile(modules);
  if (!compiled.ok) throw new Error(JSON.stringify(compiled.problems));
  return compiled.program;
}

/** A page that keeps what it was told, as the store does. */
function page() {
  const engine = createEngine(program, () => 0, 100);
  /** One row an event: at, type, pid, peer, b. */
  const rows: string[] = [];
  let commands: readonly Command[] = [];
  let id = 0;
  let last: Batch | null = null;

  function ask<Type extends AnswerBody['type']>(type: Type, body: RequestBody) {
    const { answer } = engine.answer({ id: ++id, run: 1, ...body });
    expect(answerFault(answer)).toBeNull();
    expect(answer).toMatchObject({ type });
    return answer as Extract<Answer, { type: Type }>;
  }
  function take(batch: Batch): void {
    expect(batch.first).toBeLessThanOrEqual(rows.length);
    for (let index = 0; index < batch.count; index++) {
      const { ats, types, pids, peers, bs } = batch;
      const row = [ats, types, pids, peers, bs].map((column) => column[index]).join(' ');
      const seq = batch.first + index;
      if (seq < rows.length) expect(row).toBe(rows[seq]);
      else rows.push(row);
    }
    last = batch;
  }
  take(
    ask('advanced', { type: 'load', scenario, seed: SEED, commands, until: null, terms: 'erlang' })
      .batch,
  );
  return {
    ask,
    rows,
    get last() {
      return last as Batch;
    },
    get commands() {
      return commands;
    },
    advance(until: number, steps = 100_000) {
      take(ask('advanced', { type: 'advance', until, steps, stopAt: 'none', sliceMs: 8 }).batch);
    },
    /** `known`: how many events the run with these commands has in common with the one before. */
    seek(target: SeekTarget, other: readonly Command[] = commands, known = rows.length) {
      rows.length = Math.min(rows.length, known);
      commands = other;
      const sought = ask('sought', { type: 'seek', commands, target, have: rows.length });
      take(sought.batch);
      return sought;
    },
    act(action: Action) {
      const { first, count } = last as Batch;
      rows.length = first + count;
      const acted = ask('acted', { type: 'act', action });
      commands = [
        ...commands.filter(({ at, step = 0 }) => isBefore({ at, step }, acted.command)),
        acted.command,
      ];
      take(acted.batch);
    },
  };
}

const typeOf = (row: string) => EVENT_TYPES[Number(row.split(' ')[1])];

const isBefore = (one: { at: number; step: number }, other: { at: number; step?: number }) =>
  one.at < other.at || (one.at === other.at && one.step <= (other.step ?? 0));

/** The same run without a look back, as far as `until`. */
function straight(commands: readonly Command[], until: Moment) {
  const engine = createEngine(program, () => 0);
  const input = { scenario, seed: SEED, commands, until, terms: 'erlang' } as const;
  const { answer } = engine.answer({ id: 1, run: 1, type: 'load', ...input });
  if (!('batch' in answer)) throw new Error('it did not load');
  const { first, count, hash } = answer.batch;
  return { hash, events: first + count };
}

const later = (at: number): Moment => ({ at, step: Number.MAX_SAFE_INTEGER });

const kill: Action = { type: 'exit', target: 'kv', reason: 'kill' };
const store: Action = {
  type: 'call',
  target: 'kv',
  request: { type: 'store', key: 'a', value: 1 },
  timeoutMs: 100,
};

describe('seek', () => {
  test('any moment gone by is the moment it was', () => {
    const run = page();
    const moments = Array.from({ length: 40 }, (_, index) => {
      run.advance(FOREVER, 37 + index);
      return run.last;
    });
    for (const place of [39, 3, 17, 16, 0, 38]) {
      const { at, step, hash, next } = moments[place] as Batch;
      const { batch } = run.seek({ type: 'moment', at, step });
      expect(batch).toMatchObject({ at, step, hash, next });
    }
  });

  test('to a number of steps, to a time, to an event', () => {
    const run = page();
    run.advance(2_000_000);
    expect(run.seek({ type: 'step', step: 11 }).batch.step).toBe(11);
    expect(run.seek({ type: 'time', at: 777_777 }).batch.at).toBe(777_777);
    const { batch } = run.seek({ type: 'event', seq: 123 });
    const end = batch.first + batch.count;
    expect(end).toBeGreaterThan(123);
    const before = run.seek({ type: 'step', step: batch.step - 1 }).batch;
    expect(before.first + before.count).toBeLessThanOrEqual(123);
  });

  test('tells no event that is known, and then all that are not', () => {
    const run = page();
    run.advance(500_000);
    const known = run.rows.length;
    const back = run.seek({ type: 'time', at: 100_000 }).batch;
    expect(back.count).toBe(0);
    const on = run.seek({ type: 'time', at: 900_000 }).batch;
    expect(on.first).toBe(known);
    expect(on.hash).toBe(straight([], later(900_000)).hash);
  });

  test('the states are those of the event asked for, not of the end of its step', () => {
    const run = page();
    run.advance(2_000_000);
    const changed = run.rows.findLastIndex((row) => typeOf(row) === 'state_changed');
    const pid = Number((run.rows[changed] as string).split(' ')[2]);
    const before = run.seek({ type: 'event', seq: changed - 1 });
    const after = run.seek({ type: 'event', seq: changed });
    expect(before.states.get(pid)).not.toBe(after.states.get(pid));
    const whole = run.seek({ type: 'moment', at: after.batch.at, step: after.batch.step });
    expect(whole.states.get(pid)).toBe(after.states.get(pid));
  });

  test('what somebody does in the past begins another run; the old one is still to be had', () => {
    const run = page();
    run.advance(300_000);
    run.act(kill);
    run.advance(1_000_000);
    const old = { commands: run.commands, hash: run.last.hash };
    run.seek({ type: 'time', at: 150_000 });
    const common = run.last.first + run.last.count;
    run.act(store);
    run.advance(1_000_000);
    expect(run.commands).toHaveLength(1);
    expect(run.last.hash).toBe(straight(run.commands, later(1_000_000)).hash);
    const { batch } = run.seek({ type: 'time', at: 1_000_000 }, old.commands, common);
    expect(batch.hash).toBe(old.hash);
  });

  test('texts are told of events whose payloads are long gone', () => {
    const run = page();
    run.advance(300_000);
    const seq = run.rows.findLastIndex((row) => typeOf(row) === 'sent');
    const [text] = run.ask('described', { type: 'describe', seqs: [seq] }).lines;
    for (let round = 0; round < 45; round++) run.advance(FOREVER, 2_000);
    expect(run.rows.length).toBeGreaterThan(200_000);
    expect(run.ask('described', { type: 'describe', seqs: [seq] }).lines).toEqual([text]);
  });

  test('also of events to come, which were seen', () => {
    const run = page();
    run.advance(300_000);
    const seq = run.rows.findLastIndex((row) => typeOf(row) === 'sent');
    const ask = () => run.ask('described', { type: 'describe', seqs: [seq] }).lines;
    const [text] = ask();
    const explained = run.ask('explained', { type: 'explain', seq });
    for (let round = 0; round < 10; round++) run.advance(FOREVER, 2_000);
    run.seek({ type: 'time', at: 100_000 });
    expect(text).toMatch(/./);
    expect(ask()).toEqual([text]);
    expect(run.ask('explained', { type: 'explain', seq }).step).toEqual(explained.step);
  });

  test('a text is of the history on view, also where the other one was known to go on', () => {
    const run = page();
    run.advance(300_000);
    run.act({ type: 'cast', target: 'kv', message: 'one' });
    run.advance(400_000);
    const one = run.commands;
    run.seek({ type: 'time', at: 300_000 - 1 });
    const common = run.last.first + run.last.count;
    const other = one.map((command) => ({ ...command, message: 'other' }) as Command);
    run.seek({ type: 'time', at: 200_000 }, other, common);
    run.seek({ type: 'time', at: 400_000 });
    const applied = run.rows.findIndex((row) => typeOf(row) === 'command_applied');
    expect(run.ask('described', { type: 'describe', seqs: [applied] }).lines[0]).toMatch(/other/);
  });

  test('also of what is done where the old history was known to go on', () => {
    const run = page();
    run.advance(300_000);
    run.seek({ type: 'time', at: 150_000 });
    run.act({ type: 'cast', target: 'kv', message: 'mine' });
    const applied = run.rows.findIndex((row) => typeOf(row) === 'command_applied');
    expect(run.ask('described', { type: 'describe', seqs: [applied] }).lines[0]).toMatch(/mine/);
  });

  test('the states are also of those who died lately', () => {
    const run = page();
    run.advance(300_000);
    run.act(kill);
    run.advance(400_000);
    const exited = run.rows.findIndex((row) => typeOf(row) === 'exited');
    const pid = Number((run.rows[exited] as string).split(' ')[2]);
    const alive = run.seek({ type: 'event', seq: exited - 1 }).states.get(pid);
    expect(alive).toMatch(/#{/);
    expect(run.seek({ type: 'time', at: 400_000 }).states.get(pid)).toBe(alive);
  });

  test('a command that comes before the next step is a moment of its own', () => {
    const run = page();
    const { next } = run.last;
    run.advance((next ?? 0) - 1);
    run.act({ type: 'crash_next', target: 'kv', reason: 'boom' });
    run.advance(2_000_000);
    const applied = run.rows.findIndex((row) => typeOf(row) === 'command_applied');
    const { batch } = run.seek({ type: 'event', seq: applied });
    expect(batch).toMatchObject({ at: (next ?? 0) - 1, step: run.commands[0]?.step });
  });

  test('a step is explained from the inside', () => {
    const run = page();
    run.advance(3_000_000);
    const changed = run.rows.findLastIndex((row) => typeOf(row) === 'state_changed');
    const { step } = run.ask('explained', { type: 'explain', seq: changed });
    expect(step?.first).toBeLessThan(changed);
    expect(step?.end).toBeGreaterThan(changed);
    expect(step?.before).not.toBe(step?.after);
    expect(step?.payloads.get(changed)).toBe(step?.after);
    expect(run.last.hash).toBe(straight([], later(3_000_000)).hash);
  });
});

test('a crash is explained by the line that raised', () => {
  const run = page();
  run.advance(100_000);
  run.act({
    type: 'call',
    target: 'kv',
    request: { type: 'lookup', key: 'crash' },
    timeoutMs: 100,
  });
  run.advance(200_000);
  const crashed = run.rows.findIndex((row) => typeOf(row) === 'crashed');
  const { step } = run.ask('explained', { type: 'explain', seq: crashed });
  const line = (scenario.modules.kv as string)
    .split('\n')
    .findIndex((text) => text.includes('div(1, 0)'));
  expect(step?.threwAt).toEqual({ module: 'kv', line: line + 1 });
  const after = run.ask('explained', { type: 'explain', seq: run.rows.length - 1 });
  expect(after.step?.threwAt).toBeNull();
});

test('a crash that was asked for is explained by no line', () => {
  const run = page();
  run.advance(1_500_000);
  run.act({ type: 'crash_next', target: 'kv', reason: 'oops' });
  run.advance(6_000_000);
  const crashed = run.rows.findIndex((row) => typeOf(row) === 'crashed');
  const { step } = run.ask('explained', { type: 'explain', seq: crashed });
  expect(step?.before).not.toBeNull();
  expect(step?.threwAt).toBeNull();
});

/** What a person may do, one after the other. */
const move = fc.oneof(
  fc.record({ type: fc.constant('run' as const), steps: fc.integer({ min: 1, max: 200 }) }),
  fc.record({
    type: fc.constant('back' as const),
    part: fc.double({ min: 0, max: 1, noNaN: true }),
  }),
  fc.record({
    type: fc.constant('event' as const),
    part: fc.double({ min: 0, max: 1, noNaN: true }),
  }),
  fc.record({ type: fc.constant('step_back' as const) }),
  fc.record({ type: fc.constant('act' as const), action: fc.constantFrom(kill, store) }),
  fc.record({ type: fc.constant('undo' as const) }),
);

test('after whatever jumps, steps back and branches a run is what a straight one is', () => {
  fc.assert(
    fc.property(fc.array(move, { minLength: 1, maxLength: 12 }), (moves) => {
      const run = page();
      for (const each of moves) {
        const { at, step } = run.last;
        switch (each.type) {
          case 'run':
            run.advance(FOREVER, each.steps);
            break;
          case 'back':
            run.seek({ type: 'time', at: Math.floor(at * each.part) });
            break;
          case 'event':
            run.seek({ type: 'event', seq: Math.floor((run.rows.length - 1) * each.part) });
            break;
          case 'step_back':
            run.seek({ type: 'step', step: Math.max(0, step - 1) });
            break;
          case 'act':
            run.act(each.action);
            break;
          case 'undo': {
            const undone = run.commands.at(-1);
            if (undone === undefined) break;
            const mark = { at: undone.at, step: undone.step ?? 0 };
            const known = straight(run.commands.slice(0, -1), mark).events;
            run.seek({ type: 'moment', ...mark }, run.commands.slice(0, -1), known);
          }
        }
      }
      run.seek({ type: 'time', at: 200_000 });
      expect(run.last.hash).toBe(straight(run.commands, later(200_000)).hash);
      run.advance(300_000);
      expect(run.last.hash).toBe(straight(run.commands, later(300_000)).hash);
    }),
    { numRuns: 1_000 },
  );
});
