import { describe, expect, test } from 'vitest';
import { raises, runScript, runScripts, type Script } from '../testing/run-script.ts';
import type { Self } from './self.ts';
import type { Pid, Term } from './term.ts';

const forever: Script = (self) => self.receive(() => false);

describe('process_info', () => {
  test('process_SUITE/t_process_info: tells name and status; badarg for what is no pid or no item', () => {
    const { noted } = runScripts({
      *main(self, note) {
        note(self.processInfo(self.pid, 'registered_name'));
        note(self.processInfo(self.pid, ['registered_name', 'status']));
        self.register('main');
        note(self.processInfo(self.pid, 'registered_name'));
        note(self.processInfo(self.pid, 'status'));
        for (const bad of [1, 'main', null, self.alias()] as never[])
          note(raises(() => self.processInfo(bad)));
        for (const item of ['nope', 1, ['status', 'nope']] as never[])
          note(raises(() => self.processInfo(self.pid, item)));
        const dead = self.spawn('scripts', 'gone');
        yield* self.sleep(1);
        note([self.processInfo(dead), self.processInfo(dead, 'status')]);
      },
      gone: () => 'gone',
    });
    expect(noted).toEqual([
      [],
      [
        ['registered_name', []],
        ['status', 'running'],
      ],
      ['registered_name', 'main'],
      ['status', 'running'],
      ...Array.from({ length: 7 }, () => 'badarg'),
      [undefined, undefined],
    ]);
  });

  test('without an item it tells all', () => {
    const { noted } = runScripts({
      *main(self, note) {
        const child = self.spawnLink('scripts', 'child');
        self.monitor(child);
        yield* self.sleep(1);
        self.monitor('child');
        self.send(child, 'hello');
        note(Object.fromEntries(self.processInfo(child) as [string, Term][]));
        note(self.processInfo(self.pid, 'monitors'));
        self.exit(child, 'kill');
      },
      child(self) {
        self.register('child');
        self.trapExit(true);
        return self.tailCall('rests', 1, 2);
      },
      *rests(self) {
        yield* self.receive(() => false);
      },
    });
    expect(noted).toEqual([
      {
        registered_name: 'child',
        initial_call: ['scripts', 'child', 0],
        status: 'runnable',
        message_queue_len: 1,
        messages: ['hello'],
        links: [expect.anything()],
        dictionary: [],
        monitors: [],
        monitored_by: [expect.anything(), expect.anything()],
        trap_exit: true,
        parent: expect.anything(),
        reductions: 0,
      },
      [
        'monitors',
        [
          ['process', expect.anything()],
          ['process', ['child', 'nonode@nohost']],
        ],
      ],
    ]);
  });

  test('process_SUITE/process_info_messages: the mailbox is told in its order, and stays', () => {
    const { noted } = runScript(function* (self, note) {
      for (const message of ['a', 'b', ['c']]) self.send(self.pid, message);
      note([self.processInfo(self.pid, 'messages'), self.processInfo(self.pid, 'messages')]);
      note([yield* self.receive(), yield* self.receive(), yield* self.receive()]);
    });
    const told = ['messages', ['a', 'b', ['c']]];
    expect(noted).toEqual([
      [told, told],
      ['a', 'b', ['c']],
    ]);
  });

  test('process_SUITE/process_info_other_msg: the mailbox of another process is told as it is at the moment', () => {
    const { noted } = runScripts({
      *main(self, note) {
        const deaf = self.spawn('scripts', 'deaf');
        const sender = self.spawn('scripts', 'sender', [deaf]);
        for (let round = 0; round < 20; round++) {
          yield* self.sleep(1);
          const [, messages] = self.processInfo(deaf, 'messages') as [string, number[]];
          const [, length] = self.processInfo(deaf, 'message_queue_len') as [string, number];
          note(messages.every((message, index) => message === index) && messages.length === length);
          if (round === 19) note(length > 100);
        }
        for (const pid of [deaf, sender]) self.exit(pid, 'kill');
      },
      deaf: forever,
      *sender(self: Self, _note: unknown, deaf: Pid) {
        for (let count = 0; ; count++) {
          self.send(deaf, count);
          yield* self.sleep(0);
        }
      },
    });
    expect(noted).toEqual(Array.from({ length: 21 }, () => true));
  });

  test('process_SUITE/process_info_other_message_queue_len_signal_race: all that was sent before counts', () => {
    const { noted } = runScripts({
      main(self, note) {
        const deaf = self.spawn('scripts', 'deaf');
        for (let count = 1; count <= 1_000; count++) {
          self.send(deaf, count);
          if (count % 100 === 0) note(self.processInfo(deaf, 'message_queue_len')?.[1]);
        }
        self.exit(deaf, 'over');
        note(self.processInfo(deaf, 'message_queue_len') === undefined);
      },
      deaf: forever,
    });
    expect(noted).toEqual([...Array.from({ length: 10 }, (_, index) => (index + 1) * 100), true]);
  });

  test('process_SUITE/process_info_parent: the parent is who spawned it, linked or not; the first one has none', () => {
    const { noted, main } = runScripts({
      main(self, note) {
        note(self.processInfo(self.pid, 'parent'));
        const children = [self.spawn('scripts', 'forever'), self.spawnLink('scripts', 'forever')];
        for (const child of children) note(self.processInfo(child, 'parent'));
        for (const child of children) self.unlink(child);
        for (const child of children) self.exit(child, 'kill');
      },
      forever,
    });
    expect(noted).toEqual([
      ['parent', null],
      ['parent', main.pid],
      ['parent', main.pid],
    ]);
  });

  test('process_SUITE/process_info_status_handled_signal: who waits for a message is told to wait, though it has been asked', () => {
    const { noted } = runScripts({
      *main(self, note) {
        const child = self.spawn('scripts', 'forever');
        yield* self.sleep(1);
        note([self.processInfo(child, 'status'), self.processInfo(child, 'status')]);
        self.exit(child, 'kill');
      },
      forever,
    });
    expect(noted).toEqual([
      [
        ['status', 'waiting'],
        ['status', 'waiting'],
      ],
    ]);
  });

  test('process_SUITE/process_info_self_signal: who sends itself a signal sees what it did', () => {
    const { noted } = runScript((self, note) => {
      self.trapExit(true);
      const alias = self.alias({ reply: true });
      for (const message of ['through the alias', 'too many']) self.send(alias, message);
      self.exit(self.pid, 'signal');
      self.monitor('nobody');
      note(self.processInfo(self.pid, 'messages')?.[1]);
      note(self.processInfo(self.pid, 'message_queue_len'));
    });
    expect(noted).toMatchObject([
      ['through the alias', { type: 'EXIT', reason: 'signal' }, { type: 'DOWN', reason: 'noproc' }],
      ['message_queue_len', 3],
    ]);
  });

  test('a fatal signal that comes while a process looks at another ends it when its step is over', () => {
    const { noted, exit } = runScripts({
      *main(self, note) {
        const child = self.spawnLink('scripts', 'forever');
        self.exit(child, 'over');
        note(self.isAlive(child));
        note(self.processInfo(self.pid, 'status'));
        self.send(self.pid, 'never taken');
        note(yield* self.receive());
      },
      forever,
    });
    expect(noted).toEqual([false, undefined]);
    expect(exit).toBe('over');
  });
});

describe('processes', () => {
  test('process_SUITE/processes_this_tab: all that live are told, once each, and none that is dead', () => {
    const { noted, world } = runScripts({
      *main(self, note) {
        const alive: Pid[] = [self.pid];
        for (let count = 0; count < 100; count++) {
          const pid = self.spawn('scripts', 'forever');
          if (count % 3 !== 0) alive.push(pid);
          else {
            self.exit(pid, 'kill');
            yield* self.sleep(1);
          }
        }
        const ids = (pids: readonly Pid[]) => pids.map(({ id }) => id);
        note([ids(self.processes()), ids(alive)]);
      },
      forever,
    });
    const [told, alive] = noted[0] as [number[], number[]];
    expect(told).toEqual(alive);
    expect(world.node.freeSlots.length).toBeGreaterThan(0);
  });
});
