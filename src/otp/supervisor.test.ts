import { describe, expect, test } from 'vitest';
import type { Self } from '../runtime/self.ts';
import type { Term } from '../runtime/term.ts';
import { EVENT_TYPES } from '../runtime/trace-event.ts';
import { type TestWorld, testWorld } from '../testing/run-modules.ts';
import type { ChildSpec } from './child-spec.ts';
import { noreply, ok } from './results.ts';
import { supervisor } from './supervisor-api.ts';

const worker = {
  default: {
    init: (args: Term) => ok(args),
    handleCast: (message: Term, state: Term) => {
      if (message === 'crash') throw new Error('boom');
      return noreply(state);
    },
  },
};

/** Starts a supervisor `top` over named workers and lets it come to rest. */
function startTree(
  flags: Record<string, Term>,
  children: readonly (Partial<ChildSpec> & { id: string })[],
  modules = {},
): TestWorld {
  const specs = children.map((child) => ({
    start: ['gen_server', 'start_link', [{ local: child.id }, 'worker', 0]],
    ...child,
  }));
  const world = testWorld({
    worker,
    top: { default: { init: () => ok({ flags, children: specs }) } },
    boot: {
      *run(self: Self) {
        self.trapExit(true);
        yield* supervisor.startLink(self, 'top', null, { name: 'top' });
        yield* self.receive(() => false);
      },
    },
    ...modules,
  });
  world.spawn('boot');
  return world.run();
}

function kill(world: TestWorld, name: string, reason: Term = 'kill'): void {
  const target = world.node.whereis(name);
  if (target !== null) world.node.sendExit(null, target, reason, true);
  world.run();
}

const story = (world: TestWorld, from = 0): string[] =>
  world.events.slice(from).flatMap((event) => {
    const type = EVENT_TYPES.indexOf(event.type) >= 0 ? event.type : '';
    if (['child_started', 'child_stopping', 'decided', 'child_start_failed'].includes(type))
      return [`${type} ${world.string(event.a)}`];
    return type === 'exited' ? [`exited ${JSON.stringify(event.payload)}`] : [];
  });

describe('supervisor', () => {
  test('one_for_one: a killed child comes back, its siblings stay', () => {
    const world = startTree({ intensity: 1 }, [{ id: 'a' }, { id: 'b' }]);
    const before = world.events.length;
    kill(world, 'a');
    expect(story(world, before)).toEqual(['exited "killed"', 'decided a', 'child_started a']);
    expect(world.node.whereis('a')).not.toBeNull();
  });

  test('one_for_all: all others stop newest first, all start in order; temporary siblings do not come back', () => {
    const world = startTree({ strategy: 'one_for_all' }, [
      { id: 'db' },
      { id: 'cache', restart: 'temporary' },
      { id: 'web' },
    ]);
    const before = world.events.length;
    kill(world, 'db');
    expect(story(world, before)).toEqual([
      'exited "killed"',
      'decided db',
      'child_stopping web',
      'exited "shutdown"',
      'child_stopping cache',
      'exited "shutdown"',
      'child_started db',
      'child_started web',
    ]);
  });

  test('rest_for_one: only those after it', () => {
    const world = startTree({ strategy: 'rest_for_one' }, [{ id: 'a' }, { id: 'b' }, { id: 'c' }]);
    const before = world.events.length;
    kill(world, 'b');
    expect(story(world, before)).toEqual([
      'exited "killed"',
      'decided b',
      'child_stopping c',
      'exited "shutdown"',
      'child_started b',
      'child_started c',
    ]);
  });

  test('one restart too many: children stop in reverse order, the supervisor exits shutdown', () => {
    const world = startTree({ intensity: 1, period: 5 }, [{ id: 'a' }, { id: 'b' }]);
    kill(world, 'a');
    const before = world.events.length;
    kill(world, 'a');
    expect(story(world, before)).toEqual([
      'exited "killed"',
      'decided a',
      'child_stopping b',
      'exited "shutdown"',
      'exited "shutdown"',
    ]);
    expect(world.node.whereis('top')).toBeNull();
  });
});
