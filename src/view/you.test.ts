import { describe, expect, test } from 'vitest';
import * as demo from '../testing/demo-trace.ts';
import { demoView, viewOf } from '../testing/demo-view.ts';
import type { TraceWriter } from '../testing/trace-writer.ts';
import { treeView } from '../testing/tree-view.ts';
import { EVERYTHING, Log } from './log.ts';
import { pathOf, processAt, YOU } from './paths.ts';
import { TraceBuffer } from './trace-buffer.ts';
import { layoutTree, type TreeLayout } from './tree-layout.ts';
import type { View } from './view.ts';

const { kv } = demo.DEMO;
const SHELL = 95;

const command = (trace: TraceWriter, type: string): number =>
  trace.fact('command_applied', 0, kv, 0, 0, { type, target: 'kv' });

/** A call is under way; `answered`: it is over. */
function called(answered = false, shell = SHELL, trace = demo.startEssay()): TraceWriter {
  command(trace, 'call');
  trace.spawn(shell, 0, 'process', 'shell');
  trace.event('called', shell, 0, 'call', 0, '[0,kv,x,5000]');
  const sent = trace.after(20).send(shell, kv, 'call', '{lookup,x}', 9);
  trace.wait(shell, kv, 'call');
  if (!answered) return trace;
  trace.after(50).receive(kv, shell, sent, 'handleCall', '{lookup,x}');
  const reply = trace.send(kv, shell, 'reply', 'ack', 9);
  trace.after(50).receive(shell, kv, reply, '', 'ack');
  trace.event('exited', shell, 0, 0, 0, 'normal');
  return trace;
}

const layoutOf = (view: View, previous?: TreeLayout) =>
  layoutTree(view, { collapsed: new Set(), expanded: new Set() }, previous);
const places = ({ cards }: TreeLayout) =>
  cards.filter(({ kind }) => kind !== 'you').map(({ path, x, y }) => `${path} ${x} ${y}`);
const you = ({ cards }: TreeLayout) => cards.find(({ kind }) => kind === 'you');

describe('what comes from outside', () => {
  test('has no card before there is any', () => {
    expect(demoView().you).toBeNull();
    expect(pathOf(demoView(), 0)).toBeNull();
    expect(you(layoutOf(demoView()))).toBeUndefined();
  });

  test.each(['cast', 'info', 'notify', 'exit'])('has one from the first %s on', (type) => {
    const trace = demo.startEssay();
    command(trace, type);
    const view = viewOf(trace);
    expect(view.you).toEqual([]);
    expect(pathOf(view, 0)).toBe(YOU);
    expect(you(layoutOf(view))).toMatchObject({ path: YOU, title: 'you', pid: null });
  });

  test('has none for a fault that is set up: nothing is sent', () => {
    const trace = demo.startEssay();
    command(trace, 'crash_next');
    expect(viewOf(trace).you).toBeNull();
  });

  test('a call is made by a process that stands for it on that card, and is no root', () => {
    const view = viewOf(called());
    expect(view.you).toEqual([SHELL]);
    expect(view.roots).not.toContain(SHELL);
    expect(pathOf(view, SHELL)).toBe(YOU);
    expect(processAt(view, YOU)?.status).toMatchObject({ type: 'waiting', peer: kv });
  });

  test('an answered call leaves the card, and nobody on it', () => {
    const view = viewOf(called(true));
    expect(view.you).toEqual([]);
    expect(processAt(view, YOU)).toBeNull();
    expect(pathOf(view, SHELL)).toBe(YOU);
  });

  test('a process may be called you: it goes by its pid', () => {
    const trace = called();
    trace.spawn(96, 1, 'process', 'client', 'you');
    expect(pathOf(viewOf(trace), 96)).toBe('<0.96.0>');
  });

  test('a module called shell of an author is no such process', () => {
    const trace = demo.startEssay();
    trace.spawn(96, 1, 'process', 'shell');
    const view = viewOf(trace);
    expect(view.you).toBeNull();
    expect(view.roots).toContain(96);
  });

  test('is what the log of that card shows', () => {
    const trace = called();
    command(trace, 'cast');
    trace.send(0, kv, 'cast', 'stop');
    const buffer = new TraceBuffer();
    buffer.append(trace.batch());
    const log = new Log(buffer);
    log.setFilter({ ...EVERYTHING, kinds: ['message'], path: YOU });
    log.read();
    expect(log.lines(0, log.length).map(({ text }) => text)).toEqual([
      'shell <0.95.0> calls kv: {lookup,x}.',
      'the outside casts stop to kv.',
    ]);
  });
});

describe('the card of the outside', () => {
  test('stands in the corner that the essay leaves free, and moves nobody', () => {
    const before = layoutOf(demoView());
    const after = layoutOf(viewOf(called()), before);
    expect(you(after)).toMatchObject({ x: 0, y: 0 });
    expect(places(after)).toEqual(places(before));
    expect(after.width).toBe(before.width);
  });

  test('stays as it is while calls come and go', () => {
    const first = layoutOf(viewOf(called()));
    expect(layoutOf(viewOf(called(true)), first)).toBe(first);
    const second = called(false, 96, called(true));
    expect(layoutOf(viewOf(second), first)).toBe(first);
  });

  test('stands left of a tree that has no free corner', () => {
    const view: View = { ...treeView(['top', 'a'], 1), you: [] };
    const layout = layoutOf(view);
    expect(you(layout)?.x).toBeLessThan(-200);
    expect(places(layout)).toEqual(places(layoutOf({ ...view, you: null })));
  });

  test('makes way for the tree, and does not come back', () => {
    const wide: View = { ...treeView(['top', 'a', 'b', 'c']), you: [] };
    const narrow: View = { ...treeView(['top', 'a']), you: [] };
    const first = layoutOf(wide);
    expect(you(first)?.x).toBe(0);
    const second = layoutOf(narrow, first);
    expect(you(second)?.x).toBeLessThan(0);
    expect(you(layoutOf(wide, second))?.x).toBe(you(second)?.x);
  });
});
