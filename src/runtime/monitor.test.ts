import { describe, expect, test } from 'vitest';
import { exit } from '../otp/results.ts';
import { raises, runScript, runScripts, type Script } from '../testing/run-script.ts';
import type { Steps } from './activation.ts';
import type { Self } from './self.ts';
import { equalTerms, type Pid, Ref, type Term } from './term.ts';
import { LOCAL_NODE } from './world.ts';

const forever: Script = (self) => self.receive();
const brief: Script = () => exit('brief');
const DOWN = (reason: unknown, object: unknown = expect.anything()): object => ({
  type: 'DOWN',
  ref: expect.anything(),
  object,
  reason,
});

function* nextMessage(self: Self): Steps<Term | undefined> {
  return yield* self.receiveWithin(100);
}

const watched = (self: Self, pid: Pid) => ({ pid, ref: self.monitor(pid) });

describe('monitors', () => {
  test.each([
    [
      'monitor_SUITE/case_1: a monitor is no link, an exit signal of who is monitored ends the watcher',
      false,
    ],
    ['monitor_SUITE/case_1a: so too when it was made with the process', true],
  ])('%s', (_name, atomic) => {
    const { noted } = runScripts({
      *main(self, note) {
        self.trapExit(true);
        self.spawnLink('scripts', 'watcher');
        note(yield* nextMessage(self));
        note(yield* nextMessage(self));
      },
      *watcher(self) {
        if (atomic) self.spawnMonitor('scripts', 'other', [self.pid]);
        else self.monitor(self.spawn('scripts', 'other', [self.pid]));
        yield* self.receive(() => false);
      },
      other: (self: Self, _note: unknown, watcher: Pid) => self.exit(watcher, 'foo'),
    });
    expect(noted).toEqual([{ type: 'EXIT', from: expect.anything(), reason: 'foo' }, undefined]);
  });

  test.each([
    ["monitor_SUITE/case_2: nobody can take away another process's monitor", false],
    ['monitor_SUITE/case_2a: nor one that was made with the process', true],
  ])('%s', (_name, atomic) => {
    const { noted } = runScripts({
      *main(self, note) {
        const { pid, ref } = atomic
          ? self.spawnMonitor('scripts', 'other')
          : watched(self, self.spawn('scripts', 'other'));
        self.send(pid, ref);
        note(yield* nextMessage(self));
      },
      *other(self, note) {
        const ref = (yield* self.receive()) as Ref;
        note([self.demonitor(ref), self.demonitor(ref, { info: true })]);
      },
    });
    expect(noted).toEqual([[true, false], DOWN('normal')]);
  });

  test('monitor_SUITE/mon_e_1: a monitor is of a pid or a name, and of this node when it is alone', () => {
    const { noted } = runScript((self, note) => {
      for (const bad of [undefined, null, 1, [], {}, ['name'], ['name', 1], ['name', 'other@host']])
        note(raises(() => self.monitor(bad as never)));
      for (const options of [null, 1, ['x'], { x: 1 }, { alias: 'x' }, { alias: 'reply' }])
        note(raises(() => self.monitor(self.pid, options as never)));
    });
    expect(noted).toEqual(Array.from({ length: 14 }, () => 'badarg'));
  });

  test('monitor_SUITE/demon_e_1: demonitor takes a reference of this node, be it whose it may', () => {
    const { noted } = runScripts({
      *main(self, note) {
        for (const bad of [undefined, null, 1, [], {}, 'name', self.pid, new Ref('other@host', 1)])
          note(raises(() => self.demonitor(bad as never)));
        const { pid, ref } = self.spawnMonitor('scripts', 'other');
        self.send(pid, ref);
        note(yield* nextMessage(self));
      },
      *other(self, note) {
        note(self.demonitor((yield* self.receive()) as Ref));
      },
    });
    expect(noted.slice(0, 8)).toEqual(Array.from({ length: 8 }, () => 'badarg'));
    expect(noted.slice(8)).toEqual([true, DOWN('normal')]);
  });

  test('monitor_SUITE/demon_1: demonitor of a reference that is no monitor gives true', () => {
    const { noted } = runScript((self, note) => {
      const ref = self.sendAfter(1, self.pid, 'x');
      note([self.demonitor(ref), self.demonitor(ref, { flush: true })]);
      note(self.demonitor(ref, { info: true }));
    });
    expect(noted).toEqual([[true, true], false]);
  });

  test('monitor_SUITE/mon_1: a DOWN says why, and whom it was asked about', () => {
    const { noted } = runScripts({
      *main(self, note) {
        self.monitor(self.spawn('scripts', 'ends'));
        note(yield* nextMessage(self));
        const killed = self.spawn('scripts', 'forever');
        self.monitor(killed);
        self.exit(killed, 'kill');
        note(yield* nextMessage(self));
        self.monitor(killed);
        note(yield* nextMessage(self));
        self.register('named', self.spawn('scripts', 'brief'));
        self.monitor('named');
        note(yield* nextMessage(self));
        self.monitor('nobody');
        note(yield* nextMessage(self));
      },
      ends: () => 'done',
      brief,
      forever,
    });
    const named = (name: string): unknown => [name, LOCAL_NODE];
    expect(noted).toEqual([
      DOWN('normal'),
      DOWN('killed'),
      DOWN('noproc'),
      DOWN('brief', named('named')),
      DOWN('noproc', named('nobody')),
    ]);
  });

  test('a monitor by name is resolved once', () => {
    const { noted } = runScripts({
      *main(self, note) {
        const first = self.spawn('scripts', 'forever');
        self.register('name', first);
        self.monitor('name');
        self.unregister('name');
        const second = self.spawn('scripts', 'forever');
        self.register('name', second);
        self.exit(second, 'second');
        note(yield* nextMessage(self));
        self.exit(first, 'first');
        note(yield* nextMessage(self));
      },
      forever,
    });
    expect(noted).toEqual([undefined, DOWN('first', ['name', LOCAL_NODE])]);
  });

  test('monitor_SUITE/demon_2: demonitor before the end means no DOWN, and twice does no harm', () => {
    const { noted } = runScripts({
      *main(self, note) {
        const { pid, ref } = self.spawnMonitor('scripts', 'forever');
        note([self.demonitor(ref, { info: true }), self.demonitor(ref, { info: true })]);
        note(self.demonitor(ref));
        self.exit(pid, 'kill');
        note(yield* nextMessage(self));
      },
      forever,
    });
    expect(noted).toEqual([[true, false], true, undefined]);
  });

  test('monitor_SUITE/demonitor_flush: only with flush does demonitor remove a DOWN that is there already', () => {
    const { noted } = runScripts({
      *main(self, note) {
        const child = self.spawn('scripts', 'forever');
        const refs = [1, 2, 3, 4].map(() => self.monitor(child)) as [Ref, Ref, Ref, Ref];
        self.demonitor(refs[0], { flush: true });
        self.exit(child, 'boom');
        yield* self.sleep(1);
        self.demonitor(refs[1], { flush: true });
        self.demonitor(refs[2]);
        note(equalTerms(((yield* nextMessage(self)) as { ref: Ref }).ref, refs[2]));
        note(yield* nextMessage(self));
        note(yield* nextMessage(self));
        for (const options of [null, ['flush'], { flush: 1 }, { flash: true }])
          note(raises(() => self.demonitor(refs[3], options as never)));
      },
      forever,
    });
    const refused = Array.from({ length: 4 }, () => 'badarg');
    expect(noted).toEqual([true, DOWN('boom'), undefined, ...refused]);
  });

  test('monitor_SUITE/local_remove_monitor: demonitor says truly whether it was quicker than the end', () => {
    const results = new Set<string>();
    for (let seed = 0; seed < 40; seed++) {
      const { noted } = runScripts(
        {
          *main(self, note) {
            const { ref } = self.spawnMonitor('scripts', 'brief');
            yield* self.sleep(0);
            note(self.demonitor(ref, { info: true }));
            note((yield* self.receiveWithin(10)) === undefined);
          },
          brief,
        },
        {},
        seed,
      );
      results.add(noted.join());
    }
    // Either it was still there, and no DOWN comes; or it was not, and the DOWN is there.
    expect([...results].sort()).toEqual(['false,false', 'true,true']);
  });

  test('monitor_SUITE/large_exit: a DOWN carries a large reason unchanged', () => {
    const reason = Array.from({ length: 1_000 }, (_, index) => ({ index, text: `${index}` }));
    const { noted } = runScripts({
      *main(self, note) {
        self.spawnMonitor('scripts', 'child');
        note(yield* nextMessage(self));
      },
      child: () => exit(reason),
    });
    expect(noted).toEqual([DOWN(reason)]);
  });

  test('monitor_SUITE/list_cleanup: who dies leaves no monitor behind, and each of its watchers one DOWN', () => {
    const { noted, world } = runScripts({
      *main(self, note) {
        const hub = self.spawn('scripts', 'hub');
        for (let count = 0; count < 20; count++) self.spawn('scripts', 'watcher', [hub]);
        yield* self.sleep(1);
        self.exit(hub, 'kill');
        yield* self.sleep(1);
        note('done');
      },
      *hub(self) {
        for (let count = 0; count < 20; count++) self.spawnMonitor('scripts', 'forever');
        yield* self.receive();
      },
      *watcher(self: Self, note: (value: unknown) => void, hub: Pid) {
        self.monitor(hub);
        note(((yield* self.receive()) as { reason: Term }).reason);
      },
      forever,
    });
    expect(noted.filter((reason) => reason === 'killed')).toHaveLength(20);
    const left = world.node.processes.filter((process) => process !== null);
    expect(left).toHaveLength(20);
    expect(left.every((process) => (process?.watchers ?? []).length === 0)).toBe(true);
  });

  test('monitor_SUITE/mixer: of processes that watch each other and die, each monitor gives one DOWN', () => {
    const size = 12;
    const { world } = runScripts({
      *main(self) {
        const all = Array.from({ length: size }, () => self.spawn('scripts', 'node'));
        for (const pid of all) self.send(pid, all);
        yield* self.sleep(1_000);
      },
      *node(self) {
        const all = (yield* self.receive()) as Pid[];
        for (const pid of all) if (self.random(2) === 0) self.monitor(pid);
        yield* self.sleep(self.random(50));
        exit(self.random(3));
      },
    });
    const { events } = world;
    const diedAt = new Map(
      events.filter(({ type }) => type === 'exited').map(({ pid, seq }) => [pid, seq]),
    );
    const downs = events.filter(({ type }) => type === 'down_sent').map(({ a }) => a);
    const monitors = events.filter(({ type }) => type === 'monitored');
    const outlived = monitors.filter(
      ({ pid, peer }) => (diedAt.get(peer) ?? 0) < (diedAt.get(pid) ?? 0),
    );
    expect(new Set(downs).size).toBe(downs.length);
    expect(downs).toEqual(expect.arrayContaining(outlived.map(({ a }) => a)));
    expect(outlived.length).toBeGreaterThan(5);
  });

  test('monitor_SUITE/named_down: a name is free when the DOWN comes', () => {
    const { noted, exit: end } = runScripts({
      *main(self, note) {
        for (let round = 0; round < 50; round++) {
          const { pid } = self.spawnMonitor('scripts', 'named');
          self.register('name', pid);
          self.send('name', 'end');
          yield* self.receive();
          self.register('name');
          self.unregister('name');
        }
        note('done');
      },
      named: forever,
    });
    expect([noted, end]).toEqual([['done'], 'normal']);
  });

  test('erl_link_SUITE/process_monitors: monitors are kept on both sides, and one of oneself leaves nothing', () => {
    const { noted, world } = runScripts({
      *main(self, note) {
        self.register('main');
        const refs = [self.monitor(self.pid), self.monitor('main')];
        note(yield* self.receiveWithin(1));
        note(refs.map((ref) => self.demonitor(ref, { info: true })));
        const { pid, ref } = self.spawnMonitor('scripts', 'forever');
        self.demonitor(ref);
        self.send(pid, 'end');
        note(yield* self.receiveWithin(1));
      },
      forever,
    });
    expect(noted).toEqual([undefined, [false, false], undefined]);
    expect(world.events.filter(({ type }) => type === 'down_sent')).toEqual([]);
  });

  test('erl_link_SUITE/otp_5772_monitor: after demonitor no DOWN of that monitor comes', () => {
    const { noted } = runScripts({
      *main(self, note) {
        for (let round = 0; round < 50; round++) {
          const { ref } = self.spawnMonitor('scripts', 'brief');
          yield* self.sleep(0);
          self.demonitor(ref);
          yield* self.receiveWithin(0);
          if ((yield* self.receiveWithin(1)) !== undefined) note('too late');
        }
      },
      brief,
    });
    expect(noted).toEqual([]);
  });

  test('a monitor of who is not there can be taken away while its DOWN is under way', () => {
    const { noted } = runScript(function* (self, note) {
      note(self.demonitor(self.monitor('nobody'), { info: true }));
      note(yield* nextMessage(self));
      const ref = self.monitor('nobody');
      yield* self.sleep(0);
      note([self.demonitor(ref, { info: true }), yield* nextMessage(self)]);
    });
    expect(noted).toEqual([true, undefined, [false, DOWN('noproc')]]);
  });

  test('a signal that was sent before counts before the monitor: noproc', () => {
    const { noted } = runScripts({
      *main(self, note) {
        const child = self.spawn('scripts', 'forever');
        self.exit(child, 'kill');
        self.monitor(child);
        note([self.isAlive(child), self.processInfo(child), yield* nextMessage(self)]);
      },
      forever,
    });
    expect(noted).toEqual([[false, undefined, DOWN('noproc')]]);
  });

  test('process_SUITE/monitor_tag: a tag of its own stands in the place of DOWN', () => {
    const { noted } = runScripts({
      *main(self, note) {
        const tag = ['down', 7];
        const child = self.spawn('scripts', 'forever');
        self.monitor(child, { tag });
        self.exit(child, 'over');
        note(yield* nextMessage(self));
        self.monitor(child, { tag: 'gone' });
        note(yield* nextMessage(self));
        const { ref } = self.spawnMonitor('scripts', 'brief', [], { tag: 'gone' });
        note(equalTerms(((yield* nextMessage(self)) as { ref: Ref }).ref, ref));
      },
      brief,
      forever,
    });
    expect(noted).toEqual([
      { ...DOWN('over'), type: ['down', 7] },
      { ...DOWN('noproc'), type: 'gone' },
      true,
    ]);
  });
});
