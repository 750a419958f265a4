import type { Scenario } from './erl.ts';
import { EVENT_KIND } from './gen-event/kind.ts';
import { STATEM_KIND } from './gen-statem/kind.ts';
import type { FuzzKind } from './kind.ts';
import { SUPERVISOR_KIND } from './supervisor/kind.ts';

const ALL: readonly unknown[] = [SUPERVISOR_KIND, EVENT_KIND, STATEM_KIND];

/** All kinds, by name. Who uses one doesn't look into its scenarios. */
export const KINDS: ReadonlyMap<string, FuzzKind<Scenario>> = new Map(
  (ALL as readonly FuzzKind<Scenario>[]).map((kind) => [kind.name, kind]),
);
