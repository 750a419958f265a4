import type { TestModule, TestWorld } from '../run-modules.ts';

/** How a run differs from the usual one: with other callback modules, or with a world that is watched. */
export interface Variant {
  readonly like?: (module: TestModule) => TestModule;
  readonly watch?: (world: TestWorld) => void;
}
