import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createEngine } from '../engine/create-engine.ts';
import type { LoadedCode } from '../engine/load-program.ts';
import type { Batch, RequestBody, TermStyle } from '../engine/protocol.ts';
import { defineScenario } from '../scenario/define-scenario.ts';
import { parseRunText } from '../scenario/parse-run.ts';
import type { Action, Command, Scenario } from '../scenario/scenario.ts';
import { openPage } from '../testing/fake-page.ts';
import { CHOICES, randomModules } from '../testing/random-system.ts';
import { Log } from '../view/log.ts';
import type { TraceBuffer } from '../view/trace-buffer.ts';
import { knownBranches } from './selectors.ts';
import { ShownRun } from './shown-run.ts';

const CASES = 200;
const MOVES = 8;

const code: LoadedCode = {
  setBudget() {},
  reductions: () => 0,
  module: (name) => randomModules[name],
  place: () => null,
  problems: [],
};

const systemOf = (plan: readonly number[], seed: number): Scenario =>
  defineScenario({
    title: 'Random',
    seed,
    schedulingDelayUs: [1, 64],
    modules: Object.fromEntries(Object.keys(randomModules).map((name) => [name, ''])),
    boot: [
      { type: 'spawn', name: 'first', module: 'client', function: 'begin', args: [[...plan]] },
    ],
    script: [{ at: 3_000, type: 'cast', target: 's0', message: 'from the script' }],
  });

const part = fc.double({ min: 0, max: 1.1, noNaN: true });
const action: fc.Arbitrary<Action> = fc.oneof(
  fc.constantFrom<Action>(
    { type: 'exit', target: 's1', reason: 'kill' },
    { type: 'exit', target: 'sup', reason: 'shutdown' },
    { type: 'crash_next', target: 's0', reason: 'boom' },
    { type: 'cast', target: 's2', message: 'cast' },
    { type: 'notify', target: 'events', event: 'hello' },
    { type: 'info', target: 's0', message: 'info' },
    { type: 'call', target: 's0', request: 'count', timeoutMs: 5 },
    { type: 'call', target: 'nobody', request: 'count', timeoutMs: 5 },
  ),
);
const move = fc.oneof(
  fc.record({
    type: fc.constant('play' as const),
    speed: fc.constantFrom(0.001, 0.01, 0.1, 1, 1_000_000),
  }),
  fc.record({ type: fc.constantFrom('time', 'event', 'steps', 'moment'), part }),
  fc.record({ type: fc.constantFrom('time', 'event', 'steps', 'moment'), part }),
  fc.record({ type: fc.constant('act' as const), action }),
  fc.record({ type: fc.constant('act' as const), action }),
  fc.record({ type: fc.constantFrom('branch', 'remove'), place: fc.nat(5) }),
  fc.record({ type: fc.constantFrom('branch'), place: fc.nat(5) }),
  fc.record({
    type: fc.constant('print' as const),
    terms: fc.constantFrom('erlang' as const, 'javascript' as const),
  }),
  fc.record({
    type: fc.constantFrom(
      'pause',
      'step',
      'step_back',
      'step_back',
      'undo',
      'redo',
      'restart',
      'until_idle',
      'to_crash',
      'previous_crash',
      'bookmark',
      'story',
    ),
  }),
);
type Move = typeof move extends fc.Arbitrary<infer T> ? T : never;
/** What happens before the next one: nothing, a frame, or all that is under way arrives. */
const wait = fc.constantFrom(0, 0, 10, 30, 300);

type Page = Awaited<ReturnType<typeof openPage>>;

function make(page: Page, each: Move): void {
  const { playground, state } = page;
  switch (each.type) {
    case 'play':
      if ('speed' in each) playground.setSpeed(each.speed);
      return playground.play();
    case 'time':
    case 'event':
    case 'steps':
    case 'moment': {
      if (!('part' in each)) return;
      const at = Math.floor(each.part * state.extent.at);
      const step = Math.floor(each.part * state.extent.step);
      const seq = Math.floor(Math.min(1, each.part) * Math.max(0, state.extent.seq - 1));
      if (each.type === 'time') return playground.jump({ type: 'time', at });
      if (each.type === 'event') return playground.jump({ type: 'event', seq });
      if (each.type === 'steps') return playground.jump({ type: 'step', step });
      return playground.jump({ type: 'moment', at, step });
    }
    case 'act':
      return 'action' in each ? playground.act(each.action) : undefined;
    case 'branch':
    case 'remove': {
      if (!('place' in each)) return;
      const id = state.branches[each.place % state.branches.length]?.id ?? 1;
      return each.type === 'branch' ? playground.goToBranch(id) : playground.removeBranch(id);
    }
    case 'print':
      return 'terms' in each ? playground.setSettings({ terms: each.terms }) : undefined;
    case 'pause':
      return playground.pause();
    case 'step':
      return playground.step();
    case 'step_back':
      return playground.stepBack();
    case 'undo':
      return playground.undo();
    case 'redo':
      return playground.redo();
    case 'restart':
      return playground.restart();
    case 'until_idle':
      return playground.runUntilIdle();
    case 'to_crash':
      return playground.stepToCrash();
    case 'previous_crash':
      return playground.previousCrash();
    case 'bookmark':
      return playground.bookmark('here');
    case 'story':
      return playground.playStory();
  }
}

/** Nothing is under way any more. */
async function settled(page: Page): Promise<void> {
  await page.clock.pass(100, 100);
  // Who pauses on a long way gives it up.
  while (page.state.journey !== null) await page.clock.pass(100, 100);
  page.playground.pause();
  await page.clock.pass(400, 200);
}

/** The same run, straight to that moment. */
function straight(scenario: Scenario, commands: readonly Command[], terms: TermStyle) {
  const engine = createEngine(code, () => 0);
  const shown = new ShownRun(scenario.script.length, terms);
  let id = 0;
  const ask = (body: RequestBody) => engine.answer({ id: ++id, run: 1, ...body }).answer;
  const take = (body: RequestBody) => {
    const answer = ask(body);
    if (!('batch' in answer)) throw new Error(JSON.stringify(answer));
    shown.take(answer.batch as Batch);
    shown.showAll();
  };
  return {
    shown,
    ask,
    load: (until: { at: number; step: number } | null) =>
      take({ type: 'load', scenario, seed: scenario.seed, commands, until, terms }),
    goOn: (until: { at: number; step: number }) =>
      take({
        type: 'seek',
        commands,
        target: { type: 'moment', ...until },
        have: shown.buffer.end,
      }),
  };
}

/** A line an event: what happened, and what the fold is told of it as data. */
function rowsOf(buffer: TraceBuffer): string[] {
  return Array.from({ length: buffer.end }, (_, seq) =>
    JSON.stringify({ ...buffer.decode(seq), payload: buffer.fact(seq) }),
  );
}

function expectSameNames(one: TraceBuffer, other: TraceBuffer): void {
  const last = Math.max(...other.pids.subarray(0, other.end));
  for (let pid = 1; pid <= last; pid++) {
    expect(one.names.full(pid)).toBe(other.names.full(pid));
    expect(one.names.path(pid)).toBe(other.names.path(pid));
  }
}

function check(page: Page): void {
  const { state, playground } = page;
  expect(['paused', 'idle']).toContain(state.run.type);
  const saved = parseRunText(playground.exportText());
  if (saved.type !== 'parsed') throw new Error(JSON.stringify(saved));
  const { moment, commands } = saved.value;
  expect(commands).toEqual(state.commands);
  const { extent, view, scenario } = state;
  const run = straight(scenario, commands, state.settings.terms);
  run.load(moment);
  const end = run.shown.view.seq;
  const buffer = playground.trace();
  expect(extent.seq).toBe(buffer.end);
  expect(state.hash).toBe(run.shown.hash);
  expect(state.next).toBe(run.shown.next);
  const isWhole = view.seq === end;
  if (isWhole) {
    expect(view.step).toBe(run.shown.view.step);
    expect([...view.processes]).toEqual([...run.shown.view.processes]);
    expect(view.messages).toEqual(run.shown.view.messages);
    expect([...state.results]).toEqual([...run.shown.results]);
    expect(state.run.type).toBe(state.next === null ? 'idle' : 'paused');
    const { pid } = state.selection;
    if (pid !== null) {
      const answer = run.ask({ type: 'inspect', pid });
      expect(state.detail).toEqual(answer.type === 'inspected' ? answer.process : null);
    }
  } else {
    expect(view.seq).toBeLessThan(end);
    expect(view.step).toBeLessThanOrEqual(run.shown.moment.step);
  }
  // What is known of the future is what will be.
  run.goOn({ at: extent.at, step: extent.step });
  expect(buffer.end).toBe(run.shown.buffer.end);
  expect(rowsOf(buffer)).toEqual(rowsOf(run.shown.buffer));
  expectSameNames(buffer, run.shown.buffer);
  const log = new Log(run.shown.buffer);
  log.setFilter(state.logFilter);
  log.setEnd(view.seq);
  log.read();
  expect(state.logLength).toBe(log.length);
}

test('whatever a person does, and however fast, a run is what a straight one is', {
  timeout: 600_000,
}, async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.nat(1_000),
      fc.array(fc.nat(CHOICES - 1), { minLength: 1, maxLength: 6 }),
      fc.array(fc.tuple(move, wait), { minLength: 1, maxLength: MOVES }),
      fc.constantFrom(0, 0, 0, 0, 0, 3, 3, 700),
      async (seed, plan, moves, lookMs) => {
        const page = await openPage({ real: systemOf(plan, seed), code, lookMs });
        const { playground } = page;
        playground.setSpeed(0.1);
        playground.play();
        await page.clock.pass(50);
        playground.select({ path: 's0' });
        for (const [each, ms] of moves) {
          make(page, each as Move);
          if (ms > 0) await page.clock.pass(ms);
          if (ms === 300) {
            await settled(page);
            check(page);
          }
        }
        await settled(page);
        check(page);
        for (const { id, commands } of knownBranches(page.state)) {
          playground.goToBranch(id);
          await settled(page);
          expect(page.state.branch).toBe(id);
          expect(page.state.commands).toEqual(commands);
          check(page);
        }
      },
    ),
    { numRuns: CASES },
  );
});
