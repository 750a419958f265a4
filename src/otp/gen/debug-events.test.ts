import { describe, expect, test } from 'vitest';
import type { Self } from '../../runtime/self.ts';
import { From, Pid, type Term } from '../../runtime/term.ts';
import type { TestModule } from '../../testing/run-modules.ts';
import { caught, runScripts, type Script } from '../../testing/run-script.ts';
import { genEvent } from '../gen-event/api.ts';
import { genStatem } from '../gen-statem/api.ts';
import {
  eventTimeout,
  genericTimeout,
  keepStateAndData,
  nextEvent,
  nextState,
  okState,
  popCallbackModule,
  postpone,
  pushCallbackModule,
  replyTo,
  stateTimeout,
  stopAndReply,
  updateTimeout,
} from '../gen-statem/results.ts';
import { error, exit, ok } from '../results.ts';
import { supervisor } from '../supervisor/api.ts';
import { sys } from './sys.ts';

/** What is reported of debug options while `main` runs, in order. */
function events(modules: Readonly<Record<string, TestModule>>, main: Script): unknown[] {
  const { world, exit: reason } = runScripts({ main }, modules);
  expect(reason).toBe('normal');
  return world.events
    .filter(({ type, a }) => type === 'reported' && world.string(a) === 'debug')
    .map(({ payload }) => payload);
}

const from = expect.any(From);
const pid = expect.any(Pid);
const called = (content: Term): unknown[] => [['call', from], content];

// All expectations of a gen_statem were seen of OTP.
describe('gen_statem', () => {
  const first = {
    default: {
      callbackMode: () => ['handle_event_function', 'state_enter'],
      init: () => okState('s', 'd', stateTimeout(0, 'soon'), genericTimeout('n', 5_000, 'late')),
      handleEvent(type: Term, content: Term, state: Term) {
        const to = (type as readonly [string, From])[1];
        switch (type === 'enter' ? type : content) {
          case 'later':
            return keepStateAndData(...(state === 's' ? [postpone()] : []));
          case 'go':
            return nextState('t', 'd2', nextEvent('internal', 'more'), replyTo(to, 'x'));
          case 'ask':
            return keepStateAndData(replyTo(to, 'yes'), eventTimeout(100, 'idle'));
          case 'push':
            return keepStateAndData(
              pushCallbackModule('second'),
              stateTimeout(50, 'x'),
              updateTimeout('state_timeout', 'y'),
              genericTimeout('abs', 1_000, 'z', { abs: true }),
            );
          case 'bye':
            return stopAndReply('normal', [replyTo(to, 'ok')]);
          default:
            return keepStateAndData();
        }
      },
    },
  };
  const second = {
    default: {
      callbackMode: () => 'handle_event_function',
      handleEvent: (_type: Term, content: Term) =>
        keepStateAndData(...(content === 'pop' ? [popCallbackModule()] : [])),
    },
  };

  test('its events: each that comes in, what came of it, replies, modules, the timers that it starts, its end', () => {
    const told = events({ first, second }, function* (self) {
      yield* genStatem.start(self, 'first', null, { name: 'q', debug: ['trace'] });
      genStatem.cast(self, 'q', 'later');
      yield* genStatem.call(self, 'q', 'ask');
      self.send('q', 'info1');
      genStatem.cast(self, 'q', 'push');
      genStatem.cast(self, 'q', 'pop');
      yield* self.sleep(200);
      yield* caught(genStatem.call(self, 'q', 'bye'));
    });
    expect(told).toEqual([
      ['enter', 'first', 's'],
      ['consume', ['internal', 'init_state'], 's', 's'],
      ['start_timer', [['timeout', 'n'], 5_000, 'late', []], 's'],
      ['start_timer', ['state_timeout', 0, 'soon', []], 's'],
      ['in', ['state_timeout', 'soon'], 's'],
      ['consume', ['state_timeout', 'soon'], 's', 's'],
      ['in', ['cast', 'later'], 's'],
      ['postpone', ['cast', 'later'], 's', 's'],
      ['in', called('ask'), 's'],
      ['out', 'yes', from],
      ['consume', called('ask'), 's', 's'],
      ['start_timer', ['timeout', 100, 'idle', []], 's'],
      ['in', ['info', 'info1'], 's'],
      ['consume', ['info', 'info1'], 's', 's'],
      ['in', ['cast', 'push'], 's'],
      ['module', 'second', 's'],
      ['consume', ['cast', 'push'], 's', 's'],
      ['start_timer', [['timeout', 'abs'], 1_000, 'z', [['abs', true]]], 's'],
      ['in', ['state_timeout', 'y'], 's'],
      ['consume', ['state_timeout', 'y'], 's', 's'],
      ['in', ['cast', 'pop'], 's'],
      ['module', 'first', 's'],
      ['consume', ['cast', 'pop'], 's', 's'],
      ['in', called('bye'), 's'],
      ['out', 'ok', from],
      ['terminate', 'normal', 's'],
    ]);
  });

  test('an inserted event comes in when it is inserted, a postponed one is not told again; each tells the state it ends in', () => {
    const told = events({ first, second }, function* (self) {
      yield* genStatem.start(self, 'first', null, { name: 'q' });
      genStatem.cast(self, 'q', 'later');
      yield* self.sleep(10);
      yield* sys.trace(self, 'q', true);
      yield* genStatem.call(self, 'q', 'go');
      yield* sys.noDebug(self, 'q');
    });
    expect(told).toEqual([
      ['in', called('go'), 's'],
      ['in', ['internal', 'more'], 't'],
      ['out', 'x', from],
      ['consume', called('go'), 's', 't'],
      ['consume', ['internal', 'more'], 't', 't'],
      ['consume', ['cast', 'later'], 't', 't'],
    ]);
  });

  test('its counts of messages are those of its events', () => {
    let statistics: unknown;
    events({ first, second }, function* (self) {
      yield* genStatem.start(self, 'first', null, { name: 'q', debug: ['statistics'] });
      yield* genStatem.call(self, 'q', 'go');
      statistics = yield* sys.statistics(self, 'q', 'get');
    });
    const counts = expect.objectContaining({ messagesIn: 3, messagesOut: 1 });
    expect(statistics).toEqual({ type: 'ok', statistics: counts });
  });
});

test('a gen_event tells its messages as they come in, and nothing else', () => {
  const bare = {
    default: { init: (args: Term) => ok(args), handleEvent: (_e: Term, s: Term) => ok(s) },
  };
  const told = events({ bare }, function* (self) {
    yield* genEvent.start(self, { name: 'em', debug: ['trace'] });
    yield* genEvent.addHandler(self, 'em', 'bare', 's');
    genEvent.notify(self, 'em', 'a');
    yield* genEvent.syncNotify(self, 'em', 'b');
    self.send('em', 'c');
    yield* genEvent.whichHandlers(self, 'em');
    yield* genEvent.stop(self, 'em');
  });
  expect(told).toEqual([
    ['in', [pid, from, ['add_handler', 'bare', 's']]],
    ['in', { type: 'notify', event: 'a' }],
    ['in', [pid, from, ['sync_notify', 'b']]],
    ['in', 'c'],
    ['in', [pid, from, 'which_handlers']],
  ]);
});

describe('supervisor', () => {
  const worker = { default: { init: (args: Term) => ok(args) } };
  const spec = {
    id: 'a',
    start: ['gen_server', 'start_link', [{ local: 'a' }, 'worker', 's']],
    restart: 'permanent',
  };
  const top = (flags: object = {}): TestModule => ({
    default: { init: () => ok({ flags: { intensity: 5, ...flags }, children: [spec] }) },
  });
  const kill = (self: Self): void => self.exit(self.whereis('a') as Pid, 'kill');
  const withChildren = (...children: unknown[]) => expect.objectContaining({ children });
  const child = expect.objectContaining({ id: 'a', child: pid });

  test('as a gen_server it tells requests, EXITs and other messages, replies, and its state when it is done with what it was told', () => {
    const told = events({ worker, top: top() }, function* (self) {
      yield* supervisor.startLink(self, 'top', null, { name: 'top' });
      yield* sys.trace(self, 'top', true);
      kill(self);
      yield* self.sleep(10);
      self.send('top', 'hello');
      const b = { ...spec, id: 'b', start: ['gen_server', 'start_link', ['worker', 's']] };
      yield* supervisor.startChild(self, 'top', b as never);
      yield* supervisor.terminateChild(self, 'top', 'b');
      yield* supervisor.deleteChild(self, 'top', 'nobody');
      yield* sys.terminate(self, 'top', 'normal');
    });
    const request = (asked: object) => ['in', { type: '$gen_call', from, request: asked }];
    const b = expect.objectContaining({ id: 'b', child: pid });
    const stopped = expect.objectContaining({ id: 'b', child: 'undefined' });
    expect(told).toEqual([
      ['in', { type: 'EXIT', from: pid, reason: 'killed' }],
      ['noreply', expect.objectContaining({ children: [child], restarts: [0] })],
      ['in', 'hello'],
      ['noreply', withChildren(child)],
      request({ type: 'start_child', spec: expect.anything() }),
      ['out', { type: 'ok', pid }, from, withChildren(b, child)],
      request({ type: 'terminate_child', id: 'b' }),
      ['out', 'ok', from, withChildren(stopped, child)],
      request({ type: 'delete_child', id: 'nobody' }),
      ['out', { type: 'error', reason: 'not_found' }, from, withChildren(stopped, child)],
    ]);
  });

  test('a restart that fails is done with, and comes again as a cast', () => {
    const failsOnce = {
      default: {
        init: (_args: Term, self: Self) => (self.now() === 10 ? error('not_now') : ok('s')),
      },
    };
    const told = events(
      { worker: failsOnce, top: top({ strategy: 'one_for_all', intensity: 1_000 }) },
      function* (self) {
        yield* supervisor.startLink(self, 'top', null, { name: 'top' });
        yield* sys.trace(self, 'top', true);
        yield* self.sleep(10);
        kill(self);
        yield* self.sleep(100);
      },
    );
    const words = told.map((event) => (event as Term[])[0]);
    const retry = { type: '$gen_cast', message: { type: 'try_again_restart', id: 'a' } };
    expect(told[0]).toEqual(['in', { type: 'EXIT', from: pid, reason: 'killed' }]);
    expect(told).toContainEqual(['in', retry]);
    expect(words.filter((word, index) => word !== ['in', 'noreply'][index % 2])).toEqual([]);
    const restarting = expect.objectContaining({ child: 'restarting' });
    expect(told[1]).toEqual(['noreply', withChildren(restarting)]);
    expect(told.at(-1)).toEqual(['noreply', withChildren(child)]);
  });

  test('its flags can be replaced, and nothing else of its state', () => {
    const changes: Readonly<Record<string, Script>> = {
      patient: (_self, _note, state: object) => ({ ...state, intensity: 0, period: 60 }),
      simple: (_self, _note, state: object) => ({ ...state, strategy: 'simple_one_for_one' }),
      wrong: (_self, _note, state: object) => ({ ...state, period: -1 }),
      childless: (_self, _note, state: object) => ({ ...state, children: [] }),
      nothing: () => null,
      fails: () => exit('no'),
    };
    const { noted, world } = runScripts(
      {
        ...changes,
        *main(self, note) {
          self.trapExit(true);
          yield* supervisor.startLink(self, 'top', null, { name: 'top' });
          const before = yield* sys.getState(self, 'top');
          for (const name of ['simple', 'wrong', 'childless', 'nothing', 'fails']) {
            const failed = yield* caught(sys.replaceState(self, 'top', ['scripts', name]));
            note((failed as Term[]).slice(0, 2));
          }
          expect(yield* sys.getState(self, 'top')).toEqual(before);
          const after = yield* sys.replaceState(self, 'top', ['scripts', 'patient']);
          expect(yield* sys.getState(self, 'top')).toEqual(after);
          note(after);
          kill(self);
          note(yield* self.receive());
        },
      },
      { worker, top: top() },
    );
    const failed = ['callback_failed', ['gen_server', 'system_replace_state']];
    const state = expect.objectContaining({ intensity: 0, period: 60, strategy: 'one_for_one' });
    const end = { type: 'EXIT', from: pid, reason: 'shutdown' };
    expect(noted).toEqual([...Array(5).fill(failed), state, end]);
    const flags = world.events.filter(({ type }) => type === 'supervisor_started');
    expect(flags.map(({ a, payload }) => [a, (payload as { period: number }).period])).toEqual([
      [0, 5],
      [1, 60],
    ]);
  });
});
