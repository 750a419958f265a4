import type { Keep } from './keep.ts';
import type { Settings } from './playground-state.ts';

export const defaultSettings: Settings = Object.freeze({
  theme: 'system',
  terms: 'erlang',
  showLinks: false,
  showMonitors: false,
  showMessages: true,
  motion: 'system',
  beatMs: 450,
  panels: Object.freeze({}),
});

const KEY = 'settings';
const VERSION = 1;
const PANELS_MAX = 100;

type Check<Value> = (value: unknown) => value is Value;

const oneOf =
  <const Word extends string>(...words: readonly Word[]): Check<Word> =>
  (value): value is Word =>
    words.includes(value as Word);

const isBoolean: Check<boolean> = (value): value is boolean => typeof value === 'boolean';

/** By hand, because the library that checks scenarios would weigh on every first visit. */
const CHECKS: { readonly [Name in keyof Settings]: Check<Settings[Name]> } = {
  theme: oneOf('system', 'light', 'dark'),
  terms: oneOf('erlang', 'javascript'),
  showLinks: isBoolean,
  showMonitors: isBoolean,
  showMessages: isBoolean,
  motion: oneOf('system', 'reduced', 'full'),
  beatMs: (value): value is number => typeof value === 'number' && value >= 80 && value <= 5_000,
  panels: (value): value is Settings['panels'] =>
    isObject(value) &&
    Object.keys(value).length <= PANELS_MAX &&
    Object.values(value).every((panel) => typeof panel === 'number' || isBoolean(panel)),
};

/** The settings of the last visit; the defaults where there are none. Never throws. */
export function readSettings(keep: Keep): Settings {
  const kept = parse(keep.read(KEY));
  if (!isObject(kept) || kept.version !== VERSION || !isObject(kept.settings)) {
    return defaultSettings;
  }
  return completeSettings(kept.settings);
}

export function writeSettings(keep: Keep, settings: Settings): void {
  keep.write(KEY, JSON.stringify({ version: VERSION, settings }));
}

/** Settings from anywhere, with the default for each that is missing or impossible. */
export function completeSettings(settings: object): Settings {
  const given = Object.entries(settings).filter(
    ([name, value]) => Object.hasOwn(CHECKS, name) && CHECKS[name as keyof Settings](value),
  );
  return { ...defaultSettings, ...Object.fromEntries(given) };
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function parse(text: string | null): unknown {
  try {
    return text === null ? null : JSON.parse(text);
  } catch {
    return null;
  }
}
