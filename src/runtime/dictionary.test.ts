import { expect, test } from 'vitest';
import { genServer } from '../otp/gen-server/api.ts';
import { testWorld } from '../testing/run-modules.ts';
import { raises, runScript, runScripts } from '../testing/run-script.ts';
import type { Self } from './self.ts';
import type { Pid } from './term.ts';

test('a key has one value: put and erase give the old one', () => {
  const { noted } = runScript(function* (self, note) {
    note([self.put(['a', 1], 'x'), self.put(['a', 1], 'y'), self.put('b', 'y')]);
    note([self.get(['a', 1]), self.get('c')]);
    note([self.getKeys(), self.getKeys('y'), self.getKeys('x')]);
    note([self.erase('b'), self.erase('b'), self.get('b')]);
    note([self.get(), self.erase(), self.get()]);
    yield* self.sleep(0);
  });
  const all = [[['a', 1], 'y']];
  expect(noted).toEqual([
    [undefined, 'x', undefined],
    ['y', undefined],
    [[['a', 1], 'b'], [['a', 1], 'b'], []],
    ['y', undefined, undefined],
    [all, all, []],
  ]);
});

test('keys and values are terms, and what is told of them is not theirs', () => {
  const { noted } = runScript((self, note) => {
    note(raises(() => self.put('key', (() => 1) as never)));
    const value = ['mine'];
    self.put('key', value);
    note(Object.isFrozen(value));
    note(raises(() => (self.get() as unknown[]).push('more')));
    note(self.get('key'));
  });
  expect(noted).toEqual([undefined, true, undefined, ['mine']]);
});

test('it is of its process alone, and others can look at it', () => {
  const { noted } = runScripts({
    *main(self, note) {
      const child = self.spawn('scripts', 'child');
      yield* self.sleep(1);
      note([self.get('key'), self.processInfo(child, 'dictionary')]);
      self.exit(child, 'kill');
    },
    *child(self) {
      self.put('key', self.get('key') ?? 'none');
      yield* self.receive();
    },
  });
  expect(noted).toEqual([[undefined, ['dictionary', [['key', 'none']]]]]);
});

test('a process of a behaviour has in it who started it, and its first call', () => {
  const init = (_args: unknown, self: Self) => ({ type: 'ok', state: self.get() });
  const { world } = runScripts(
    {
      *main(self) {
        self.register('main');
        yield* genServer.startLink(self, 'server', null, { name: 'server' });
        yield* self.receive();
      },
    },
    { server: { default: { init } } },
  );
  expect(world.state('server')).toEqual([
    ['$ancestors', ['main']],
    ['$initial_call', ['server', 'init', 1]],
  ]);
});

test('a fork has its own', () => {
  const world = testWorld({
    scripts: {
      *main(self: Self) {
        self.put('key', 1);
        yield* self.sleep(10);
        self.put('key', (self.get('key') as number) + 1);
        yield* self.sleep(10);
        return self.exit(self.pid, ['ends with', self.get('key') as never]);
      },
    },
  });
  const { pid } = world.spawn('scripts', 'main');
  const fork = world.run(15).fork();
  for (const each of [world, fork, world.fork()])
    expect(each.run().exits()).toEqual([{ pid: (pid as Pid).id, reason: ['ends with', 2] }]);
});
