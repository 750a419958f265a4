import { describe, expect, test } from 'vitest';
import type { Steps } from '../runtime/activation.ts';
import type { Self } from '../runtime/self.ts';
import type { Pid } from '../runtime/term.ts';
import { caught, raises, runScripts, type ScriptRun } from '../testing/run-script.ts';
import { genServer } from './gen-server/api.ts';
import { global } from './global.ts';
import { noreply, ok } from './results.ts';

/** `sleeper` lives until it is killed. */
function run(main: (self: Self, note: (value: unknown) => void) => Steps<unknown>): ScriptRun {
  return runScripts(
    {
      *sleeper(self) {
        yield* self.receive();
      },
      main,
    },
    {
      server: {
        default: { init: () => ok([]), handleInfo: (m: never, s: never[]) => noreply([...s, m]) },
      },
    },
  );
}
const sleeper = (self: Self): Pid => self.spawn('scripts', 'sleeper');
/** Kills it, and waits until that has happened. */
function* kill(self: Self, pid: Pid): Steps<void> {
  self.exit(pid, 'kill');
  yield* self.sleep(1);
}

describe('global', () => {
  test('a name, which is any term, is for one process, and a process has one', () => {
    const { noted, main } = run(function* (self, note) {
      const other = sleeper(self);
      note(yield* global.registerName(self, ['kv', 1], self.pid));
      note(yield* global.registerName(self, ['kv', 1], other));
      note(yield* global.registerName(self, 'second', self.pid));
      note(global.whereisName(self, ['kv', 1]));
      note(global.whereisName(self, 'second') ?? 'undefined');
      note(global.registeredNames(self));
    });
    expect(noted).toEqual(['yes', 'no', 'no', main.pid, 'undefined', [['kv', 1]]]);
  });

  test('whoever ends loses the name, and whoever is dead gets none that lasts', () => {
    const { noted } = run(function* (self, note) {
      const other = sleeper(self);
      yield* global.registerName(self, 'kv', other);
      yield* kill(self, other);
      note(global.registeredNames(self));
      note(yield* global.registerName(self, 'kv', other));
      note(global.whereisName(self, 'kv') ?? 'undefined');
      note(yield* global.registerName(self, 'kv', self.pid));
    });
    expect(noted).toEqual([[], 'yes', 'undefined', 'yes']);
  });

  test('any process may give up a name of another, also one that nobody has', () => {
    const { noted } = run(function* (self, note) {
      yield* global.registerName(self, 'kv', sleeper(self));
      yield* global.unregisterName(self, 'kv');
      yield* global.unregisterName(self, 'kv');
      note(global.whereisName(self, 'kv') ?? 'undefined');
      note(yield* global.registerName(self, 'kv', self.pid));
    });
    expect(noted).toEqual(['undefined', 'yes']);
  });

  test("global_SUITE/re_register_name: a name that is given to another goes with that one, not with the old one's end", () => {
    const { noted } = run(function* (self, note) {
      const [first, second] = [sleeper(self), sleeper(self)];
      yield* global.registerName(self, 'kv', first);
      yield* global.registerName(self, 'other', second);
      note(yield* global.reRegisterName(self, 'kv', second));
      yield* kill(self, first);
      note(global.registeredNames(self));
      note(global.whereisName(self, 'kv') === second);
      yield* kill(self, second);
      note(global.registeredNames(self));
    });
    expect(noted).toEqual(['yes', ['other', 'kv'], true, []]);
  });

  test('send gives the pid, and raises badarg with the message where nobody has the name', () => {
    const { noted, world } = run(function* (self, note) {
      const name = ['global', 'kv'] as const;
      const { pid } = (yield* genServer.start(self, 'server', null, { name })) as { pid: Pid };
      note(global.send(self, 'kv', 'hello') === pid);
      note(raises(() => global.send(self, 'nobody', 'hello')));
      note(raises(() => global.send(self, 'nobody', { type: '$gen_cast', message: 1 })));
      note(yield* caught(global.registerName(self, 'kv', 'no pid' as never)));
    });
    const cast = { type: '$gen_cast', message: 1 };
    expect(noted).toEqual([
      true,
      ['badarg', ['nobody', 'hello']],
      ['badarg', ['nobody', cast]],
      'function_clause',
    ]);
    const states = world.node.processes.map((process) => process?.state ?? null);
    expect(states).toContainEqual(['hello']);
  });

  test('a fork has names of its own', () => {
    const { world, main } = run(function* (self) {
      yield* global.registerName(self, 'kv', self.pid);
      yield* self.sleep(10);
      yield* global.unregisterName(self, 'kv');
    });
    expect(world.node.globals.all.size).toBe(0);
    const again = world.world.fork();
    again.node.globals.set('kv', main.pid);
    expect(again.node.globals.all.size).toBe(0);
  });

  test('the names are told', () => {
    const { world } = run(function* (self) {
      yield* global.registerName(self, 'kv', self.pid);
    });
    const told = world.events
      .filter(({ type }) => type === 'registered' || type === 'unregistered')
      .map(({ type, a, b }) => [type, world.string(a), b]);
    expect(told).toEqual([
      ['registered', '{global,kv}', 1],
      ['unregistered', '{global,kv}', 0],
    ]);
  });
});
