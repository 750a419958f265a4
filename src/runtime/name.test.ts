import { describe, expect, test } from 'vitest';
import { exit } from '../otp/results.ts';
import { raises, runScript, runScripts, type Script } from '../testing/run-script.ts';

const forever: Script = (self) => self.receive();
const brief: Script = () => exit('brief');

describe('registered names', () => {
  test('process_SUITE/bad_register: register takes a name and a living process, nothing else', () => {
    const { noted } = runScripts({
      *main(self, note) {
        const dead = self.spawn('scripts', 'brief');
        yield* self.sleep(1);
        note(raises(() => self.register('name', dead)));
        note(raises(() => self.register('undefined')));
        for (const bad of [1, null, [], {}]) {
          note(raises(() => self.register(bad as never)));
          note(raises(() => self.register('name', bad as never)));
        }
        note(raises(() => self.register('name', self.monitor(dead) as never)));
        note(self.whereis('name'));
      },
      brief,
    });
    expect(noted.at(-1)).toBeUndefined();
    expect(new Set(noted)).toEqual(new Set(['badarg', undefined]));
  });

  test('EXTRA/one_name_per_process: a process has one name at most', () => {
    const { noted } = runScript((self, note) => {
      self.register('first');
      note(raises(() => self.register('second')));
      self.unregister('first');
      self.register('second');
      note([self.whereis('first'), self.whereis('second') === self.pid]);
      note(raises(() => self.unregister('first')));
    });
    expect(noted).toEqual(['badarg', [undefined, true], 'badarg']);
  });

  test('a name that is taken: badarg; a message to a name that nobody has: badarg', () => {
    const { noted } = runScripts({
      main(self, note) {
        const child = self.spawn('scripts', 'forever');
        self.register('name', child);
        note(raises(() => self.register('name')));
        note(raises(() => self.send('nobody', 'hello')));
        note(raises(() => self.cast('nobody', 'hello')));
        self.exit(child, 'kill');
      },
      forever,
    });
    expect(noted).toEqual(['badarg', 'badarg', 'nothing']);
  });

  test('a message to a name with its node never raises: it comes, or is lost', () => {
    const { noted, world } = runScript(function* (self, note) {
      self.register('main');
      self.send(['main', self.node()], 'sent');
      self.cast(['main', self.node()], 'cast');
      self.send(['nobody', self.node()], 'lost');
      self.send(['main', 'other@host'], 'lost');
      for (const bad of [['main'], ['main', 1], [self.pid, self.node()]] as never[])
        note(raises(() => self.send(bad, 'x')));
      note([yield* self.receive(), yield* self.receive(), yield* self.receiveWithin(1)]);
    });
    const cast = { type: '$gen_cast', message: 'cast' };
    expect(noted).toEqual(['badarg', 'badarg', 'badarg', ['sent', cast, undefined]]);
    expect(world.events.filter(({ type }) => type === 'dropped')).toHaveLength(2);
  });

  test('register_SUITE/otp_8099: a name is free as soon as its process has ended', () => {
    const { noted, exit: end } = runScripts({
      *main(self, note) {
        self.trapExit(true);
        for (let round = 0; round < 1_000; round++) {
          const pid = self.spawnLink('scripts', 'forever');
          self.register('name', pid);
          if (self.whereis('name') !== pid) note('not the new one');
          self.exit(pid, 'kill');
          yield* self.receive();
          if (self.whereis('name') !== undefined) note('still taken');
        }
      },
      forever,
    });
    expect([noted, end]).toEqual([[], 'normal']);
  });
});
