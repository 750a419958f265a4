import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { EVENT } from '../runtime/trace-event.ts';
import type { Action, Command, Scenario } from '../scenario/scenario.ts';
import { quietScenario, smallScenario } from '../testing/small-scenario.ts';
import { traceText } from '../testing/trace-text.ts';
import { Run } from './run.ts';
import { runHeadless, ScenarioProblems, startHeadless } from './run-headless.ts';

const call = (request: unknown, timeoutMs = 5_000): Action =>
  ({ type: 'call', target: 'kv', request, timeoutMs }) as Action;
const answers = (scenario: Scenario, commands: readonly Command[]) =>
  runHeadless(scenario, { commands })
    .events.filter(({ type }) => type === 'command_answered')
    .map(({ a, payload }) => [a, payload]);

describe('boot', () => {
  test('init starts the tree, waits for it, and goes on', () => {
    const { events, strings } = runHeadless(
      quietScenario({
        boot: [
          { type: 'start', module: 'sup', function: 'start', args: [] },
          { type: 'spawn', name: 'late', module: 'nowhere', function: 'run', args: [1] },
        ],
      }),
    );
    expect(
      traceText(events, strings, { types: ['spawned', 'child_started', 'registered', 'exited'] }),
    ).toMatchInlineSnapshot(`
      "<0.80.0> spawned process init: {boot,{start,sup,start,[]},{spawn,late,nowhere,run,[1]}}
      init registered init
      <0.81.0> spawned supervisor sup by init: undefined
      top registered top
      <0.82.0> spawned gen_server kv by top: undefined
      kv registered kv
      top child started server with kv
      <0.83.0> spawned process nowhere by init: {run,1}
      late registered late
      late exited: {undef,[{nowhere,run}]}"
    `);
  });

  test('a start that fails is told, and the next one tried', () => {
    const { events, strings, states } = runHeadless(
      quietScenario({
        boot: [
          { type: 'start', module: 'gen_server', function: 'start_link', args: ['nowhere', null] },
          { type: 'start', module: 'kv', function: 'nothing', args: [] },
          { type: 'start', module: 'sup', function: 'start', args: [] },
          { type: 'spawn', name: 'kv', module: 'kv', function: 'run', args: [] },
        ],
      }),
    );
    const failed = events.filter(
      ({ type, a }) => type === 'reported' && strings[a] === 'boot_failed',
    );
    expect(traceText(failed, strings)).toMatchInlineSnapshot(`
      "<0.80.0> reported boot_failed: #{start => {gen_server,start_link,[nowhere,undefined]},reason => {undef,[{nowhere,init}]}}
      <0.80.0> reported boot_failed: #{start => {kv,nothing,[]},reason => {undef,[{kv,nothing}]}}
      <0.80.0> reported boot_failed: #{start => {kv,run,[]},reason => {already_started,<0.83.0>}}"
    `);
    expect(Object.keys(states)).toContain('kv');
  });

  test('problems of the code are told with their places', () => {
    const scenario = quietScenario({ modules: { kv: 'export default Date.now();', init: '' } });
    expect(() => runHeadless(scenario)).toThrow(ScenarioProblems);
  });
});

describe('commands', () => {
  test.each([
    ['a reply', call({ type: 'store', key: 'a', value: 1 }), { type: 'reply', reply: 'ack' }],
    ['a timeout', call({ type: 'never' }, 50), { type: 'timeout' }],
    [
      'nobody there',
      { type: 'call', target: 'nobody', request: 1, timeoutMs: 50 },
      { type: 'noproc' },
    ],
    [
      'no such pid',
      { type: 'call', target: '<0.7.0>', request: 1, timeoutMs: 50 },
      { type: 'noproc' },
    ],
    [
      'an exit',
      call({ type: 'lookup', key: 'crash' }),
      {
        type: 'exit',
        reason: [
          [
            'badarith',
            [
              ['erlang', 'div', [1, 0]],
              ['kv', 'handle_call'],
            ],
          ],
          ['gen_server', 'call', ['kv', { type: 'lookup', key: 'crash' }]],
        ],
      },
    ],
    [
      'an endless loop',
      call({ type: 'spin' }),
      {
        type: 'exit',
        reason: ['too_many_reductions', ['gen_server', 'call', ['kv', { type: 'spin' }]]],
      },
    ],
    ['a cast', { type: 'cast', target: 'kv', message: 1 }, { type: 'ok' }],
    ['a cast to nobody', { type: 'cast', target: 'nobody', message: 1 }, { type: 'noproc' }],
  ] as [string, Action, object][])('%s', (_what, action, result) => {
    const command = { at: 100_000, ...action };
    expect(answers(quietScenario(), [command])).toEqual([[0, result]]);
  });

  test('a function that replaces a state and never ends is ended, and the process with it', () => {
    const asker = `import { type Self, sys } from 'otp';
      export function* run(self: Self) { yield* sys.replaceState(self, 'kv', ['asker', 'spin']); }
      export function spin(_self: Self, state: unknown) { for (;;) {} }`;
    const { boot, modules } = quietScenario();
    const { events } = runHeadless(
      quietScenario({
        modules: { ...modules, asker },
        boot: [
          ...boot,
          { type: 'spawn', name: 'asker', module: 'asker', function: 'run', args: [] },
        ],
      }),
    );
    const ends = events.filter(({ type }) => type === 'exited').map(({ payload }) => payload);
    expect(ends).toEqual([
      'too_many_reductions',
      ['too_many_reductions', ['sys', 'replace_state', ['kv', ['asker', 'spin']]]],
    ]);
  });

  test('exit, info and crash_next do what they say', () => {
    const kill = { at: 100_000, type: 'exit', target: 'kv', reason: 'kill' } as const;
    const info = { at: 200_000, type: 'info', target: 'kv', message: ['hello'] } as const;
    const doom = { at: 300_000, type: 'crash_next', target: 'kv', reason: 'doom' } as const;
    const cast = { at: 300_000, type: 'cast', target: 'kv', message: 1 } as const;
    const first = runHeadless(quietScenario({ script: [kill, info] }));
    expect(first.states.kv).toEqual({ last: ['hello'] });
    const { events, strings } = runHeadless(quietScenario({ script: [kill, info, doom, cast] }));
    const story = traceText(events, strings, {
      types: [
        'command_applied',
        'command_answered',
        'crashed',
        'exited',
        'decided',
        'child_started',
      ],
    });
    expect(story).toMatchInlineSnapshot(`
      "top child started server with kv
      outside command applied #0 with kv: {exit,100000,kv,kill}
      outside command answered #0: ok
      kv exited: killed
      top decided server restart with kv: #{decision => restart,child => server,restart => permanent,strategy => one_for_one,reason => killed,count => 1,intensity => 5,period => 10,stop => [],start => [server]}
      top child started server again with kv
      outside command applied #1 with kv: {info,200000,kv,[hello]}
      outside command answered #1: ok
      outside command applied #2 with kv: {crash_next,300000,kv,doom}
      outside command answered #2: ok
      outside command applied #3 with kv: {cast,300000,kv,1}
      outside command answered #3: ok
      kv crashed handle_cast: doom
      kv exited: {doom,[{kv,handle_cast}]}
      top decided server restart with kv: #{decision => restart,child => server,restart => permanent,strategy => one_for_one,reason => {doom,[{kv,handle_cast}]},count => 2,intensity => 5,period => 10,stop => [],start => [server]}
      top child started server again with kv"
    `);
  });

  test('a shell that is killed answers with the reason', () => {
    const run = startHeadless(quietScenario());
    run.advance(100_000, 1_000);
    run.act(call({ type: 'never' }));
    run.advance(200_000, 1_000);
    const shell = run.world.node.processes.find((process) => process?.module === 'shell');
    const kill: Action = { type: 'exit', target: `<0.${shell?.pid.id}.0>`, reason: 'kill' };
    const answered: unknown[] = [];
    run.world.node.trace.readBy(({ types, payloads, count }) => {
      for (let index = 0; index < count; index++)
        if (types[index] === EVENT.command_answered) answered.push(payloads[index]);
    });
    run.act(kill);
    run.advance(300_000, 1_000);
    run.world.node.trace.flush();
    expect(answered).toEqual([{ type: 'ok' }, { type: 'exit', reason: 'killed' }]);
  });

  test('a target may be a pid as it prints', () => {
    const run = startHeadless(quietScenario());
    run.advance(100_000, 1_000);
    const pid = run.world.node.whereis('kv')?.pid.id;
    run.act({ type: 'info', target: `<0.${pid}.0>`, message: 7 });
    run.advance(Number.POSITIVE_INFINITY, 1_000);
    expect(run.world.node.whereis('kv')?.state).toEqual({ last: 7 });
  });
});

// ------------------------------------------------------------------ one run is one value

const scenario = smallScenario({
  script: [
    { at: 60_000, type: 'exit', target: 'kv', reason: 'kill' },
    { at: 60_000, step: 12, type: 'cast', target: 'kv', message: 'odd' },
    { at: 150_000, type: 'crash_next', target: 'client_1', reason: 'oops' },
  ],
});
/** Later than any way of legs leads. */
const END = 800_000;

const action: fc.Arbitrary<Action> = fc.oneof(
  fc.record({
    type: fc.constant('exit' as const),
    target: fc.constantFrom('kv', 'top', 'client_1', 'nobody', '<0.84.0>', '<0.90.0>', 'init'),
    reason: fc.constantFrom('kill', 'normal', 'shutdown', 'boom'),
  }),
  fc.record({
    type: fc.constant('call' as const),
    target: fc.constantFrom('kv', 'nobody', 'client_2'),
    request: fc.constantFrom(
      { type: 'store', key: 'a', value: 1 },
      { type: 'never' },
      { type: 'lookup', key: 'crash' },
    ),
    timeoutMs: fc.constantFrom(0, 1, 10, 5_000),
  }),
  fc.record({
    type: fc.constant('crash_next' as const),
    target: fc.constantFrom('kv', 'client_1', 'client_2', 'top'),
    reason: fc.constant('doom'),
  }),
  fc.record({
    type: fc.constant('info' as const),
    target: fc.constantFrom('kv', 'client_1'),
    message: fc.constant('hello'),
  }),
);

/** So far to run: for some microseconds, some steps, to a crash. And whether to act then. */
const leg = fc.record({
  us: fc.integer({ min: 0, max: 60_000 }),
  steps: fc.oneof(fc.integer({ min: 0, max: 30 }), fc.constant(100_000)),
  stopAt: fc.constantFrom(0, 1, 2),
  action: fc.option(action, { nil: null }),
});
const legs = fc.array(leg, { maxLength: 12 });
type Legs = readonly { us: number; steps: number; stopAt: number; action: Action | null }[];

const { code } = startHeadless(scenario).world.node;
const start = (seed: number, commands: readonly Command[] = []) =>
  Run.start({ scenario, seed, code, commands });

function travel(run: Run, way: Legs): Command[] {
  const commands: Command[] = [];
  for (const { us, steps, stopAt, action } of way) {
    run.advance(run.moment().at + us, steps, stopAt);
    if (action !== null) commands.push(run.act(action));
  }
  return commands;
}

function finish(run: Run): string {
  run.advance(END, 1_000_000);
  return run.hash();
}

describe('one run is one value', () => {
  const seeds = fc.integer({ min: 0, max: 1_000 });

  test('the recorded commands make the same run again', () => {
    fc.assert(
      fc.property(seeds, legs, (seed, way) => {
        const run = start(seed);
        const commands = travel(run, way);
        expect(finish(start(seed, commands))).toBe(finish(run));
      }),
    );
  });

  test('however it is cut into pieces', () => {
    fc.assert(
      fc.property(seeds, legs, legs, (seed, way, pieces) => {
        const commands = travel(start(seed), way);
        const run = start(seed, commands);
        travel(
          run,
          pieces.map((piece) => ({ ...piece, action: null })),
        );
        expect(finish(run)).toBe(finish(start(seed, commands)));
      }),
    );
  });

  test('a fork goes on as its original does, and leaves it alone', () => {
    fc.assert(
      fc.property(seeds, legs, legs, (seed, way, further) => {
        const run = start(seed);
        travel(run, way);
        const [fork, other] = [run.fork(), run.fork()];
        travel(other, further);
        expect(fork.moment()).toEqual(run.moment());
        const commands = travel(run, further);
        expect(travel(fork, further)).toEqual(commands);
        expect(finish(fork)).toBe(finish(run));
        expect(finish(other)).toBe(finish(run));
      }),
    );
  });

  test('a moment is one state, whichever way one came there', () => {
    fc.assert(
      fc.property(seeds, legs, (seed, way) => {
        const run = start(seed);
        const commands = travel(run, way);
        const again = start(seed, commands);
        expect(again.reach(run.moment())).toBe(true);
        expect(again.moment()).toEqual(run.moment());
        expect(again.hash()).toBe(run.hash());
      }),
    );
  });

  test('without its last command a run is as if it had not been given', () => {
    fc.assert(
      fc.property(seeds, legs, action, (seed, way, last) => {
        const run = start(seed);
        const commands = travel(run, way);
        const { hash, moment } = { hash: run.hash(), moment: run.moment() };
        const command = run.act(last);
        expect(command).toMatchObject(moment);
        const undone = start(seed, commands);
        undone.reach(moment);
        expect(undone.hash()).toBe(hash);
        expect(run.hash()).not.toBe(hash);
      }),
    );
  });

  test('in slices of steps, too', () => {
    const run = start(3);
    run.advance(END, 1_000_000);
    const again = start(3);
    while (!again.reach(run.moment(), 7));
    expect(again.hash()).toBe(run.hash());
  });

  test('another seed is another run', () => {
    expect(finish(start(1))).not.toBe(finish(start(2)));
  });
});
