import { SCENARIO_VERSION } from './scenario.ts';

/**
 * Takes a scenario of any version we ever wrote to the present one, a step at a time. Looks at
 * nothing but the version and what its step needs; the schema checks the result.
 */
export type Upgraded =
  | { readonly type: 'upgraded'; readonly value: unknown }
  /** Written by a later playground than this one. */
  | { readonly type: 'newer'; readonly version: number }
  /** Not a scenario at all: no version that we could have written. */
  | { readonly type: 'foreign' };

/** Version n → n + 1, by n. A change of the format adds one, and a fixture of the old form. */
const STEPS: Readonly<Record<number, (old: object) => object>> = {};

export function upgrade(value: unknown): Upgraded {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return { type: 'foreign' };
  }
  const version = (value as { version?: unknown }).version;
  if (typeof version !== 'number' || !Number.isSafeInteger(version) || version < 1) {
    return { type: 'foreign' };
  }
  if (version > SCENARIO_VERSION) return { type: 'newer', version };
  let upgraded: object = value;
  for (let from = version; from < SCENARIO_VERSION; from++) {
    upgraded = STEPS[from]?.(upgraded) ?? upgraded;
  }
  return { type: 'upgraded', value: upgraded };
}
