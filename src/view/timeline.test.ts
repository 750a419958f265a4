import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import essay from '../content/scenarios/essay/scenario.ts';
import { BatchWriter } from '../engine/batch-writer.ts';
import { startHeadless } from '../engine/run-headless.ts';
import type { EventType } from '../runtime/trace-event.ts';
import { TraceWriter } from '../testing/trace-writer.ts';
import { applyBatch, emptyView } from './fold.ts';
import { Timeline } from './timeline.ts';
import { TraceBuffer } from './trace-buffer.ts';

/** The essay, with kv killed at these moments. */
function essayWithKills(kills: readonly number[]) {
  const run = startHeadless(essay, { seed: 3 });
  const batches = new BatchWriter(run.world.node.trace, 'erlang');
  const buffer = new TraceBuffer();
  let view = emptyView;
  for (const at of kills) {
    run.advance(at, 100_000);
    run.act({ type: 'exit', target: 'kv', reason: 'kill' });
    view = applyBatch(view, buffer, batches.write(run));
  }
  run.advance((kills.at(-1) ?? 0) + 1_000_000, 100_000);
  view = applyBatch(view, buffer, batches.write(run));
  return { buffer, view };
}

/** A trace with an event at each of these moments, in order. */
function bufferAt(
  ats: readonly number[],
  capacity?: number,
  type: EventType = 'work_started',
): TraceBuffer {
  const writer = new TraceWriter();
  const buffer = new TraceBuffer(capacity);
  for (const at of ats) writer.after(at - writer.at).event(type, 1, 0, 1);
  const batch = writer.batch();
  for (let from = 0; from < batch.count; from += 1_000)
    buffer.append(batch, from, Math.min(batch.count, from + 1_000));
  return buffer;
}

describe('marks', () => {
  const { buffer, view } = essayWithKills([2_000_000, 3_000_000, 9_000_000]);
  const timeline = new Timeline(buffer);
  timeline.read();
  const { whole } = timeline;

  test('are as many as the view counts, on a real run', () => {
    expect(view.crashes).toBeGreaterThanOrEqual(3);
    const all = (kind: 'crash' | 'restart') => timeline.marksIn(kind, whole, 1_000_000).length;
    expect(all('crash')).toBe(view.crashes);
    expect(all('restart')).toBe(view.restarts);
  });

  test('of commands stand where the person acted', () => {
    const commands = timeline.marksIn('command', whole, 1_000_000);
    expect(commands.map(({ at }) => at)).toEqual([2_000_000, 3_000_000, 9_000_000]);
  });

  test('that fall into one cell are one mark with a count', () => {
    const [first, second] = timeline.marksIn('command', { from: 0, to: 10_000_000 }, 2);
    expect(first).toMatchObject({ at: 2_000_000, count: 2 });
    expect(second).toMatchObject({ at: 9_000_000, count: 1 });
  });

  test('are found also where the end of a cell is rounded to the moment of its mark', () => {
    const rounded = new Timeline(bufferAt([2_267, 3_000], undefined, 'command_applied'));
    rounded.read();
    const marks = rounded.marksIn('command', { from: 401, to: 3_200 }, 558);
    expect(marks.map(({ at, count }) => [at, count])).toEqual([
      [2_267, 1],
      [3_000, 1],
    ]);
  });

  test('outside the span are left out', () => {
    const span = { from: 2_500_000, to: 3_500_000 };
    expect(timeline.marksIn('command', span, 10).map(({ at }) => at)).toEqual([3_000_000]);
    expect(timeline.countMarks('command', span.from, span.to)).toBe(1);
  });

  test('are the same when read in small stretches', () => {
    const other = new Timeline(buffer);
    while (!other.read(7));
    for (const kind of ['crash', 'restart', 'command'] as const) {
      expect(other.marksIn(kind, whole, 50)).toEqual(timeline.marksIn(kind, whole, 50));
    }
  });
});

describe('density', () => {
  test('counts each event once, whatever the columns', () => {
    const ats = fc.array(fc.integer({ min: 0, max: 3_000 }), { minLength: 1, maxLength: 80 });
    fc.assert(
      fc.property(ats, fc.integer({ min: 1, max: 40 }), (moments, columns) => {
        const sorted = moments.toSorted((one, other) => one - other);
        const timeline = new Timeline(bufferAt(sorted));
        const { whole } = timeline;
        const into = new Float64Array(columns);
        timeline.density(whole, into);
        expect(into.reduce((sum, each) => sum + each, 0)).toBe(sorted.length);
        expect(Math.min(...into)).toBeGreaterThanOrEqual(0);
      }),
    );
  });

  test('puts an event into the column of its moment', () => {
    const timeline = new Timeline(bufferAt([0, 10, 10, 39, 40]));
    const into = new Float64Array(4);
    timeline.density({ from: 0, to: 40 }, into);
    expect([...into]).toEqual([1, 2, 0, 2]);
  });

  test('begins with what is kept, once the oldest events were dropped', () => {
    const timeline = new Timeline(
      bufferAt(
        Array.from({ length: 6_000 }, (_, at) => at),
        4_096,
      ),
    );
    expect(timeline.whole).toEqual({ from: 1_904, to: 5_999 });
    expect(timeline.count(0, 6_000)).toBe(4_096);
  });
});

test('a timeline of nothing is empty', () => {
  const timeline = new Timeline(new TraceBuffer());
  expect(timeline.read()).toBe(true);
  expect(timeline.whole).toEqual({ from: 0, to: 0 });
  expect(timeline.marksIn('crash', { from: 0, to: 0 }, 10)).toEqual([]);
});
