import { describe, expect, test } from 'vitest';
import type { Self } from '../../runtime/self.ts';
import type { Term } from '../../runtime/term.ts';
import { mailbox, telling, withMachine } from '../../testing/with-machine.ts';
import { EXIT } from '../../testing/with-server.ts';
import { sys } from '../gen/sys.ts';
import { error, ok } from '../results.ts';
import { supervisor } from '../supervisor/api.ts';
import { genStatem } from './api.ts';
import { keepState, nextEvent, stateTimeout } from './results.ts';

describe('gen_statem: enter_loop', () => {
  const enters = {
    enters(self: Self, _note: unknown, name: Term, as: Term) {
      if (typeof name === 'string') self.register(name);
      self.trapExit(true);
      return genStatem.enterLoop(self, 'machine', 's', 'entered', {
        ...(typeof as === 'string' ? { name: as } : {}),
        actions: [nextEvent('internal', 'action'), stateTimeout(10, 'due')],
      });
    },
    *parent(self: Self) {
      self.spawnLink('scripts', 'enters', [null, null]);
      yield* self.sleep(50);
      error('oops');
    },
  };

  test.each([
    ['with a name', 'entered'],
    ['without one', null],
  ])(
    'gen_statem_SUITE/enter_loop: a plain process becomes a machine, without init, %s',
    (_how, name) => {
      const machine = { ...telling(), init: () => error('not called') };
      const { noted, world } = withMachine(
        machine,
        function* (self, note) {
          const pid = self.spawnLink('scripts', 'enters', [name, name]);
          note(yield* mailbox(self, 20));
          note(yield* sys.getState(self, pid));
          yield* genStatem.stop(self, name ?? pid);
          note(yield* mailbox(self));
        },
        { others: enters as never },
      );
      const events = [
        ['s', 'internal', 'action'],
        ['s', 'state_timeout', 'due'],
      ];
      expect(noted).toEqual([events, ['s', 'entered'], [EXIT('normal')]]);
      const states = world.events.filter(({ type }) => type === 'transitioned');
      expect(states.map(({ payload }) => payload)).toEqual([{ from: null, to: 's' }]);
    },
  );

  test('gen_statem_SUITE/enter_loop: not under a name that is not its own', () => {
    const { noted } = withMachine(
      telling(),
      function* (self, note) {
        for (const [name, as] of [
          [null, 'other'],
          ['mine', 'other'],
          [null, 'main'],
        ] as const) {
          self.spawnLink('scripts', 'enters', [name, as]);
          note(yield* self.receive());
        }
      },
      { others: enters as never },
    );
    expect(noted).toEqual(Array(3).fill(EXIT('process_not_registered')));
  });

  test('gen_statem_SUITE/enter_loop: the end of who spawned it ends it, by way of terminate', () => {
    const { terminated } = withMachine(
      { on: () => keepState('entered') },
      function* (self) {
        self.spawn('scripts', 'parent');
        yield* self.sleep(100);
      },
      { others: enters as never },
    );
    expect(terminated).toEqual([[['oops', [['scripts', 'parent']]], 's', 'entered']]);
  });
});

test('a child spec starts a machine by OTP’s own name', () => {
  const sup = {
    default: {
      init: () =>
        ok({
          flags: ['one_for_one', 1, 5],
          children: [
            { id: 'sm', start: ['gen_statem', 'start_link', [{ local: 'sm' }, 'machine', 'd']] },
          ],
        }),
    },
  };
  const { noted } = withMachine(
    { on: () => keepState('d') },
    function* (self, note) {
      yield* supervisor.startLink(self, 'sup');
      note(yield* sys.getState(self, 'sm'));
      self.exit(self.whereis('sm') as never, 'kill');
      yield* self.sleep(10);
      note(yield* sys.getState(self, 'sm'));
    },
    { modules: { sup } },
  );
  expect(noted).toEqual([
    ['s', 'd'],
    ['s', 'd'],
  ]);
});
