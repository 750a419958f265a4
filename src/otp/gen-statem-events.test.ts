import { describe, expect, test } from 'vitest';
import type { From, Term } from '../runtime/term.ts';
import { type Machine, mailbox, startMachine, withMachine } from '../testing/with-machine.ts';
import { genStatem } from './gen-statem-api.ts';
import {
  eventTimeout,
  keepStateAndData,
  nextEvent,
  nextState,
  postpone,
  replyTo,
} from './gen-statem-results.ts';

/** A machine that tells `main` each event as `[state, type, content]`; events are looked up in `moves` by their content. */
const telling = (moves: Readonly<Record<string, (from: From) => unknown>>): Machine => ({
  on(type, content, state, _data, { self, type: whole }) {
    self.send('main', [state, type, content]);
    return moves[content as string]?.((whole as Term[])[1] as From) ?? keepStateAndData();
  },
});

describe('gen_statem: the order of events', () => {
  test('gen_statem_SUITE/next_events: inserted events come in their order, before the next call', () => {
    const machine = telling({
      start: () =>
        keepStateAndData(
          nextEvent('internal', 'a'),
          nextEvent('internal', 'b'),
          nextEvent('internal', 'c'),
        ),
      call: (from) => keepStateAndData(replyTo(from, 'answer')),
    });
    const { noted } = withMachine(machine, function* (self, note) {
      const pid = yield* startMachine(self);
      genStatem.cast(self, pid, 'start');
      note(yield* genStatem.call(self, pid, 'call'));
      note(yield* mailbox(self));
    });
    expect(noted).toEqual([
      'answer',
      [
        ['s', 'cast', 'start'],
        ['s', 'internal', 'a'],
        ['s', 'internal', 'b'],
        ['s', 'internal', 'c'],
        ['s', 'call', 'call'],
      ],
    ]);
  });

  test('gen_statem_SUITE/event_order: inserted events, then retried ones; an event timeout of 0 never comes', () => {
    const late = (): unknown => keepStateAndData(postpone());
    let retried = false;
    const machine = telling({
      p1: () => (retried ? keepStateAndData() : late()),
      p2: () => (retried ? keepStateAndData() : late()),
      go() {
        retried = true;
        return nextState(
          't',
          'd',
          nextEvent('internal', 'i1'),
          eventTimeout(0, 'never'),
          nextEvent('internal', 'i2'),
        );
      },
    });
    const { noted } = withMachine(machine, function* (self, note) {
      const pid = yield* startMachine(self);
      for (const event of ['p1', 'p2', 'go']) genStatem.cast(self, pid, event);
      note((yield* mailbox(self, 50)).slice(2));
    });
    expect(noted).toEqual([
      [
        ['s', 'cast', 'go'],
        ['t', 'internal', 'i1'],
        ['t', 'internal', 'i2'],
        ['t', 'cast', 'p1'],
        ['t', 'cast', 'p2'],
      ],
    ]);
  });
});
