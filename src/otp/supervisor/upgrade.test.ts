import { describe, expect, test } from 'vitest';
import type { Steps } from '../../runtime/activation.ts';
import type { Self } from '../../runtime/self.ts';
import type { Term } from '../../runtime/term.ts';
import { testWorld } from '../../testing/run-modules.ts';
import { specOf, startTop, startTree, type Worker } from '../../testing/supervisor-tree.ts';
import { sys } from '../gen/sys.ts';
import { genServer } from '../gen-server/api.ts';
import { error, ignore, ok } from '../results.ts';
import { supervisor } from './api.ts';
import type { AutoShutdown, ChildSpec, SupFlags } from './child-spec.ts';

/** Code changes, named as the cases of OTP's supervisor_SUITE. */
const failed = (reason: unknown) => ({ type: 'error', reason });
/** `sys` wraps the error that the supervisor gives. */
const refused = (reason: unknown) => failed(failed(reason));

/** The old form of a spec. */
const tuple = (worker: Worker): ChildSpec => {
  const { id, start, restart = 'permanent', shutdown = 5_000 } = specOf(worker);
  return [id, start, restart, shutdown, 'worker', ['worker']] as unknown as ChildSpec;
};
const says = (flags: unknown, children: readonly unknown[]) => () => ok({ flags, children });

describe.each([
  ['code_change', tuple],
  ['code_change_map', specOf],
] as const)('a code change', (row, spec) => {
  const three = [{ id: 'a' }, { id: 'b' }, { id: 'c' }];
  const start = () => startTop(says({}, three.map(spec)));

  test(`supervisor_SUITE/${row}: new flags count at once`, () => {
    const tree = start();
    expect(tree.changeCode(says(['one_for_all', 0, 7], three.map(spec)))).toBe('ok');
    expect(tree.state()).toMatchObject({ strategy: 'one_for_all', intensity: 0, period: 7 });
    tree.forget().crash('b');
    expect(tree.story('exit').slice(1)).toEqual([
      'exit c shutdown',
      'exit a shutdown',
      'exit top shutdown',
    ]);
  });

  test(`supervisor_SUITE/${row}: a wrong spec changes nothing`, () => {
    const tree = start();
    const before = tree.state();
    expect(tree.changeCode(says({ intensity: 9 }, ['faulty']))).toEqual(
      refused(['invalid_child_spec', 'faulty']),
    );
    expect(tree.state()).toEqual(before);
  });

  test(`supervisor_SUITE/${row}: an added child is not started before somebody asks for it`, () => {
    const tree = start();
    const a = tree.pid('a');
    tree.changeCode(says({}, [...three, { id: 'd' }].map(spec)));
    expect(tree.list()).toEqual(['d undefined', 'c pid', 'b pid', 'a pid']);
    expect(tree.restartChild('d')).toMatchObject({ type: 'ok' });
    expect(tree.list()).toEqual(['d pid', 'c pid', 'b pid', 'a pid']);
    expect(tree.pid('a')).toEqual(a);
  });

  test(`supervisor_SUITE/${row}: the order is that of the new specs, then come those that they leave out`, () => {
    const tree = start();
    const b = tree.pid('b');
    tree.changeCode(says({}, [{ id: 'c', shutdown: 9 }, { id: 'd' }].map(spec)));
    expect(tree.list()).toEqual(['b pid', 'a pid', 'd undefined', 'c pid']);
    expect(tree.pid('b')).toEqual(b);
    expect(tree.getChildspec('c')).toMatchObject({ spec: { shutdown: 9 } });
    expect(tree.forget().parentExit('shutdown').story('stop')).toEqual([
      'stop b',
      'stop a',
      'stop c',
    ]);
  });

  test(`supervisor_SUITE/${row}: an init that ignores changes nothing, and is no error`, () => {
    const tree = start();
    const before = tree.state();
    expect(tree.changeCode(() => ignore())).toBe('ok');
    expect(tree.state()).toEqual(before);
  });

  test.each([
    [() => 'junk', failed('junk')],
    [() => error('broken'), failed(['EXIT', ['broken', [['top', 'init']]]])],
    [says('flags', []), refused(['bad_flags', 'flags'])],
    [says(['one_for_one', 1, 0], []), refused(['invalid_period', 0])],
    [says({ strategy: 'none_for_one' }, []), refused(['invalid_strategy', 'none_for_one'])],
  ])(`supervisor_SUITE/${row}: what else init says or raises is the error, %#`, (init, answer) => {
    const tree = start();
    const before = tree.state();
    expect(tree.changeCode(init)).toEqual(answer);
    expect(tree.state()).toEqual(before);
    expect(tree.list()).toEqual(['c pid', 'b pid', 'a pid']);
  });
});

describe.each([
  ['code_change_simple', tuple],
  ['code_change_simple_map', specOf],
] as const)('a code change under simple_one_for_one', (row, spec) => {
  const simple = { strategy: 'simple_one_for_one', intensity: 5 };
  const start = () => startTop(says(simple, [spec({ id: 't' })]));

  test(`supervisor_SUITE/${row}: instances go by the new template, and keep their arguments`, () => {
    const tree = start();
    tree.startChild(['x']);
    expect(
      tree.changeCode(says(simple, [spec({ id: 't', restart: 'transient', shutdown: 9 })])),
    ).toBe('ok');
    expect(tree.getChildspec(tree.pid('x'))).toMatchObject({
      spec: { restart: 'transient', shutdown: 9 },
    });
    expect(tree.crash('x').list()).toEqual(['undefined pid']);
    expect(tree.isAlive('x')).toBe(true);
    expect(tree.stop('x', 'normal').list()).toEqual([]);
  });

  test.each([
    ['two specs', [{ id: 't' }, { id: 'u' }]],
    ['no spec', []],
  ])(`supervisor_SUITE/${row}: %s are refused`, (_what, workers) => {
    const tree = start();
    const before = tree.state();
    const children = workers.map(spec);
    expect(tree.changeCode(says({ ...simple, intensity: 9 }, children))).toEqual(
      refused(['bad_start_spec', children]),
    );
    expect(tree.state()).toEqual(before);
  });
});

test('a code change to simple_one_for_one, or from it, is refused: OTP 25 breaks by it', () => {
  const simple = { strategy: 'simple_one_for_one' } as const;
  const tree = startTree({}, [{ id: 'a' }]);
  expect(tree.changeCode(says(simple, [specOf({ id: 'a' })]))).toEqual(
    refused(['invalid_strategy', 'simple_one_for_one']),
  );
  const other = startTree(simple, [{ id: 't' }]);
  expect(other.changeCode(says({}, [specOf({ id: 't' })]))).toEqual(
    refused(['invalid_strategy', 'one_for_one']),
  );
});

test('a child that is about to be restarted is, after the code change, by its new spec', () => {
  const tree = startTree({ intensity: 1_000_000, period: 1_000 }, [{ id: 'a' }]);
  tree.outcomes = { a: { error: 'no' } };
  tree.signal('a', 'kill');
  tree.sleep(5);
  const spec = specOf({ id: 'a', restart: 'transient' });
  expect(tree.changeCode(says({ intensity: 1_000_000, period: 1_000 }, [spec]))).toBe('ok');
  tree.outcomes = {};
  expect(tree.rest().list()).toEqual(['a pid']);
  expect(tree.stop('a', 'normal').list()).toEqual(['a undefined']);
});

test('restarts before a code change still count', () => {
  const tree = startTree({ intensity: 2 }, [{ id: 'a' }]);
  tree.crash('a');
  tree.changeCode(says({ intensity: 1 }, [specOf({ id: 'a' })]));
  expect(tree.crash('a').isAlive('top')).toBe(false);
});

describe('automatic shutdown after a code change', () => {
  const flags = (autoShutdown: AutoShutdown): Partial<SupFlags> => ({ autoShutdown, intensity: 9 });
  const worker = (id: string, significant = true): Worker => ({
    id,
    restart: 'transient',
    significant,
  });
  /** A supervisor of two children, whose flags, and specs if need be, are changed. */
  const changed = (
    before: AutoShutdown,
    after: AutoShutdown,
    significant = before !== 'never',
    children = [worker('a', significant), worker('b', significant)],
  ) => {
    const tree = startTree(flags(before), [worker('a', significant), worker('b', significant)]);
    const answer = tree.changeCode(says(flags(after), children.map(specOf)));
    return { tree, answer };
  };
  const noShutdown = failed([
    'bad_combination',
    [
      ['auto_shutdown', 'never'],
      ['significant', true],
    ],
  ]);

  test.each([
    ['never_any', 'any_significant', ['c']],
    ['never_all', 'all_significant', ['c', 'd']],
  ] as const)(
    'supervisor_SUITE/significant_upgrade_%s: significant children are accepted now, and end it',
    (_row, after, ids) => {
      const { tree, answer } = changed('never', after);
      expect(answer).toBe('ok');
      const unchanged = startTree(flags('never'));
      for (const id of ids) {
        expect(unchanged.startChild(worker(id))).toEqual(noShutdown);
        expect(tree.startChild(worker(id))).toMatchObject({ type: 'ok' });
      }
      tree.stop('a', 'normal');
      for (const id of ids) {
        expect(tree.isAlive('top')).toBe(true);
        tree.stop(id, 'normal');
      }
      expect(tree.isAlive('top')).toBe(false);
    },
  );

  test.each([
    ['any_never', 'any_significant'],
    ['all_never', 'all_significant'],
  ] as const)(
    'supervisor_SUITE/significant_upgrade_%s: a significant child ends nothing any more',
    (_row, before) => {
      // The new specs name nobody: who was there is kept as it is.
      const { tree, answer } = changed(before, 'never', true, []);
      expect(answer).toBe('ok');
      tree.stop('a', 'normal').stop('b', 'normal');
      expect(tree.list()).toEqual(['b undefined', 'a undefined']);
      expect(tree.startChild(worker('c'))).toEqual(noShutdown);
      expect(tree.restartChild('a')).toMatchObject({ type: 'ok' });
    },
  );

  test('supervisor_SUITE/significant_upgrade_any_all: the first end is not enough any more', () => {
    const { tree } = changed('any_significant', 'all_significant');
    expect(tree.stop('a', 'normal').isAlive('top')).toBe(true);
    expect(tree.stop('b', 'normal').isAlive('top')).toBe(false);
  });

  test('supervisor_SUITE/significant_upgrade_all_any: the first end is enough now', () => {
    const { tree } = changed('all_significant', 'any_significant');
    expect(tree.stop('a', 'normal').isAlive('top')).toBe(false);
  });

  test.each([
    [false, true],
    [true, false],
  ])(
    'supervisor_SUITE/significant_upgrade_child: a running child is significant or not as its new spec says (%s, then %s)',
    (before, after) => {
      const children = [worker('a', after), worker('b', after)];
      const { tree, answer } = changed('any_significant', 'any_significant', before, children);
      expect(answer).toBe('ok');
      expect(tree.stop('a', 'normal').isAlive('top')).toBe(!after);
    },
  );

  test('supervisor_SUITE/significant_upgrade_child: a child does not become significant under never', () => {
    const { answer } = changed('never', 'never', false, [worker('a')]);
    expect(answer).toEqual(failed(noShutdown));
  });
});

describe('the system messages of a supervisor', () => {
  test('supervisor_SUITE/get_callback_module: the callback module can be asked for', () => {
    const tree = startTree();
    expect(tree.ask((self) => supervisor.getCallbackModule(self, 'top'))).toBe('top');
  });

  test('a suspended supervisor restarts nobody before it is resumed', () => {
    const tree = startTree({}, [{ id: 'a' }]);
    tree.ask((self) => sys.suspend(self, 'top'));
    expect(tree.crash('a').isAlive('a')).toBe(false);
    tree.ask((self) => sys.resume(self, 'top'));
    expect(tree.rest().isAlive('a')).toBe(true);
  });

  test('a suspended supervisor ends with its parent, and its children with it', () => {
    const tree = startTree({}, [{ id: 'a' }]);
    tree.ask((self) => sys.suspend(self, 'top'));
    expect(tree.forget().parentExit('shutdown').story('exit')).toEqual([
      'exit a shutdown',
      'exit top shutdown',
    ]);
  });
});

test('a fork in the middle of a code change ends it as the original does', () => {
  const spec = (id: string): Term => ({ id, start: ['worker', 'start_link', [id]] });
  const world = testWorld({
    worker: {
      default: { init: (args: Term) => ok(args) },
      start_link: (self: Self, name: string) => genServer.startLink(self, 'worker', null, { name }),
    },
    top: {
      default: {
        *init(_args: Term, self: Self): Steps<unknown> {
          const isNew = self.whereis('a') !== undefined;
          if (isNew) yield* self.sleep(100);
          const children = isNew ? [spec('b'), spec('a')] : [spec('a')];
          return ok({ flags: { intensity: isNew ? 7 : 1 }, children });
        },
      },
    },
    boot: {
      *run(self: Self): Steps<void> {
        yield* supervisor.startLink(self, 'top', null, { name: 'top' });
        yield* sys.suspend(self, 'top');
        yield* sys.changeCode(self, 'top', 'top', 'undefined', []);
        yield* sys.resume(self, 'top');
        yield* supervisor.restartChild(self, 'top', 'b');
        self.register('boot');
        yield* self.receive();
      },
    },
  });
  world.spawn('boot');
  world.run(50);
  expect(world.node.whereis('boot')).toBeNull();
  const fork = world.fork();
  for (const one of [fork, world]) {
    one.run();
    expect(one.node.whereis('b')).not.toBeNull();
  }
  expect(fork.world.node.trace.hash()).toBe(world.world.node.trace.hash());
});
