import { describe, expect, test } from 'vitest';
import type { Steps } from '../../runtime/activation.ts';
import type { Self } from '../../runtime/self.ts';
import type { From, Pid, Term } from '../../runtime/term.ts';
import { type TestModule, testWorld } from '../../testing/run-modules.ts';
import { caught, runScripts, type Script } from '../../testing/run-script.ts';
import { EXIT } from '../../testing/with-server.ts';
import { exit, ok } from '../results.ts';
import type { Debug } from './debug.ts';
import { procLib } from './proc-lib.ts';
import { sys } from './sys.ts';

/**
 * A process written by hand: as the modules `sys_sp1` and `sys_sp2` of OTP's suite, it gives away channels. Its state is
 * `[allocated, free]`. The first kind has no functions for its state, the second has.
 */
const channels: TestModule = {
  *start(self: Self, count: number, options: readonly never[], parent: Pid): Steps<unknown> {
    self.register('channels');
    const free = Array.from({ length: count }, (_none, index) => index + 1);
    const debug = sys.debugOptions(self, options);
    procLib.initAck(self, { type: 'ok', pid: self.pid });
    return self.tailCall('loop', parent, debug as unknown as Term, [[], free]);
  },

  *loop(self: Self, parent: Pid, debug: Debug, state: Term): Steps<unknown> {
    const message = (yield* self.receive()) as unknown as {
      readonly type: string;
      readonly from: From;
      readonly request: Term;
      readonly channel: number;
    };
    const next = (events: readonly Term[], after: Term): unknown => {
      let left = debug;
      for (const event of events) left = sys.handleDebug(self, left, 'channels', event);
      return self.tailCall('loop', parent, left as unknown as Term, after);
    };
    const [allocated = [], free = []] = Array.isArray(state) ? (state as number[][]) : [];
    switch (message.type) {
      case 'system': {
        const { request, from } = message;
        return yield* sys.handleSystemMsg(self, request, from, parent, self.module, debug, state);
      }
      case '$gen_call': {
        const [channel, ...others] = free;
        self.reply(message.from, channel as number);
        const after = [[channel as number, ...allocated], others];
        return next(
          [
            ['in', 'alloc', message.from],
            ['out', channel as number, message.from],
          ],
          after,
        );
      }
      default: {
        const others = allocated.filter((channel) => channel !== message.channel);
        return next([['in', message as unknown as Term]], [others, [message.channel, ...free]]);
      }
    }
  },

  systemContinue: (self: Self, parent: Pid, debug: Debug, state: Term) =>
    self.tailCall('loop', parent, debug as unknown as Term, state),
  systemTerminate: (_self: Self, reason: Term) => exit(reason),
};

const withFunctions: TestModule = {
  ...channels,
  systemGetState(_self: Self, misc: Term) {
    if ((misc as Term[]).length === 0) throw 'fail';
    return ok(misc);
  },
  systemReplaceState(_self: Self, replace: (state: Term) => Term, before: Term) {
    const misc = replace(before);
    if (!Array.isArray(misc)) throw 'fail';
    return { type: 'ok', state: misc, misc };
  },
  systemCodeChange(_self: Self, misc: Term, module: string, oldVsn: Term, extra: Term) {
    if (extra === 'crash') exit('bad');
    return extra === 'refuse' ? 'no' : ok([misc, [module, oldVsn, extra]]);
  },
  formatStatus: (_self: Self, how: string, [, sysState]: readonly Term[]) => [
    how,
    sysState as Term,
  ],
};

const functions: Readonly<Record<string, Script>> = {
  onlyThree: (_self, _note, [allocated]: readonly Term[]) => [allocated as Term, [2, 3, 4]],
  nothing: () => [],
  empty: () => ({}),
  fails: () => exit('fail'),
};

function run(module: TestModule, main: Script, options: readonly Term[] = []) {
  return runScripts(
    {
      ...functions,
      *main(self, note) {
        self.trapExit(true);
        const start = () => procLib.startLink(self, 'channels', 'start', [4, options, self.pid]);
        yield* start();
        yield* (main as (...args: unknown[]) => Steps<unknown>)(self, note, start);
      },
    },
    { channels: module },
  );
}
const failedIn = (name: string, of: string, reason: Term): Term => [
  'callback_failed',
  ['channels', name],
  [of, reason],
];

describe.each([
  [
    'its state as it is',
    channels,
    [],
    {},
    ['callback_failed', ['scripts', 'fails', []], ['exit', 'fail']],
  ],
  [
    'functions for its state',
    withFunctions,
    failedIn('system_get_state', 'throw', 'fail'),
    failedIn('system_replace_state', 'throw', 'fail'),
    failedIn('system_replace_state', 'exit', 'fail'),
  ],
])('a special process with %s', (_kind, module, ofNothing, ofEmpty, ofFailure) => {
  test('sys_SUITE/special_process: its state is read and replaced, its messages are counted and reported, and it is ended', () => {
    const { noted, world } = run(module, function* (self, note) {
      note(yield* sys.statistics(self, 'channels', true));
      note(yield* sys.trace(self, 'channels', true));
      note(yield* self.call('channels', 'alloc'));
      note(yield* sys.getState(self, 'channels'));
      note(yield* sys.replaceState(self, 'channels', ['scripts', 'onlyThree']));
      self.send('channels', { type: 'free', channel: 1 });
      note(yield* sys.getState(self, 'channels'));
      note(yield* sys.statistics(self, 'channels', 'get'));
      note(yield* sys.statistics(self, 'channels', false));
      note(yield* sys.terminate(self, 'channels', 'normal'));
      note(yield* self.receive());
    });
    const statistics = expect.objectContaining({ messagesIn: 2, messagesOut: 1 });
    expect(noted).toEqual([
      'ok',
      'ok',
      1,
      [[1], [2, 3, 4]],
      [[1], [2, 3, 4]],
      [[], [1, 2, 3, 4]],
      { type: 'ok', statistics },
      'ok',
      undefined,
      EXIT('normal'),
    ]);
    const reports = world.events.filter(({ type }) => type === 'reported');
    expect(reports.map(({ a, payload }) => [world.string(a), (payload as Term[])[0]])).toEqual([
      ['debug', 'in'],
      ['debug', 'out'],
      ['debug', 'in'],
    ]);
  });

  test('sys_SUITE/special_process: what its functions, or the one that replaces, fail with is an error of the caller', () => {
    const { noted } = run(module, function* (self, note, ...[start]: never[]) {
      const again = function* () {
        yield* sys.terminate(self, 'channels', 'normal');
        yield* self.receive();
        yield* (start as unknown as () => Steps<unknown>)();
      };
      note(yield* caught(sys.replaceState(self, 'channels', ['scripts', 'fails'])));
      note(yield* sys.getState(self, 'channels'));
      note(yield* caught(sys.replaceState(self, 'channels', ['scripts', 'empty'])));
      yield* again();
      yield* caught(sys.replaceState(self, 'channels', ['scripts', 'nothing']));
      note(yield* caught(sys.getState(self, 'channels')));
    });
    const state = [[], [1, 2, 3, 4]];
    expect(noted).toEqual([ofFailure, state, ofEmpty, ofNothing]);
  });

  test('suspended it obeys sys alone, and the EXIT of its parent; the page is told', () => {
    const {
      noted,
      world,
      exit: reason,
    } = run(module, function* (self, note) {
      yield* sys.suspend(self, 'channels');
      note((yield* sys.getStatus(self, 'channels')).sysState);
      note(yield* caught(self.call('channels', 'alloc', 10)));
      note(yield* sys.getState(self, 'channels'));
      yield* sys.resume(self, 'channels');
      note(yield* self.call('channels', 'alloc'));
      yield* sys.suspend(self, 'channels');
      exit('gone');
    });
    const [sysState, , state, channel] = noted;
    // The call that timed out was handled when it was resumed.
    expect([sysState, state, channel]).toEqual(['suspended', [[], [1, 2, 3, 4]], 2]);
    expect(reason).toBe('gone');
    expect(world.node.whereis('channels')).toBe(null);
    const told = world.events.filter(({ type }) => type === 'suspended' || type === 'resumed');
    expect(told.map(({ type }) => type)).toEqual(['suspended', 'resumed', 'suspended']);
  });

  test('procLib.stop ends it, by its own function', () => {
    const { noted } = run(module, function* (self, note) {
      note(yield* caught(procLib.stop(self, 'channels', 'enough')));
      note(yield* self.receive());
    });
    expect(noted).toEqual([undefined, EXIT('enough')]);
  });
});

test('its functions convert it and format its status; a conversion only while it is suspended', () => {
  const { noted } = run(
    withFunctions,
    function* (self, note) {
      const change = (extra: Term) => sys.changeCode(self, 'channels', 'channels', 'v1', extra);
      note((yield* change('more') as unknown as Steps<{ reason: Term[] }>).reason[0]);
      yield* sys.suspend(self, 'channels');
      for (const extra of ['crash', 'refuse', 'more']) note(yield* change(extra));
      note(yield* sys.getState(self, 'channels'));
      const { module, dictionary, misc, debug } = yield* sys.getStatus(self, 'channels');
      note([module, misc, debug.map(({ type }) => type), dictionary.map(([key]) => key)]);
    },
    ['log'],
  );
  expect(noted).toEqual([
    'unknown_system_msg',
    { type: 'error', reason: ['EXIT', 'bad'] },
    { type: 'error', reason: 'no' },
    'ok',
    [
      [[], [1, 2, 3, 4]],
      ['channels', 'v1', 'more'],
    ],
    ['channels', ['normal', 'suspended'], ['log'], ['$ancestors', '$initial_call']],
  ]);
});

test('without functions of its own nothing is converted, and its state is its status', () => {
  const { noted } = run(channels, function* (self, note) {
    yield* sys.suspend(self, 'channels');
    note(yield* sys.changeCode(self, 'channels', 'channels', 'v1', null));
    note((yield* sys.getStatus(self, 'channels')).misc);
  });
  const undef = ['EXIT', ['undef', [['channels', 'system_code_change']]]];
  expect(noted).toEqual([{ type: 'error', reason: undef }, [[], [1, 2, 3, 4]]]);
});

test('a fork of a suspended one goes on', () => {
  const world = testWorld({
    channels,
    scripts: {
      *main(self: Self): Steps<unknown> {
        yield* procLib.start(self, 'channels', 'start', [2, ['statistics'], self.pid]);
        yield* self.call('channels', 'alloc');
        yield* sys.suspend(self, 'channels');
        yield* self.sleep(100);
        yield* sys.resume(self, 'channels');
        const { statistics } = (yield* sys.statistics(self, 'channels', 'get')) as never;
        exit([yield* self.call('channels', 'alloc'), statistics]);
      },
    },
  });
  const { pid } = world.spawn('scripts', 'main');
  const fork = world.run(50).fork();
  const ended = [fork.run(), world.run()].map((each) =>
    each.exits().find((end) => end.pid === pid.id),
  );
  const reason = [2, expect.objectContaining({ messagesIn: 1, messagesOut: 1 })];
  expect(ended).toEqual(Array(2).fill({ pid: pid.id, reason }));
});
