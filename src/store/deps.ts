import type { EngineClient } from '../engine/engine-client.ts';
import type { Scenario } from '../scenario/scenario.ts';
import type { ForeignLoader } from './foreign-loader.ts';
import type { StorageLike } from './keep.ts';
import type { GalleryEntry } from './playground-state.ts';

/** All that the store asks of the world around it. `browser-deps.ts` has the page's; tests have fakes. */
export interface PlaygroundDeps {
  readonly engine: EngineClient;
  /** Another one, for a run beside the one on the stage. */
  newEngine(): EngineClient;
  readonly gallery: Gallery;
  readonly foreign: ForeignLoader;
  readonly frames: Frames;
  /** Calls back after so many real milliseconds, unless cancelled. */
  after(ms: number, callback: () => void): () => void;
  /** A whole number from 0 to 999,999, another one each time: seeds are read aloud in workshops. */
  randomSeed(): number;
  /** Null where the browser forbids it. */
  readonly storage: StorageLike | null;
  readonly address: Address;
  /** The page is about to go: what was not kept yet must be kept now. */
  onHide(listener: () => void): void;
  /** Exceptions of the page that nobody caught. */
  onError(listener: (error: unknown) => void): void;
  /** So many events of a run are kept, about; by default two million. */
  readonly traceCapacity?: number;
  /** A scenario that is opened (not: a link to a moment) plays at once. */
  readonly autoplay: boolean;
}

export interface Gallery {
  readonly entries: readonly GalleryEntry[];
  /** Opens when there is no link and no work: the essay. */
  readonly first: string;
  /** Null when there is none of this name. */
  load(name: string): Promise<Scenario | null>;
}

export interface Frames {
  /** Calls back before the next picture, with a real clock in milliseconds; gives the cancellation. */
  request(callback: (ms: number) => void): () => void;
}

/** The part of the address that is ours: what follows the `#`. */
export interface Address {
  fragment(): string;
  /** The address without its fragment. */
  base(): string;
  /** Takes the fragment away: what is on screen is no longer what the link said. */
  clear(): void;
  /** Somebody put another fragment there. */
  onChange(listener: () => void): void;
}
