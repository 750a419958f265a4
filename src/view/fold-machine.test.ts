import { describe, expect, test } from 'vitest';
import { viewOf } from '../testing/demo-view.ts';
import { TraceWriter } from '../testing/trace-writer.ts';
import type { MachineView } from './view.ts';

const DOOR = 4;

/** A door that was opened, closed itself, and was opened again. */
function door(): TraceWriter {
  const trace = new TraceWriter();
  trace.spawn(DOOR, 0, 'gen_statem', 'door', 'door');
  trace.transition(DOOR, 'enter', { from: null, to: 'locked', tag: '' });
  return trace;
}

const open = (trace: TraceWriter, tag = 'button') =>
  trace.transition(DOOR, 'cast', { from: 'locked', to: 'open', tag });
const lock = (trace: TraceWriter) =>
  trace.transition(DOOR, 'state_timeout', { from: 'open', to: 'locked', tag: '' });
const timer = (trace: TraceWriter, ref: number, ms: number, name = '') =>
  trace.fact('timer_started', DOOR, 0, ref, ms, {
    kind: name === '' ? 'state_timeout' : 'timeout',
    name,
  });

const machine = (trace: TraceWriter): MachineView => {
  const found = viewOf(trace).processes.get(DOOR)?.machine;
  if (!found) throw new Error('no machine');
  return found;
};

test('a machine has its first state, and has come from nowhere', () =>
  expect(machine(door())).toMatchObject({
    state: 'locked',
    states: ['locked'],
    transitions: [],
    last: null,
  }));

test('transitions are counted, with what did each', () => {
  const trace = door();
  open(trace);
  lock(trace);
  open(trace);
  lock(trace);
  trace.after(7_000);
  open(trace, 'key');
  expect(machine(trace)).toMatchObject({
    state: 'open',
    states: ['locked', 'open'],
    transitions: [
      {
        from: 'locked',
        to: 'open',
        count: 3,
        causes: [
          { type: 'cast', tag: 'button', count: 2 },
          { type: 'cast', tag: 'key', count: 1 },
        ],
      },
      { from: 'open', to: 'locked', count: 2 },
    ],
    last: { from: 'locked', to: 'open', at: 7_000 },
  });
});

test('a state that is entered once more is a transition to itself', () => {
  const trace = door();
  trace.transition(DOOR, 'internal', { from: 'locked', to: 'locked', tag: '' });
  expect(machine(trace).transitions).toMatchObject([{ from: 'locked', to: 'locked', count: 1 }]);
});

test('what a monitor brought is a DOWN, whatever its reason', () => {
  const trace = door();
  const down = trace.event('down_sent', 9, DOOR, 1, 0, 'killed');
  trace.transition(DOOR, 'info', { from: 'locked', to: 'open', tag: 'killed' }, down);
  expect(machine(trace).transitions[0]?.causes).toEqual([{ type: 'info', tag: 'DOWN', count: 1 }]);
});

describe('events put aside', () => {
  const put = (trace: TraceWriter, count: number, content: string) =>
    trace.postpone(DOOR, count, { type: 'cast', content });

  test('stand there in order', () => {
    const trace = door();
    put(trace, 1, 'a');
    put(trace, 2, 'b');
    expect(machine(trace).postponed.map(({ content }) => content)).toEqual(['a', 'b']);
  });

  test('are tried again when the state changes, and put aside again', () => {
    const [trace, other] = [door(), door()];
    for (const each of [trace, other]) {
      put(each, 1, 'a');
      put(each, 2, 'b');
      open(each);
    }
    expect(machine(other).postponed).toEqual([]);
    put(trace, 1, 'b');
    expect(machine(trace).postponed).toEqual([{ type: 'cast', content: 'b' }]);
  });

  test('stay when the state is replaced from outside', () => {
    const trace = door();
    put(trace, 1, 'a');
    trace.transition(DOOR, 'system', { from: 'locked', to: 'open', tag: '' });
    expect(machine(trace)).toMatchObject({ state: 'open', postponed: [{ content: 'a' }] });
  });

  test('stay when the same state is entered once more', () => {
    const trace = door();
    put(trace, 1, 'a');
    trace.transition(DOOR, 'cast', { from: 'locked', to: 'locked', tag: '' });
    expect(machine(trace).postponed).toHaveLength(1);
  });
});

test('timeouts run until they fire or are cancelled', () => {
  const trace = door();
  trace.after(1_000);
  timer(trace, 11, 2_000);
  timer(trace, 12, 500, 'retry');
  timer(trace, 13, 100, 'other');
  expect(machine(trace).timeouts).toEqual([
    { ref: 11, kind: 'state_timeout', name: '', due: 2_001_000 },
    { ref: 12, kind: 'timeout', name: 'retry', due: 501_000 },
    { ref: 13, kind: 'timeout', name: 'other', due: 101_000 },
  ]);
  const again = door();
  timer(again, 11, 2_000);
  timer(again, 12, 500, 'retry');
  timer(again, 13, 100, 'other');
  again.event('timer_fired', DOOR, DOOR, 13);
  again.event('timer_cancelled', DOOR, 0, 11);
  expect(machine(again).timeouts.map(({ name }) => name)).toEqual(['retry']);
});

test('of a dead machine the state and the way there stay; nothing waits any more', () => {
  const trace = door();
  timer(trace, 11, 2_000);
  trace.postpone(DOOR, 1, { type: 'cast', content: 'a' });
  trace.exit(DOOR, 0, 0, 'normal');
  expect(machine(trace)).toMatchObject({ state: 'locked', postponed: [], timeouts: [] });
});

test('a suspended process stays so whatever its callbacks do, until it is resumed', () => {
  const trace = door();
  const status = () => viewOf(trace).processes.get(DOOR)?.status.type;
  trace.event('suspended', DOOR);
  trace.event('called', DOOR, 0, 'code_change', 0, '[]');
  const told = door();
  told.event('suspended', DOOR);
  told.event('called', DOOR, 0, 'code_change', 0, '[]');
  told.event('resumed', DOOR);
  expect(status()).toBe('suspended');
  expect(viewOf(told).processes.get(DOOR)).toMatchObject({ suspended: false });
});
