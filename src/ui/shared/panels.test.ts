import { describe, expect, test } from 'vitest';
import type { Settings } from '../../store/playground-state.ts';
import { defaultSize, panelSetting } from './panels.ts';

const settings = (panels: Settings['panels']) => ({ panels }) as Settings;

describe('a panel', () => {
  test('is as it was left', () =>
    expect(panelSetting(settings({ log: false, logSize: 300 }), 'logSize')).toBe(300));
  test('is open at first', () => expect(panelSetting(settings({}), 'left')).toBe(true));
  test('takes no value of another kind from storage', () =>
    expect(panelSetting(settings({ logSize: true }), 'logSize')).toBe(200));
});

test.each([1280, 1440, 1920, 3840])('at %d px the canvas has 60 %% of the width', (width) => {
  const sides = defaultSize('leftSize', width) + defaultSize('inspectorSize', width);
  expect((width - sides) / width).toBeGreaterThanOrEqual(0.6);
});
