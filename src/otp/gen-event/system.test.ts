import { describe, expect, test } from 'vitest';
import type { Steps } from '../../runtime/activation.ts';
import type { Self } from '../../runtime/self.ts';
import type { Term } from '../../runtime/term.ts';
import { testWorld } from '../../testing/run-modules.ts';
import { caught, runScripts, type Script, type ScriptRun } from '../../testing/run-script.ts';
import { errorOf, exitOf } from '../../testing/with-manager.ts';
import { sys } from '../gen/sys.ts';
import { error, exit, ok } from '../results.ts';
import { genEvent } from './api.ts';
import { type EventHandler, okReply } from './event-handler.ts';

/** What its code change does stands in `extra`. */
const convertible: EventHandler = {
  init: (args) => ok(args),
  handleCall: (_request, state) => okReply(state, state),
  handleEvent: (event, state) => ok([...(state as Term[]), event]),
  codeChange(oldVsn, state, extra, self) {
    const [verb, ...rest] = Array.isArray(extra) ? (extra as Term[]) : [extra];
    if (verb === 'crash') return error('crashed');
    if (verb === 'exit') return exit('bye');
    if (verb === 'throw') throw 'ball';
    if (verb === 'bad') return 'faulty' as never;
    // The oldest handler is the last in turn.
    if (verb === 'crash_last' && (state as Term[])[0] === 1) return error('last');
    return ok([...(state as Term[]), 'from', oldVsn, ...rest, self.pid === self.whereis('em')]);
  },
};
const MODULES = {
  conv: { default: convertible },
  other: { default: convertible },
  bare: { default: { init: (args: Term) => ok(args) } },
  replace: {
    bump: (_self: Self, [module, id, state]: Term[]) => {
      if (id === 'brittle') error('cannot');
      if (id === 'renamed') return [module, 'another', state];
      return [module as Term, id as Term, ['new', state as Term]];
    },
  },
};

/** A manager `em` with these handlers, the last one newest, under a script that traps exits. */
function withHandlers(
  handlers: readonly (readonly [string | readonly [string, Term], Term])[],
  script: (...args: Parameters<Script>) => Steps<unknown>,
): ScriptRun {
  return runScripts(
    {
      *main(self, note) {
        self.trapExit(true);
        yield* genEvent.startLink(self, { name: 'em' });
        for (const [name, args] of handlers) yield* genEvent.addHandler(self, 'em', name, args);
        yield* script(self, note);
      },
    },
    MODULES,
  );
}

const TWO = [
  ['conv', [1]],
  [['conv', 'id'], [2]],
] as const;

describe('the state of a manager', () => {
  test('gen_event_SUITE/get_state: module, id and state of each handler, running or suspended', () => {
    const { noted } = withHandlers(TWO, function* (self, note) {
      note(yield* sys.getState(self, 'em'));
      yield* sys.suspend(self, 'em');
      note(yield* sys.getState(self, 'em'));
    });
    const states = [
      ['conv', 'id', [2]],
      ['conv', false, [1]],
    ];
    expect(noted).toEqual([states, states]);
  });

  test.each(['running', 'suspended'])(
    'gen_event_SUITE/replace_state: each state is replaced, one whose function fails is kept, %s',
    (how) => {
      const handlers = [...TWO, [['conv', 'brittle'], [3]], [['conv', 'renamed'], [4]]] as const;
      const { noted, world } = withHandlers(handlers, function* (self, note) {
        if (how === 'suspended') yield* sys.suspend(self, 'em');
        note(yield* sys.replaceState(self, 'em', ['replace', 'bump']));
        note(yield* sys.getState(self, 'em'));
        yield* self.receive();
      });
      const replaced = [
        ['conv', 'renamed', [4]],
        ['conv', 'brittle', [3]],
        ['conv', 'id', ['new', [2]]],
        ['conv', false, ['new', [1]]],
      ];
      expect(noted).toEqual([replaced, replaced]);
      expect(world.state('em')).toMatchObject({ conv: ['new', [1]] });
    },
  );
});

describe('a code change of handlers', () => {
  function* change(self: Self, module: string, extra: Term): Steps<unknown> {
    yield* sys.suspend(self, 'em');
    const changed = yield* sys.changeCode(self, 'em', module, 'v1', extra);
    yield* sys.resume(self, 'em');
    return changed;
  }

  test('handlers of that module alone convert their state', () => {
    const { noted } = withHandlers([...TWO, ['other', [3]]], function* (self, note) {
      note(yield* change(self, 'conv', ['extra', 'x']));
      note(yield* sys.getState(self, 'em'));
      note(yield* change(self, 'nobody', 'extra'));
    });
    const states = [
      ['other', false, [3]],
      ['conv', 'id', [2, 'from', 'v1', 'x', true]],
      ['conv', false, [1, 'from', 'v1', 'x', true]],
    ];
    expect(noted).toEqual(['ok', states, 'ok']);
  });

  test.each([
    ['crash', exitOf('crashed', 'code_change', 'conv')],
    ['exit', ['EXIT', 'bye']],
    ['throw', 'ball'],
    ['bad', ['EXIT', [['badmatch', 'faulty'], [['gen_event', 'system_code_change']]]]],
    ['crash_last', exitOf('last', 'code_change', 'conv')],
  ] as const)('one that fails, and no handler has changed: %s', (extra, what) => {
    const { noted } = withHandlers(TWO, function* (self, note) {
      note(yield* change(self, 'conv', extra));
      note(yield* sys.getState(self, 'em'));
    });
    const states = [
      ['conv', 'id', [2]],
      ['conv', false, [1]],
    ];
    expect(noted).toEqual([errorOf(what as Term), states]);
  });

  test('gen_event_SUITE/undef_code_change: a handler without code_change is an error, and stays', () => {
    const { noted } = withHandlers([['bare', 's']], function* (self, note) {
      note(yield* change(self, 'bare', 'extra'));
      note(yield* genEvent.whichHandlers(self, 'em'));
    });
    expect(noted).toEqual([errorOf(exitOf('undef', 'code_change', 'bare')), ['bare']]);
  });

  test('a manager that is not suspended changes nothing', () => {
    const { noted } = withHandlers(TWO, function* (self, note) {
      note(yield* sys.changeCode(self, 'em', 'conv', 'v1', 'extra'));
    });
    expect(noted).toMatchObject([{ type: 'error', reason: ['unknown_system_msg', {}] }]);
  });

  test('a fork in the middle of a code change ends it as the original does', () => {
    const world = testWorld({
      slow: {
        default: {
          init: (args: Term) => ok(args),
          *codeChange(_oldVsn: Term, state: Term, extra: Term, self: Self): Steps<unknown> {
            yield* self.sleep(10);
            return ok([state, extra]);
          },
        },
      },
      boot: {
        *run(self: Self): Steps<void> {
          yield* genEvent.start(self, { name: 'em' });
          for (const id of [1, 2]) yield* genEvent.addHandler(self, 'em', ['slow', id], id);
          yield* sys.suspend(self, 'em');
          yield* sys.changeCode(self, 'em', 'slow', 'v1', 'extra');
          yield* sys.resume(self, 'em');
        },
      },
    });
    world.spawn('boot');
    world.run(15);
    const fork = world.fork();
    for (const one of [fork, world]) {
      expect(one.state('em')).toEqual({ '{slow,1}': 1, '{slow,2}': 2 });
      one.run();
      expect(one.state('em')).toEqual({ '{slow,1}': [1, 'extra'], '{slow,2}': [2, 'extra'] });
    }
    expect(fork.node.trace.hash()).toBe(world.node.trace.hash());
  });
});

describe('a suspended manager', () => {
  test('events, calls and messages wait in order, and are handled when it is resumed', () => {
    const { noted } = withHandlers([['conv', []]], function* (self, note) {
      yield* sys.suspend(self, 'em');
      genEvent.notify(self, 'em', 1);
      genEvent.notify(self, 'em', 2);
      note(yield* caught(genEvent.call(self, 'em', 'conv', 'get', 100)));
      note(yield* sys.getState(self, 'em'));
      yield* sys.resume(self, 'em');
      note(yield* sys.getState(self, 'em'));
    });
    expect(noted).toEqual([
      ['timeout', ['gen_event', 'call', ['em', 'conv', 'get']]],
      [['conv', false, []]],
      [['conv', false, [1, 2]]],
    ]);
  });

  test('it stops when it is told to, and its handlers with it', () => {
    const { noted } = withHandlers([['conv', []]], function* (self, note) {
      yield* sys.suspend(self, 'em');
      yield* genEvent.stop(self, 'em', 'shutdown');
      note(yield* self.receive());
    });
    expect(noted).toMatchObject([{ type: 'EXIT', reason: 'shutdown' }]);
  });
});
