import type { SimTime } from '../base/sim-time.ts';
import { type Code, type Exports, Node } from './node.ts';
import { Trace } from './trace.ts';

export interface WorldOptions {
  readonly seed: number;
  readonly schedulingDelayUs: readonly [min: number, max: number];
  readonly code: Code;
  readonly builtins: Readonly<Record<string, Exports>>;
}

/** Erlang's name of a node that is not part of a network. */
export const LOCAL_NODE = 'nonode@nohost';

/** Why `advance` came back. */
export type Pause = 'reached' | 'stopped' | 'idle';

/**
 * A run's world: all that changes in it stands in its nodes. There is one node today; nodes share
 * nothing, so that more of them can run one after the other here, or each in a Worker of its own.
 */
export class World {
  readonly nodes: readonly Node[];

  constructor(nodes: readonly Node[]) {
    this.nodes = nodes;
  }

  get node(): Node {
    return this.nodes[0] as Node;
  }

  get now(): SimTime {
    return this.node.now;
  }

  get steps(): number {
    return this.node.steps;
  }

  /** Moment of the next thing that will happen; Infinity when nothing will. */
  next(): SimTime {
    return this.node.turns.next();
  }

  /**
   * Runs on: as far as `until` (which may be Infinity), for at most `steps` steps, or until a step
   * tells something of `stopAt` (bits of `Trace.told`).
   */
  advance(until: SimTime, steps: number, stopAt = 0): Pause {
    const { node } = this;
    node.trace.told = 0;
    for (let step = 0; step < steps; step++) {
      if (node.turns.live === 0 && until === Number.POSITIVE_INFINITY) return 'idle';
      if (!node.step(until)) return node.turns.live === 0 ? 'idle' : 'reached';
      if ((node.trace.told & stopAt) !== 0) return 'stopped';
    }
    return 'reached';
  }

  /** An independent copy that goes on from here; costs tables, not states. */
  fork(): World {
    return new World(this.nodes.map((node) => node.fork(node.trace.fork())));
  }

  hash(): string {
    return this.node.trace.hash();
  }
}

export function createWorld(options: WorldOptions): World {
  return new World([new Node({ ...options, name: LOCAL_NODE, trace: new Trace() })]);
}
