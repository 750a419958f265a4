import { describe, expect, test } from 'vitest';
import { exit } from '../otp/results.ts';
import { raises, runScript, runScripts, type Script } from '../testing/run-script.ts';
import type { Self } from './self.ts';
import { equalTerms, type Pid, type Ref, type Term } from './term.ts';

const forever: Script = (self) => self.receive();
const UNDEF = ['undef', [['scripts', 'missing']]];

interface Told {
  readonly type: Term;
  readonly ref?: Ref;
  readonly value?: Term;
  readonly reason?: Term;
}

describe('spawn_opt', () => {
  test('links and monitors as it is asked to, and takes no other options', () => {
    const { noted } = runScripts({
      *main(self, note) {
        self.trapExit(true);
        note(typeof (self.spawnOpt('scripts', 'brief', [], {}) as Pid).id);
        const { ref } = self.spawnOpt('scripts', 'brief', [], {
          link: true,
          monitor: { tag: 'over' },
        }) as { ref: Ref };
        note(yield* self.receive());
        const down = (yield* self.receive()) as unknown as Told;
        note([down.type, equalTerms(down.ref, ref)]);
        for (const options of [null, ['link'], { link: 1 }, { monitor: 'x' }, { priority: 'low' }])
          note(raises(() => self.spawnOpt('scripts', 'brief', [], options as never)));
        note(raises(() => self.spawnOpt('scripts', 'brief', [], { monitor: { x: 1 } } as never)));
      },
      brief: () => 'done',
    });
    expect(noted.slice(0, 3)).toMatchObject(['number', { type: 'EXIT' }, ['over', true]]);
    expect(noted.slice(3)).toEqual(Array.from({ length: 6 }, () => 'badarg'));
  });
});

describe('spawn_request', () => {
  test('process_SUITE/spawn_request_bif: tells by a message, whose ref it gave before, how the spawn went', () => {
    const { noted } = runScripts({
      *main(self, note) {
        self.trapExit(true);
        const ref = self.spawnRequest('scripts', 'forever', [], { link: true, monitor: true });
        const told = (yield* self.receive()) as unknown as Told & { value: Pid };
        note([told, equalTerms(told.ref, ref)]);
        note([self.processInfo(told.value, 'links'), self.processInfo(told.value, 'monitored_by')]);
        self.exit(told.value, 'over');
        note([yield* self.receive(), yield* self.receive()]);
        self.spawnRequest('scripts', 'forever', [], { priority: 'low' } as never);
        note(yield* self.receive());
        note(raises(() => self.spawnRequest('scripts', 'forever', 'no list' as never)));
      },
      forever,
    });
    const ref = expect.anything();
    expect(noted).toMatchObject([
      [{ type: 'spawn_reply', ref, result: 'ok', value: ref }, true],
      [
        ['links', [ref]],
        ['monitored_by', [ref]],
      ],
      [
        { type: 'EXIT', reason: 'over' },
        { type: 'DOWN', reason: 'over' },
      ],
      { type: 'spawn_reply', ref, result: 'error', value: 'badopt' },
      'badarg',
    ]);
  });

  test('process_SUITE/spawn_request_reply_option: tells what it was asked to tell, before the new process says anything', () => {
    const { noted } = runScripts({
      *main(self, note) {
        for (const reply of ['yes', 'success_only', 'error_only', 'no'] as const) {
          self.spawnRequest('scripts', 'speaks', [self.pid], { reply, replyTag: ['tag', reply] });
          note([(yield* self.receive()) as Term, (yield* self.receiveWithin(1)) ?? 'nothing']);
        }
      },
      speaks: (self: Self, _note: unknown, main: Pid) => self.send(main, 'hello'),
    });
    const told = (reply: string) => [{ type: ['tag', reply], result: 'ok' }, 'hello'];
    expect(noted).toMatchObject([
      told('yes'),
      told('success_only'),
      ['hello', 'nothing'],
      ['hello', 'nothing'],
    ]);
  });

  test('process_SUITE/spawn_request_monitor_child_exit: of a function that is not there, first the reply, then the DOWN, with one ref', () => {
    const { noted } = runScript(function* (self, note) {
      const ref = self.spawnRequest('scripts', 'missing', [], { monitor: true });
      for (let count = 0; count < 2; count++) {
        const told = (yield* self.receive()) as unknown as Told;
        note([told.type, equalTerms(told.ref, ref), told.reason ?? null]);
      }
    });
    expect(noted).toEqual([
      ['spawn_reply', true, null],
      ['DOWN', true, UNDEF],
    ]);
  });

  test('process_SUITE/spawn_request_link_child_exit: first the reply, then the EXIT', () => {
    const { noted } = runScript(function* (self, note) {
      self.trapExit(true);
      self.spawnRequest('scripts', 'missing', [], { link: true });
      note([yield* self.receive(), yield* self.receive()]);
    });
    expect(noted).toMatchObject([
      [
        { type: 'spawn_reply', result: 'ok' },
        { type: 'EXIT', reason: UNDEF },
      ],
    ]);
  });

  test.each([
    [
      'process_SUITE/spawn_request_link_parent_exit: who is linked gets the exit signal of one that ends before it has seen the reply',
      'over',
    ],
    [
      'process_SUITE/spawn_request_link_parent_exit_compound_reason: so too when the reason is no atom',
      ['over', { and: [1, 2, 3] }],
    ],
  ])('%s', (_name, reason) => {
    const { world, main } = runScripts({
      main(self) {
        self.spawnRequest('scripts', 'child', [], { link: true });
        exit(reason);
      },
      child: forever,
    });
    const [parent, child] = world.exits();
    expect(parent).toEqual({ pid: main.pid.id, reason });
    expect(child).toEqual({ pid: main.pid.id + 1, reason });
  });
});
