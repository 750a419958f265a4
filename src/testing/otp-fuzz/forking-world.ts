import type { TestWorld } from '../run-modules.ts';

/**
 * Forks the world in the middle of what it does, at every `stride`th step; each fork goes on as far as the world does, and is
 * compared by its hash. What callbacks note outside of the run is noted by forks, too.
 *
 * @param compare is given the world's hash and that of a fork
 */
export function forkingWorld(
  test: TestWorld,
  stride: number,
  compare: (hash: string, forks: string) => void,
): void {
  const { world } = test;
  test.run = (ms = Number.POSITIVE_INFINITY) => {
    const until = ms === Number.POSITIVE_INFINITY ? ms : world.now + ms * 1_000;
    const forks: TestWorld[] = [];
    for (let before = -1; before !== world.steps; ) {
      before = world.steps;
      world.advance(until, 1);
      if (world.steps % stride === 0 && world.steps !== before) forks.push(test.fork());
    }
    for (const fork of forks) {
      fork.world.advance(until, Number.MAX_SAFE_INTEGER);
      compare(world.hash(), fork.world.hash());
    }
    test.node.trace.flush();
    return test;
  };
}
