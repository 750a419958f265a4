import { describe, expect, test } from 'vitest';
import * as demo from '../testing/demo-trace.ts';
import { essayAfter } from '../testing/demo-view.ts';
import { applyBatch, emptyView } from './fold.ts';
import { TraceBuffer } from './trace-buffer.ts';

describe('the trace buffer', () => {
  test('gives back what it was given', () => {
    const buffer = new TraceBuffer();
    const trace = demo.startEssay();
    const first = trace.length;
    demo.traffic(trace);
    buffer.append(trace.batch());
    expect(buffer.decode(0)).toEqual({
      seq: 0,
      at: 0,
      type: 'spawned',
      pid: 1,
      peer: 0,
      a: 1,
      b: 2,
      payload: undefined,
    });
    expect(buffer.decode(first)).toMatchObject({
      type: 'sent',
      pid: 84,
      peer: 82,
      payload: '{store,apples,3}',
    });
    expect(buffer.decode(trace.length)).toBeNull();
    expect(buffer.string(1)).toBe('process');
  });

  test('takes batch after batch', () => {
    const trace = demo.startEssay();
    const buffer = new TraceBuffer();
    buffer.append(trace.batch());
    const seq = trace.event('registered', 90, 0, 'late');
    buffer.append(trace.batch());
    expect(buffer.end).toBe(seq + 1);
    expect(buffer.string(buffer.decode(seq)?.a ?? 0)).toBe('late');
  });

  test('refuses a gap: that would be a bug of ours', () => {
    const trace = demo.startEssay();
    trace.batch();
    trace.event('registered', 90, 0, 'late');
    expect(() => new TraceBuffer().append(trace.batch())).toThrow('without a gap');
  });

  test('ignores texts of events it has not', () => {
    const buffer = new TraceBuffer();
    buffer.addTexts([[5, 'x']]);
    expect(buffer.text(5)).toBeUndefined();
  });

  test('of a history that is left, nothing is known beyond the events before', () => {
    const trace = demo.startEssay();
    const begun = trace.length;
    const spawned = trace.spawn(95, 81, 'gen_server', 'old', 'old');
    const told = trace.event('called', 95, 0, 'run', 0, '[old]');
    const applied = trace.fact('command_applied', 0, 95, 0, 0, { type: 'cast' });
    const buffer = new TraceBuffer();
    buffer.append(trace.batch());
    expect(buffer.names.spawnSeq(95)).toBe(spawned);
    buffer.cut(begun);
    expect(buffer.end).toBe(begun);
    expect([buffer.text(told), buffer.fact(applied)]).toEqual([undefined, undefined]);
    expect(buffer.names.spawnSeq(95)).toBe(-1);
    expect(buffer.names.registeredName(95)).toBeNull();
    expect(buffer.names.registeredName(demo.DEMO.kv)).toBe('kv');

    const other = demo.startEssay();
    other.spawn(95, 81, 'gen_server', 'new');
    other.event('called', 95, 0, 'run', 0);
    while (other.length <= applied) other.event('called', 95, 0, 'idle', 0);
    buffer.append(other.batch());
    expect(buffer.names.name(95)).toBe('new <0.95.0>');
    expect(buffer.decode(applied)).toMatchObject({ type: 'called', payload: undefined });
    expect(buffer.decode(told)?.payload).toBeUndefined();
  });

  test('grows from any event on', () => {
    const trace = essayAfter(5);
    const runTo = (seq: number) => {
      while (trace.length < seq) trace.event('called', trace.length, 0, 'run');
      return trace.batch();
    };
    const from = 3_000;
    runTo(from);
    const buffer = new TraceBuffer();
    buffer.restartAt(from);
    for (const to of [6_000, 9_000, 12_000]) buffer.append(runTo(to));
    expect(buffer.end).toBe(12_000);
    for (let seq = from; seq < buffer.end; seq++) expect(buffer.decode(seq)?.pid).toBe(seq);
  });

  test('a batch larger than the buffer is folded all the same', () => {
    const small = new TraceBuffer(1);
    const trace = essayAfter(5);
    for (let round = 0; round < 2_000; round++) trace.event('called', 84, 0, 'run', 0, '[]');
    for (let round = 0; round < 3_000; round++) trace.event('called', 85, 0, 'run', 0, '[]');
    const batch = trace.batch();
    expect(batch.count).toBeGreaterThan(small.size);
    const view = applyBatch(emptyView, small, batch);
    expect(view).toEqual(applyBatch(emptyView, new TraceBuffer(), batch));
    expect(small.first).toBe(batch.count - small.size);
  });
});
