import { describe, expect, test } from 'vitest';
import type { From, Term } from '../../runtime/term.ts';
import { caught } from '../../testing/run-script.ts';
import {
  called,
  errorIn,
  fromOf,
  type Machine,
  MODES,
  mailbox,
  startMachine,
  withMachine,
} from '../../testing/with-machine.ts';
import { EXIT } from '../../testing/with-server.ts';
import { stop } from '../results.ts';
import { genStatem } from './api.ts';
import { keepState, keepStateAndData, nextState, replyTo, stateTimeout } from './results.ts';

describe.each(MODES)('gen_statem: what goes wrong, %s', (mode) => {
  /** Answers after 50 ms. */
  const slow: Machine = {
    on(type, content, _state, _data, { type: whole }) {
      if (type === 'call') return keepState(fromOf(whole), stateTimeout(50, content));
      return keepStateAndData(replyTo(_data as From, content));
    },
  };
  const timeouts: readonly (readonly [string, number | readonly [string, number]])[] = [
    ['abnormal1', 10],
    ['abnormal1clean', ['clean_timeout', 10]],
    ['abnormal1dirty', ['dirty_timeout', 10]],
  ];
  test.each(timeouts)(
    'gen_statem_SUITE/%s: a call that takes too long exits, its late reply is never seen (%j)',
    (_row, timeout) => {
      const { noted } = withMachine(
        slow,
        function* (self, note) {
          yield* startMachine(self);
          note(yield* caught(genStatem.call(self, 'sm', 'x', timeout as number)));
          note(yield* mailbox(self, 100));
          note(yield* genStatem.call(self, 'sm', 'y', 100));
        },
        { mode },
      );
      expect(noted).toEqual([called('timeout', 'x', timeout as Term), [], 'y']);
    },
  );

  test('gen_statem_SUITE/abnormal2: a result that is none ends the machine, its caller and its parent', () => {
    const { noted, terminated, reports } = withMachine(
      { on: () => 'bad' },
      function* (self, note) {
        yield* startMachine(self);
        note(yield* caught(genStatem.call(self, 'sm', 'x')));
        note(yield* mailbox(self));
      },
      { mode },
    );
    const bad = ['bad_return_from_state_function', 'bad'];
    expect(noted).toEqual([called(errorIn(mode, bad), 'x'), [EXIT(errorIn(mode, bad))]]);
    // Without the stack.
    expect(terminated).toEqual([[bad, 's', 'd']]);
    expect(reports).toMatchObject([
      ['error_report', { reason: errorIn(mode, bad) }],
      ['crash_report', { reason: errorIn(mode, bad) }],
    ]);
  });

  const actions: readonly (readonly [string, string, unknown])[] = [
    ['abnormal3', 'one that is none', 'bad'],
    ['abnormal3', 'a reply to nobody', { type: 'reply', from: 'x', reply: 'y' }],
    ['abnormal3', 'an event of no type', { type: 'next_event', eventType: 'bad', content: 1 }],
    ['abnormal3', 'an enter event', { type: 'next_event', eventType: 'enter', content: 1 }],
    ['abnormal3', 'a call from nobody', { type: 'next_event', eventType: ['call', 1], content: 1 }],
    ['abnormal3', 'a flag that is none', { type: 'postpone', postpone: 'yes' }],
    ['abnormal3', 'a negative number', -1],
    ['abnormal4', 'a negative time', stateTimeout(-1, 'x')],
    ['abnormal4', 'a time that is none', stateTimeout('soon' as never, 'x')],
    ['abnormal4', 'an option that is none', stateTimeout(5, 'x', { ab: true } as never)],
    ['abnormal4', 'a flag that is none', stateTimeout(5, 'x', { abs: 'yes' } as never)],
    ['abnormal4', 'a kind that is none', { type: 'cancel_timeout', kind: 'bad' }],
    ['abnormal4', 'an update of what is no kind', { type: 'update_timeout', kind: 1, content: 1 }],
  ];
  test.each(actions)(
    'gen_statem_SUITE/%s: a bad action ends the machine with it: %s',
    (_row, _what, action) => {
      const { noted, terminated } = withMachine(
        { on: () => nextState('t', 'e', action as never) },
        function* (self, note) {
          yield* startMachine(self);
          note(yield* caught(genStatem.call(self, 'sm', 'x')));
          note(yield* mailbox(self));
        },
        { mode },
      );
      const bad = ['bad_action_from_state_function', action as Term];
      expect(noted).toEqual([called(errorIn(mode, bad), 'x'), [EXIT(errorIn(mode, bad))]]);
      // The state it was about to go to.
      expect(terminated).toEqual([[bad, 't', 'e']]);
    },
  );

  test('gen_statem_SUITE/shutdown: a stop with a shutdown reason is no noise; a later call exits', () => {
    const { noted, reports, terminated } = withMachine(
      { on: () => stop(['shutdown', 'reason']) },
      function* (self, note) {
        yield* startMachine(self);
        genStatem.cast(self, 'sm', 'end');
        note(yield* self.receive());
        note(yield* caught(genStatem.call(self, 'sm', 'x')));
      },
      { mode },
    );
    const reason = ['shutdown', 'reason'];
    expect(noted).toEqual([EXIT(reason), called('noproc', 'x')]);
    expect(reports).toEqual([]);
    expect(terminated).toEqual([[reason, 's', 'd']]);
  });
});
