import { expect, test } from 'vitest';
import {
  demoCrashView,
  demoEscalatedView,
  demoRestartingView,
  demoView,
} from '../testing/demo-view.ts';
import { treeView } from '../testing/tree-view.ts';
import { treeLines, treeText } from './tree-text.ts';

test('the essay at work', () => {
  expect(treeText(demoView())).toMatchInlineSnapshot(`
    "init <0.1.0> (process init): running
    simple_supervisor <0.80.0> (one_for_one supervisor, 0 of 5 restarts in 1000 s): running
      packet <0.81.0> (gen_server packet_assembler): busy in init
      server, kv <0.82.0> (gen_server kv): running
      logger, my_simple_event_logger <0.83.0> (gen_event simple_logger): running
    client_1 <0.84.0> (process client): waits for kv
    client_2 <0.85.0> (process client): running
    client_3 <0.86.0> (process client): running"
  `);
});

test('kv crashed', () => {
  expect(treeText(demoCrashView()).split('\n')[3]).toMatchInlineSnapshot(
    `"  server, kv <0.82.0> (gen_server kv): crashed: badarith"`,
  );
});

test('kv restarting', () => {
  expect(treeText(demoRestartingView()).split('\n').slice(1, 4).join('\n')).toMatchInlineSnapshot(`
    "simple_supervisor <0.80.0> (one_for_one supervisor, 1 of 5 restarts in 1000 s): running
      packet <0.81.0> (gen_server packet_assembler): busy in init
      server, kv <0.82.0> (gen_server kv): crashed: badarith, restarting"
  `);
});

test('the supervisor gave up', () => {
  expect(treeText(demoEscalatedView()).split('\n').slice(1, 5).join('\n')).toMatchInlineSnapshot(`
    "simple_supervisor <0.80.0> (one_for_one supervisor, gave up at 6 restarts in 1000 s): exited: shutdown
      packet <0.81.0> (gen_server packet_assembler): exited: shutdown
      server, kv <0.94.0> (gen_server kv): crashed: badarith
      logger, my_simple_event_logger <0.83.0> (gen_event simple_logger): exited: shutdown"
  `);
});

test('work ends by time alone', () => {
  const view = demoView();
  const packet = (now: number) => treeLines(view, now).find(({ pid }) => pid === 81)?.status;
  expect(packet(view.at)).toBe('busy in init');
  expect(packet(view.at + 2_000)).toBe('running');
});

test('lines know their place in the tree', () => {
  const lines = treeLines(treeView(['top', ['middle', 'leaf'], 'last']));
  expect(lines.map(({ path, depth, hasChildren }) => [path, depth, hasChildren])).toEqual([
    ['top', 0, true],
    ['top/middle', 1, true],
    ['top/middle/leaf', 2, false],
    ['top/last', 1, false],
  ]);
});
