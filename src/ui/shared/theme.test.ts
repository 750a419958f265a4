import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { Settings } from '../../store/playground-state.ts';
import { COLOURS, resolveMotion, resolveTheme } from './theme.ts';

const css = readFileSync(new URL('./theme.css', import.meta.url), 'utf8');

/** Name to hexadecimal colour, of one theme's block. */
function tokens(theme: 'light' | 'dark'): Record<string, string> {
  const block = css.split(new RegExp(`\\[data-theme=.${theme}.\\] \\{`))[1]?.split('}')[0] ?? '';
  return Object.fromEntries(
    [...block.matchAll(/--([\w-]+): (#[0-9a-f]{6});/g)].map(([, name, value]) => [name, value]),
  );
}

/** WCAG 2 relative luminance. */
function luminance(hex: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((start) => {
    const channel = Number.parseInt(hex.slice(start, start + 2), 16) / 255;
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(left: string, right: string): number {
  const [dark = 0, light = 0] = [luminance(left), luminance(right)].sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

const GROUNDS = ['ground', 'panel', 'raised', 'hover', 'selected'];
const MEANINGS = ['busy', 'crashed', 'exited', 'restarting', 'lost'];

describe.each(['light', 'dark'] as const)('%s', (theme) => {
  const colours = tokens(theme);
  const of = (name: string) => colours[name] ?? '#808080';

  test('has every colour', () => expect(COLOURS.filter((name) => !(name in colours))).toEqual([]));

  test.each(GROUNDS)('ink reads at 7:1 on %s', (ground) =>
    expect(contrast(of('ink'), of(ground))).toBeGreaterThanOrEqual(7),
  );

  test.each(
    GROUNDS.flatMap(
      (ground) =>
        [
          [ground, 'ink-2'],
          [ground, 'ink-3'],
        ] as const,
    ),
  )('on %s, %s reads at 4.5:1', (ground, ink) =>
    expect(contrast(of(ink), of(ground))).toBeGreaterThanOrEqual(4.5),
  );

  test.each(
    MEANINGS.flatMap((meaning) =>
      ['ground', 'panel', 'raised', `${meaning}-pale`]
        .filter((ground) => ground in colours)
        .map((ground) => [meaning, ground] as const),
    ),
  )('%s on %s: graphics 3:1, text 4.5:1', (meaning, ground) => {
    expect(contrast(of(meaning), of(ground))).toBeGreaterThanOrEqual(3);
    expect(contrast(of(`${meaning}-text`), of(ground))).toBeGreaterThanOrEqual(4.5);
  });

  test.each(['waiting', 'edge', 'added'])('%s is a graphic of 3:1', (name) =>
    expect(contrast(of(name), of('ground'))).toBeGreaterThanOrEqual(3),
  );

  test('an added line reads on its pale ground', () =>
    expect(contrast(of('added'), of('added-pale'))).toBeGreaterThanOrEqual(4.5));
});

describe("'system'", () => {
  const settings = { theme: 'system', motion: 'system' } as Settings;
  const wishes = { dark: true, reducedMotion: true };
  test('follows the machine', () => {
    expect(resolveTheme(settings, wishes)).toBe('dark');
    expect(resolveMotion(settings, wishes)).toBe('reduced');
  });
  test('is overridden by a choice', () => {
    expect(resolveTheme({ ...settings, theme: 'light' }, wishes)).toBe('light');
    expect(resolveMotion({ ...settings, motion: 'full' }, wishes)).toBe('full');
  });
});
