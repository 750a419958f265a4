import { describe, expect, test } from 'vitest';
import type { PlaygroundState, Settings } from '../../store/playground-state.ts';
import { defaultSize, isOpen, LOWER_TABS, lowerHeight, panelSetting } from './panels.ts';

const settings = (panels: Settings['panels']) => ({ panels }) as Settings;
const nothing = { path: null, pid: null, seq: null };
const state = (panels: Settings['panels'], selection: PlaygroundState['selection'] = nothing) => ({
  settings: settings(panels),
  selection,
});

describe('a panel', () => {
  test('is as it was left', () =>
    expect(panelSetting(settings({ log: false, logSize: 300 }), 'logSize')).toBe(300));
  test('is open at first', () => expect(isOpen(state({}), 'left', 1280)).toBe(true));
  test('is folded at first where there is little room', () =>
    expect(isOpen(state({}), 'left', 900)).toBe(false));
  test('but open there too once it was opened', () =>
    expect(isOpen(state({ left: true }), 'left', 900)).toBe(true));
  test('takes no value of another kind from storage', () =>
    expect(panelSetting(settings({ logSize: true }), 'logSize')).toBe(0));
  test('below is higher for a diagram than for lines, until somebody sets its height', () => {
    const diagram = LOWER_TABS.indexOf('sequence');
    expect(lowerHeight(settings({}))).toBeLessThan(lowerHeight(settings({ lower: diagram })));
    expect(lowerHeight(settings({ lower: diagram, logSize: 180 }))).toBe(180);
  });
});

describe('the inspector leaves the tree its place', () => {
  const selected = { path: null, pid: 82, seq: null };
  test('until something is selected', () => {
    expect(isOpen(state({}), 'inspector', 1280)).toBe(false);
    expect(isOpen(state({}, selected), 'inspector', 1280)).toBe(true);
  });
  test('but not where there is room for both', () =>
    expect(isOpen(state({}), 'inspector', 1920)).toBe(true));
  test('nor where it was opened or folded by hand', () => {
    expect(isOpen(state({ inspector: true }), 'inspector', 1280)).toBe(true);
    expect(isOpen(state({ inspector: false }, selected), 'inspector', 1280)).toBe(false);
  });
});

test.each([1280, 1440, 1920, 3840])('at %d px the canvas has 60 %% of the width', (width) => {
  const sides = defaultSize('leftSize', width) + defaultSize('inspectorSize', width);
  expect((width - sides) / width).toBeGreaterThanOrEqual(0.6);
});
