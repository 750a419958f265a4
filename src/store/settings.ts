import * as v from 'valibot';
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

/** A setting that can't be read falls back by itself; the others stay. */
const settingsSchema: v.GenericSchema<unknown, Settings> = v.object({
  theme: v.fallback(v.picklist(['system', 'light', 'dark']), defaultSettings.theme),
  terms: v.fallback(v.picklist(['erlang', 'javascript']), defaultSettings.terms),
  showLinks: v.fallback(v.boolean(), defaultSettings.showLinks),
  showMonitors: v.fallback(v.boolean(), defaultSettings.showMonitors),
  showMessages: v.fallback(v.boolean(), defaultSettings.showMessages),
  motion: v.fallback(v.picklist(['system', 'reduced', 'full']), defaultSettings.motion),
  beatMs: v.fallback(v.pipe(v.number(), v.minValue(80), v.maxValue(5_000)), defaultSettings.beatMs),
  panels: v.fallback(
    v.pipe(
      v.record(v.string(), v.union([v.number(), v.boolean()])),
      v.check((panels) => Object.keys(panels).length <= PANELS_MAX),
    ),
    {},
  ),
});

const keptSchema = v.object({ version: v.literal(VERSION), settings: v.looseObject({}) });

/** The settings of the last visit; the defaults where there are none. Never throws. */
export function readSettings(keep: Keep): Settings {
  const kept = v.safeParse(keptSchema, parse(keep.read(KEY)));
  return kept.success ? completeSettings(kept.output.settings) : defaultSettings;
}

export function writeSettings(keep: Keep, settings: Settings): void {
  keep.write(KEY, JSON.stringify({ version: VERSION, settings }));
}

/** Settings from anywhere, with the defaults for what is missing or impossible. */
export function completeSettings(settings: object): Settings {
  return v.parse(settingsSchema, { ...defaultSettings, ...settings });
}

function parse(text: string | null): unknown {
  try {
    return text === null ? null : JSON.parse(text);
  } catch {
    return null;
  }
}
