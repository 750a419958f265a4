import type { SimTime } from '../base/sim-time.ts';
import type { FlagsChange } from '../scenario/with-flags.ts';
import type { Difference } from '../view/compare.ts';
import type { Tally } from '../view/tally.ts';
import type { Playground } from './playground-state.ts';

/** What the run on the stage is held against: it stays the same but for one thing. */
export type Other =
  | { readonly type: 'branch'; readonly id: number }
  | { readonly type: 'seed'; readonly seed: number }
  /** Supervisors with this callback module have other flags; `only` the one that is registered under that name. */
  | {
      readonly type: 'flags';
      readonly module: string;
      readonly only: string | null;
      readonly change: FlagsChange;
    }
  /** Of the gallery, with the seed and the actions of this run. */
  | { readonly type: 'scenario'; readonly name: string };

/**
 * Two runs next to each other, both always at the same virtual moment. Each has an engine and a
 * playground of its own, so the run of the person stays as it is.
 */
export interface Comparison {
  readonly store: {
    getState(): ComparisonState;
    getInitialState(): ComparisonState;
    subscribe(listener: (state: ComparisonState, previous: ComparisonState) => void): () => void;
  };
  readonly left: ComparedRun;
  readonly right: ComparedRun;
  play(): void;
  pause(): void;
  /** To the moment at which something happens next, on either side. */
  step(): void;
  /** To the moment before the last one at which something happened on either side. */
  stepBack(): void;
  jump(at: SimTime): void;
  setSpeed(speed: number): void;
  /** Ends both runs. */
  close(): void;
}

export interface ComparedRun {
  /** What makes it another run than the other one. */
  readonly name: string;
  /** To be looked at, not to be acted on. */
  readonly playground: Playground;
}

export interface ComparisonState {
  readonly run:
    | { readonly type: 'loading' }
    | { readonly type: 'paused' }
    | { readonly type: 'playing' }
    /** Nothing will happen any more, on neither side. */
    | { readonly type: 'idle' }
    | { readonly type: 'failed'; readonly message: string };
  readonly now: SimTime;
  /** Both runs are known up to here, and compared. */
  readonly until: SimTime;
  /** Both have come to rest by then: there is no more to compare. */
  readonly isWhole: boolean;
  /** How much of that is worth a look, for a slider. */
  readonly end: SimTime;
  readonly speed: number;
  /** The first difference in what happens, whenever it does; null for none as far as is known. */
  readonly turn: Difference | null;
  /** The first difference of any kind: often only in when something happens. */
  readonly difference: Difference | null;
  /** Up to the moment on view. */
  readonly left: Tally | null;
  readonly right: Tally | null;
}
