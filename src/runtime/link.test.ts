import { describe, expect, test } from 'vitest';
import { exit } from '../otp/results.ts';
import { runScripts, type Script } from '../testing/run-script.ts';
import type { Steps } from './activation.ts';
import type { Self } from './self.ts';
import type { Term } from './term.ts';

const forever: Script = (self) => self.receive();
const EXIT = (reason: unknown): object => ({ type: 'EXIT', reason });

/** Waits for the EXIT message of a process that dies. */
function* nextMessage(self: Self): Steps<Term | undefined> {
  return yield* self.receiveWithin(100);
}

describe('links', () => {
  test('a link goes both ways, once (erl_link_SUITE/links)', () => {
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

  test('after unlink no exit signal of that link comes (erl_link_SUITE/otp_5772_link)', () => {
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

  test('a link to the dead is an EXIT to who traps exits, else an error', () => {
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

  test('linked twice is unlinked once', () => {
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

  test('unlink leaves an EXIT that is there already', () => {
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
});
