import { expect, test } from 'vitest';
import type { Keep } from './keep.ts';
import { completeSettings, defaultSettings, readSettings, writeSettings } from './settings.ts';

function keeps(text: string | null): Keep & { text: string | null } {
  return {
    text,
    read() {
      return this.text;
    },
    write(_key, written) {
      this.text = written;
      return true;
    },
  };
}

test('what is written is read', () => {
  const settings = {
    ...defaultSettings,
    theme: 'dark',
    beatMs: 80,
    panels: { left: false, logSize: 90 },
  } as const;
  const keep = keeps(null);
  writeSettings(keep, settings);
  expect(readSettings(keep)).toEqual(settings);
});

test.each([
  null,
  '',
  'no',
  'null',
  '[]',
  '{"version":2,"settings":{"theme":"dark"}}',
  '{"version":1}',
])('%s gives the defaults', (text) => {
  expect(readSettings(keeps(text))).toEqual(defaultSettings);
});

test('each that is impossible falls back by itself', () => {
  const settings = {
    theme: 'blue',
    terms: 'javascript',
    showLinks: 'yes',
    beatMs: Number.NaN,
    panels: { left: 'open' },
    unknown: 1,
    constructor: 2,
  };
  expect(completeSettings(settings)).toEqual({ ...defaultSettings, terms: 'javascript' });
});
