import { describe, expect, test } from 'vitest';
import { exit } from '../otp/results.ts';
import { runScripts, type Script } from '../testing/run-script.ts';
import type { Steps } from './activation.ts';
import { linkedPids } from './process.ts';
import type { Self } from './self.ts';
import type { Pid, Term } from './term.ts';

const forever: Script = (self) => self.receive();
const EXIT = (reason: unknown): object => ({ type: 'EXIT', reason });

/** Waits for the EXIT message of a process that dies. */
function* nextMessage(self: Self): Steps<Term | undefined> {
  return yield* self.receiveWithin(100);
}

describe('links', () => {
  test('erl_link_SUITE/links: a link goes both ways, once', () => {
    const { noted, world } = runScripts({
      *main(self, note) {
        self.trapExit(true);
        const child = self.spawn('scripts', 'forever');
        self.link(self.pid);
        self.unlink(self.pid);
        for (const pid of [child, child]) self.link(pid);
        for (const pid of [child, child]) self.unlink(pid);
        self.exit(child, 'unseen');
        note(yield* nextMessage(self));
        const second = self.spawn('scripts', 'forever');
        self.link(second);
        self.exit(second, 'seen');
        note(yield* nextMessage(self));
      },
      forever,
    });
    expect(noted).toMatchObject([undefined, EXIT('seen')]);
    expect(world.events.filter(({ type }) => type === 'linked')).toHaveLength(2);
  });

  test('erl_link_SUITE/otp_5772_link: after unlink no exit signal of that link comes', () => {
    const { noted } = runScripts({
      *main(self, note) {
        self.trapExit(true);
        for (let round = 0; round < 50; round++) {
          const child = self.spawnLink('scripts', 'brief');
          yield* self.sleep(0);
          self.unlink(child);
          const before = yield* self.receiveWithin(0);
          const after = yield* self.receiveWithin(1);
          if (after !== undefined) note(['too late', before, after]);
        }
      },
      brief: () => exit('brief'),
    });
    expect(noted).toEqual([]);
  });

  test('EXTRA/link_dead_local: a link to the dead is an EXIT to who traps exits, else an error', () => {
    const { noted } = runScripts({
      *main(self, note) {
        const dead = self.spawn('scripts', 'brief');
        yield* self.sleep(1);
        try {
          self.link(dead);
        } catch (thrown) {
          note((thrown as { reason: Term }).reason);
        }
        self.trapExit(true);
        self.link(dead);
        note(yield* nextMessage(self));
      },
      brief: () => 'done',
    });
    expect(noted).toMatchObject(['noproc', EXIT('noproc')]);
  });

  test('EXTRA/double_link_single_unlink: linked twice is unlinked once', () => {
    const { noted } = runScripts({
      *main(self, note) {
        self.trapExit(true);
        const child = self.spawnLink('scripts', 'forever');
        self.link(child);
        self.unlink(child);
        self.exit(child, 'kill');
        note(yield* nextMessage(self));
      },
      forever,
    });
    expect(noted).toEqual([undefined]);
  });

  test('EXTRA/unlink_keeps_delivered_exit: unlink leaves an EXIT that is there already', () => {
    const { noted } = runScripts({
      *main(self, note) {
        self.trapExit(true);
        const child = self.spawnLink('scripts', 'brief');
        yield* self.sleep(1);
        self.unlink(child);
        note(yield* nextMessage(self));
      },
      brief: () => exit('brief'),
    });
    expect(noted).toMatchObject([EXIT('brief')]);
  });

  test("a link that breaks normally doesn't end a process that does not trap; a trapping one is told", () => {
    const { noted } = runScripts({
      *main(self, note) {
        self.spawnLink('scripts', 'brief');
        note(yield* nextMessage(self));
        self.trapExit(true);
        self.spawnLink('scripts', 'brief');
        note(yield* nextMessage(self));
      },
      brief: () => 'done',
    });
    expect(noted).toMatchObject([undefined, EXIT('normal')]);
  });

  test('signal_SUITE/unlink_exit: who links to a process that is about to die gets noproc, not the reason', () => {
    for (let seed = 0; seed < 20; seed++) {
      const { noted } = runScripts(
        {
          *main(self, note) {
            self.trapExit(true);
            const child = self.spawnLink('scripts', 'leaves', [self.pid]);
            yield* self.receive((message) => message === 'unlinked');
            self.exit(child, 'secret');
            self.link(child);
            note(yield* nextMessage(self));
            note(yield* nextMessage(self));
          },
          *leaves(self: Self, _note: unknown, main: Pid) {
            self.unlink(main);
            self.send(main, 'unlinked');
            yield* self.receive();
          },
        },
        {},
        seed,
      );
      expect(noted).toMatchObject([EXIT('noproc'), undefined]);
    }
  });

  test('erl_link_SUITE/otp_17127_local_link_with_simultaneous_link_unlink: two that link and unlink each other agree on what is left', () => {
    const outcomes = new Set<string>();
    for (let seed = 0; seed < 60; seed++) {
      const { noted } = runScripts(
        {
          *main(self, note) {
            const pids = [0, 1].map(() => self.spawn('scripts', 'fickle'));
            const [first, second] = pids as [Pid, Pid];
            self.send(first, second);
            self.send(second, first);
            yield* self.sleep(10);
            const linked = pids.map((pid) => self.processInfo(pid, 'links')?.[1]);
            self.exit(first, 'over');
            yield* self.sleep(1);
            note([...linked.map((links) => (links as Pid[]).length), self.isAlive(second)]);
          },
          *fickle(self) {
            const other = (yield* self.receive()) as Pid;
            for (let round = 0; round < 5; round++) {
              self.link(other);
              yield* self.sleep(0);
              if (self.random(2) === 0) self.unlink(other);
              yield* self.sleep(0);
            }
            yield* self.receive();
          },
        },
        {},
        seed,
      );
      outcomes.add(JSON.stringify(noted[0]));
    }
    // A link has both its ends, and works; or neither, and the other lives.
    expect([...outcomes].sort()).toEqual(['[0,0,true]', '[1,1,false]']);
  });

  test('erl_link_SUITE/otp_17127_local_random: after a storm of links and unlinks every link has both its ends', () => {
    const { world } = runScripts({
      *main(self) {
        const all = Array.from({ length: 12 }, () => self.spawn('scripts', 'fickle'));
        for (const pid of all) self.send(pid, all);
        yield* self.sleep(1_000);
      },
      *fickle(self) {
        const all = (yield* self.receive()) as Pid[];
        for (let round = 0; round < 50; round++) {
          const other = all[self.random(all.length)] as Pid;
          if (self.random(2) === 0) self.link(other);
          else self.unlink(other);
          yield* self.sleep(self.random(2));
        }
        yield* self.receive();
      },
    });
    const left = world.node.processes.filter((process) => process !== null);
    expect(left).toHaveLength(12);
    const ends = left.flatMap((process) =>
      linkedPids(process).map((pid) => [process.pid.id, pid.id]),
    );
    const reversed = ends.map(([from, to]) => [to, from]);
    expect(ends.length).toBeGreaterThan(4);
    expect(reversed.map(String).sort()).toEqual(ends.map(String).sort());
  });
});
