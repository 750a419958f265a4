import { describe, expect, test } from 'vitest';
import type { Settings } from '../../store/playground-state.ts';
import { defaultSize, isOpen, LOWER_TABS, lowerHeight, panelSetting } from './panels.ts';

const settings = (panels: Settings['panels']) => ({ panels }) as Settings;

describe('a panel', () => {
  test('is as it was left', () =>
    expect(panelSetting(settings({ log: false, logSize: 300 }), 'logSize')).toBe(300));
  test('is open at first', () => expect(isOpen(settings({}), 'left', 1280)).toBe(true));
  test('is folded at first where there is little room', () =>
    expect(isOpen(settings({}), 'left', 900)).toBe(false));
  test('but open there too once it was opened', () =>
    expect(isOpen(settings({ left: true }), 'left', 900)).toBe(true));
  test('takes no value of another kind from storage', () =>
    expect(panelSetting(settings({ logSize: true }), 'logSize')).toBe(0));
  test('below is higher for a diagram than for lines, until somebody sets its height', () => {
    const diagram = LOWER_TABS.indexOf('sequence');
    expect(lowerHeight(settings({}))).toBeLessThan(lowerHeight(settings({ lower: diagram })));
    expect(lowerHeight(settings({ lower: diagram, logSize: 180 }))).toBe(180);
  });
});

test.each([1280, 1440, 1920, 3840])('at %d px the canvas has 60 %% of the width', (width) => {
  const sides = defaultSize('leftSize', width) + defaultSize('inspectorSize', width);
  expect((width - sides) / width).toBeGreaterThanOrEqual(0.6);
});
