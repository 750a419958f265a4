import { describe, expect, test } from 'vitest';
import { demoView } from '../../testing/demo-view.ts';
import { type OutlineRow, outlineRows, treeMove } from './outline.ts';

const view = demoView();
const none: ReadonlySet<string> = new Set();
const show = (rows: readonly OutlineRow[]) =>
  rows.map(({ level, id, name }) => `${'  '.repeat(level - 1)}${id}${name && ` (${name})`}`);

describe('the outline', () => {
  test('is the tree, with child ids and registered names', () => {
    const lines = show(outlineRows(view, none, view.at));
    expect(lines).toContain('simple_supervisor');
    expect(lines).toContain('  server (kv)');
  });

  test('leaves out init, which is no part of the system', () =>
    expect(show(outlineRows(view, none, view.at))).not.toContain('init'));

  test('leaves out what is below a collapsed place', () => {
    const rows = outlineRows(view, new Set(['simple_supervisor']), view.at);
    expect(rows.find(({ id }) => id === 'simple_supervisor')?.expanded).toBe(false);
    expect(rows.some(({ id }) => id === 'server')).toBe(false);
  });

  test('says each place among its siblings', () => {
    const children = outlineRows(view, none, view.at).filter(({ path }) =>
      path.startsWith('simple_supervisor/'),
    );
    expect(children.map(({ place, of }) => [place, of])).toEqual(
      children.map((_, n) => [n + 1, children.length]),
    );
  });
});

describe('in the tree', () => {
  const rows = outlineRows(view, none, view.at);
  const parent = rows.find(({ id }) => id === 'simple_supervisor')?.path ?? '';
  const first = rows.find(({ level }) => level === 2)?.path ?? '';

  test('down goes into what is open', () =>
    expect(treeMove(rows, parent, 'ArrowDown')).toEqual({ type: 'go', path: first }));
  test('right goes into what is open', () =>
    expect(treeMove(rows, parent, 'ArrowRight')).toEqual({ type: 'go', path: first }));
  test('left closes what is open', () =>
    expect(treeMove(rows, parent, 'ArrowLeft')).toEqual({
      type: 'collapse',
      path: parent,
      collapsed: true,
    }));
  test('left goes from a child to its supervisor', () =>
    expect(treeMove(rows, first, 'ArrowLeft')).toEqual({ type: 'go', path: parent }));
  test('right opens what is closed', () => {
    const closed = outlineRows(view, new Set([parent]), view.at);
    expect(treeMove(closed, parent, 'ArrowRight')).toEqual({
      type: 'collapse',
      path: parent,
      collapsed: false,
    });
  });
  test('up at the top goes nowhere', () =>
    expect(treeMove(rows, rows[0]?.path ?? null, 'ArrowUp')).toBeNull());
  test('end goes to the last line', () =>
    expect(treeMove(rows, null, 'End')).toEqual({ type: 'go', path: rows.at(-1)?.path }));
  test('any other key is left alone', () => expect(treeMove(rows, parent, 'k')).toBeNull());
});
