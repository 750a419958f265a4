import { describe, expect, test } from 'vitest';
import { From, Pid, type Term } from '../../runtime/term.ts';
import { caught } from '../../testing/run-script.ts';
import {
  called,
  errorIn,
  fromOf,
  type Machine,
  mailbox,
  startMachine,
  withMachine,
} from '../../testing/with-machine.ts';
import { EXIT } from '../../testing/with-server.ts';
import { error, exit, stop } from '../results.ts';
import { genStatem } from './api.ts';
import {
  keepState,
  keepStateAndData,
  nextEvent,
  okState,
  postpone,
  replyTo,
  stateTimeout,
  stopAndReply,
} from './results.ts';

describe('gen_statem: termination', () => {
  test('gen_statem_SUITE/stop_and_reply: an older caller and the present one are answered, in that order, before the exit', () => {
    const machine: Machine = {
      on(_type, content, _state, data, { type }) {
        if (content === 'first') return keepState(fromOf(type));
        const replies = [replyTo(data as From, 'one'), replyTo(fromOf(type), 'two')];
        return stopAndReply('reason', replies, 'e');
      },
      terminate: (reason, state, data, self) =>
        self.send('main', ['terminate', reason, state, data]),
    };
    const { noted } = withMachine(
      machine,
      function* (self, note) {
        yield* startMachine(self);
        self.spawn('scripts', 'caller', ['first']);
        yield* self.sleep(10);
        self.spawn('scripts', 'caller', ['second']);
        note(yield* mailbox(self, 10));
      },
      {
        others: {
          *caller(self, _note, request: Term) {
            self.send('main', [request, yield* genStatem.call(self, 'sm', request)]);
          },
        },
      },
    );
    const [messages] = noted as [Term[]];
    expect(messages).toHaveLength(4);
    expect(messages).toContainEqual(['first', 'one']);
    expect(messages).toContainEqual(['second', 'two']);
    expect(messages[0]).toEqual(['terminate', 'reason', 's', 'e']);
    expect(messages).toContainEqual(EXIT('reason'));
  });

  test('gen_statem_SUITE/stop_and_reply: the replies go out first, in the order of the list, then terminate runs', () => {
    const machine: Machine = {
      on(_type, content, _state, data, { type }) {
        if (content === 'first') return keepState(fromOf(type));
        return stopAndReply('reason', [replyTo(data as From, 'one'), replyTo(fromOf(type), 'two')]);
      },
    };
    const { world, terminated } = withMachine(
      machine,
      function* (self) {
        yield* startMachine(self);
        self.spawn('scripts', 'caller', ['first']);
        yield* self.sleep(10);
        self.spawn('scripts', 'caller', ['second']);
      },
      {
        others: {
          *caller(self, _note, request: Term) {
            yield* genStatem.call(self, 'sm', request);
          },
        },
      },
    );
    const told = world.events.map(({ type, payload }) => [type, payload]);
    const at = (type: string, payload: unknown) =>
      told.findIndex(([kind, what]) => kind === type && what === payload);
    const order = [
      at('sent', 'one'),
      at('sent', 'two'),
      at('called', 'reason'),
      at('exited', 'reason'),
    ];
    expect(order).toEqual(order.toSorted((left, right) => left - right));
    expect(order[0]).toBeGreaterThan(0);
    expect(terminated).toMatchObject([['reason', 's', expect.anything()]]);
  });

  test('stop_and_reply with what is no reply action is an error', () => {
    const { noted } = withMachine(
      { on: () => stopAndReply('reason', ['bad' as never]) },
      function* (self, note) {
        yield* startMachine(self);
        genStatem.cast(self, 'sm', 'x');
        note(yield* self.receive());
      },
    );
    const bad = errorIn('handle_event_function', ['bad_reply_action_from_state_function', 'bad']);
    expect(noted).toEqual([EXIT(bad)]);
  });

  test('EXTRA/statem_stop_pending_calls: a postponed call is not answered: its caller exits as the machine did', () => {
    const machine: Machine = {
      on: (type) => (type === 'call' ? keepStateAndData(postpone()) : stop('shutdown')),
    };
    const { noted } = withMachine(
      machine,
      function* (self, note) {
        yield* startMachine(self);
        self.spawn('scripts', 'stopper');
        note(yield* caught(genStatem.call(self, 'sm', 'x')));
      },
      {
        others: {
          *stopper(self) {
            yield* self.sleep(50);
            genStatem.cast(self, 'sm', 'end');
          },
        },
      },
    );
    expect(noted).toEqual([called('shutdown', 'x')]);
  });

  test('the report tells reason, last event and who asked, state, data, what is queued and postponed, and which timeouts run', () => {
    const machine: Machine = {
      on(_type, content) {
        if (content === 'later') return keepStateAndData(postpone(), stateTimeout(500, 'due'));
        if (content !== 'two') return exit(content);
        return keepStateAndData(nextEvent('internal', 'one'), nextEvent('internal', 'other'));
      },
    };
    const { reports } = withMachine(machine, function* (self) {
      yield* startMachine(self);
      genStatem.cast(self, 'sm', 'later');
      genStatem.cast(self, 'sm', 'later');
      yield* caught(genStatem.call(self, 'sm', 'crash'));
      yield* startMachine(self);
      yield* caught(genStatem.stop(self, 'sm', 'ugly'));
      yield* startMachine(self);
      genStatem.cast(self, 'sm', 'two');
      yield* self.sleep(10);
    });
    const nothing = { queue: [], postponed: [], timeouts: [], client: null };
    const common = { name: 'sm', state: 's', data: 'd', ...nothing };
    const crash = {
      class: 'exit',
      initialCall: ['machine', 'init', 1],
      ancestors: ['main'],
      pid: expect.any(Pid),
      name: 'sm',
    };
    const lastEvent = [['call', expect.any(From)], 'crash'];
    expect(reports).toEqual([
      [
        'error_report',
        {
          ...common,
          reason: 'crash',
          lastEvent,
          postponed: Array(2).fill(['cast', 'later']),
          timeouts: [['state_timeout', 'due']],
          client: expect.any(Pid),
        },
      ],
      ['crash_report', { ...crash, reason: 'crash' }],
      ['error_report', { ...common, reason: 'ugly', lastEvent: null }],
      ['crash_report', { ...crash, reason: 'ugly' }],
      [
        'error_report',
        {
          ...common,
          reason: 'one',
          lastEvent: ['internal', 'one'],
          queue: [['internal', 'other']],
        },
      ],
      ['crash_report', { ...crash, reason: 'one' }],
    ]);
  });

  test('gen_statem_SUITE/terminate_crash_format: a crash in terminate is what it exits with, and is reported', () => {
    const { noted, reports } = withMachine(
      { terminate: () => error('in_terminate') },
      function* (self, note) {
        yield* startMachine(self);
        note(yield* caught(genStatem.stop(self, 'sm')));
        note(yield* mailbox(self));
      },
    );
    const reason = ['in_terminate', [['machine', 'terminate']]];
    expect(noted).toEqual([reason, [EXIT(reason)]]);
    expect(reports).toMatchObject([
      ['error_report', { reason }],
      ['crash_report', { reason, class: 'error' }],
    ]);
  });

  const without: Machine = { terminate: undefined as never, on: (_type, content) => stop(content) };
  const orderly: readonly (readonly [string, string, boolean])[] = [
    ['undef_terminate1', 'normal', false],
    ['undef_terminate2', 'other_reason', true],
  ];
  test.each(orderly)(
    'gen_statem_SUITE/%s: without terminate it ends with %s all the same',
    (_row, reason, isReported) => {
      const { noted, reports } = withMachine(without, function* (self, note) {
        yield* startMachine(self);
        genStatem.cast(self, 'sm', reason);
        note(yield* mailbox(self, 10));
      });
      expect(noted).toEqual([[EXIT(reason)]]);
      expect(reports).toHaveLength(isReported ? 2 : 0);
    },
  );

  test('gen_statem_SUITE/undef_in_terminate: what terminate calls may be missing', () => {
    const { noted } = withMachine({ terminate: () => error('undef') }, function* (self, note) {
      yield* startMachine(self);
      note(yield* caught(genStatem.stop(self, 'sm')));
    });
    expect(noted).toEqual([['undef', [['machine', 'terminate']]]]);
  });

  test('the EXIT of its parent ends a machine that traps exits, that of another is an event', () => {
    const machine: Machine = {
      init(args, self) {
        self.trapExit(true);
        return okState('s', args);
      },
      on(type, content, _state, _data, { self }) {
        self.send('main', [type, (content as { reason: Term }).reason]);
        return keepStateAndData();
      },
      terminate: (reason, _state, _data, self) => self.send('main', ['terminate', reason]),
    };
    const { noted } = withMachine(
      machine,
      function* (self, note) {
        self.spawnLink('scripts', 'parent');
        yield* self.sleep(10);
        self.exit(self.whereis('sm') as never, 'stray');
        note(yield* mailbox(self, 50));
      },
      {
        others: {
          *parent(self) {
            yield* startMachine(self);
            yield* self.sleep(30);
          },
        },
      },
    );
    expect(noted).toEqual([[['info', 'stray'], EXIT('normal'), ['terminate', 'normal']]]);
  });

  test('errors, exits and thrown results: terminate is given the bare reason, the exit has the stack of an error', () => {
    const raising: readonly (readonly [() => unknown, Term, Term])[] = [
      [() => error('oops'), 'oops', errorIn('handle_event_function', 'oops')],
      [() => exit('oops'), 'oops', 'oops'],
      [
        () => {
          throw stop('oops', 'e');
        },
        'oops',
        'oops',
      ],
    ];
    for (const [raise, bare, whole] of raising) {
      const { noted, terminated } = withMachine({ on: raise }, function* (self, note) {
        yield* startMachine(self);
        genStatem.cast(self, 'sm', 'x');
        note(yield* self.receive());
      });
      expect(noted).toEqual([EXIT(whole)]);
      expect(terminated.map((args) => (args as Term[])[0])).toEqual([bare]);
    }
  });

  test('a start whose init fails gives the bare reason; a bad callback mode is found after the start', () => {
    const starts: readonly (readonly [Machine, unknown, Term])[] = [
      [
        { init: () => error('oops') },
        { type: 'error', reason: 'oops' },
        ['oops', [['machine', 'init']]],
      ],
      [{ init: () => exit('oops') }, { type: 'error', reason: 'oops' }, 'oops'],
      [
        { init: () => 'bad' as never },
        { type: 'error', reason: ['bad_return_from_init', 'bad'] },
        ['bad_return_from_init', 'bad'],
      ],
      [
        { callbackMode: () => 'bad' as never },
        { type: 'ok', pid: expect.anything() },
        [['bad_return_from_callback_mode', 'bad'], [['machine', 'callback_mode']]],
      ],
    ];
    for (const [machine, result, reason] of starts) {
      const { noted } = withMachine(machine, function* (self, note) {
        note(yield* genStatem.startLink(self, 'machine', 'd'));
        note(yield* mailbox(self, 10));
      });
      expect(noted).toEqual([result, [EXIT(reason)]]);
    }
  });
});
