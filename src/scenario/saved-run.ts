import type { Command, Scenario } from './scenario.ts';

/** A run as a file, and as work in progress: `run = f(scenario, seed, commands)`, and where one stands in it. */
export interface SavedRun {
  readonly scenario: Scenario;
  readonly seed: number;
  readonly commands: readonly Command[];
  /** The moment on view; null for the start. */
  readonly moment: { readonly at: number; readonly step: number } | null;
  /** The scenario's name in the gallery; null when it isn't there, or was changed. */
  readonly name: string | null;
}

export const RUN_VERSION = 1;

export function serialiseRun(run: SavedRun): string {
  return JSON.stringify({ run: RUN_VERSION, ...run }, null, 2);
}

export function startOf(scenario: Scenario, name: string | null): SavedRun {
  return { scenario, seed: scenario.seed, commands: [], moment: null, name };
}
