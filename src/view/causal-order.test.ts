import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { EVENT } from '../runtime/trace-event.ts';
import {
  crashKv,
  DEMO,
  decideRestart,
  receiveSignal,
  restartKv,
  startEssay,
  traffic,
} from '../testing/demo-trace.ts';
import { randomSystem } from '../testing/random-system.ts';
import { traceBufferOf } from '../testing/trace-buffer-of.ts';
import { CausalOrder, sourceOf } from './causal-order.ts';
import { TraceBuffer } from './trace-buffer.ts';

/** What a system of many behaviours told, at random. */
const randomRun = fc
  .tuple(fc.integer({ min: 1, max: 10_000 }), fc.array(fc.nat({ max: 13 }), { maxLength: 8 }))
  .map(([seed, plan]) => {
    const world = randomSystem(seed, plan).run(150);
    return traceBufferOf(world.events, world.node.trace.strings);
  });

const anyEvent = (buffer: TraceBuffer, choice: number): number => Math.floor(choice * buffer.end);
const choice = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });

function holds(law: (buffer: TraceBuffer, order: CausalOrder, seq: number) => void): void {
  fc.assert(
    fc.property(randomRun, choice, (buffer, drawn) => {
      const seq = anyEvent(buffer, drawn);
      law(buffer, new CausalOrder(buffer, seq), seq);
    }),
    { numRuns: 60 },
  );
}

/** Numbers of the events for which it is so. */
const which = (buffer: TraceBuffer, is: (seq: number) => boolean): number[] =>
  Array.from({ length: buffer.end }, (_, seq) => seq).filter(is);

describe('happens-before, in any run', () => {
  test('agrees with the order in which the trace tells events', () =>
    holds((buffer, order, seq) => {
      for (const other of which(buffer, (each) => order.isBefore(each)))
        expect(other).toBeLessThan(seq);
      for (const other of which(buffer, (each) => order.isAfter(each)))
        expect(other).toBeGreaterThan(seq);
    }));

  test('is the same from both ends: what is after an event has that event before it', () =>
    holds((buffer, order, seq) => {
      for (let other = 0; other < buffer.end; other += 3) {
        const back = new CausalOrder(buffer, other);
        expect(back.isBefore(seq)).toBe(order.isAfter(other));
        expect(back.isAfter(seq)).toBe(order.isBefore(other));
      }
    }));

  test('is transitive', () =>
    holds((buffer, order) => {
      const past = which(buffer, (each) => order.isBefore(each));
      for (const middle of past.filter((_, index) => index % 5 === 0)) {
        const further = new CausalOrder(buffer, middle);
        for (const first of which(buffer, (each) => further.isBefore(each)))
          expect(order.isBefore(first)).toBe(true);
      }
    }));

  test('no event is before and after another, nor before itself', () =>
    holds((buffer, order, seq) => {
      expect(which(buffer, (each) => order.isBefore(each) && order.isAfter(each))).toEqual([]);
      expect(order.isBefore(seq) || order.isAfter(seq)).toBe(false);
    }));

  test('a message is received after it was sent, and all that its sender did before', () =>
    holds((buffer) => {
      for (let seq = 0; seq < buffer.end; seq += 4) {
        const source = sourceOf(buffer, seq, buffer.types[seq] as number);
        if (source < 0) continue;
        const order = new CausalOrder(buffer, seq);
        expect(order.isBefore(source)).toBe(true);
        const sender = buffer.pids[source];
        if (buffer.types[source] !== EVENT.sent) continue;
        for (let before = 0; before < source; before++) {
          if (buffer.pids[before] === sender && buffer.types[before] === EVENT.state_changed)
            expect(order.isBefore(before)).toBe(true);
        }
      }
    }));
});

describe('when kv has crashed', () => {
  const trace = startEssay();
  traffic(trace);
  crashKv(trace);
  receiveSignal(trace);
  decideRestart(trace);
  restartKv(trace, 90);
  const buffer = new TraceBuffer();
  buffer.append(trace.batch());
  const find = (type: keyof typeof EVENT, pid: number): number =>
    which(buffer, (seq) => buffer.types[seq] === EVENT[type] && buffer.pids[seq] === pid).at(-1) ??
    -1;
  const crash = find('crashed', DEMO.kv);

  test('the call that made it crash is before, and the restart after', () => {
    const order = new CausalOrder(buffer, crash);
    const asker = DEMO.clients[1] as number;
    const call = which(
      buffer,
      (seq) => buffer.types[seq] === EVENT.sent && buffer.pids[seq] === asker,
    );
    expect(order.isBefore(call.at(-1) as number)).toBe(true);
    expect(order.isAfter(find('decided', DEMO.supervisor))).toBe(true);
    expect(order.isAfter(find('spawned', 90))).toBe(true);
  });

  test('who waited for it learns of its death from it', () => {
    const order = new CausalOrder(buffer, crash);
    expect(order.isAfter(find('wait_ended', DEMO.clients[1] as number))).toBe(true);
  });

  test('what others did at the time is neither before nor after', () => {
    const order = new CausalOrder(buffer, crash);
    const fragment = find('work_started', DEMO.packet);
    expect(order.isBefore(fragment) || order.isAfter(fragment)).toBe(false);
  });
});

test('no more is looked at than was asked for', () => {
  const trace = startEssay();
  const buffer = new TraceBuffer();
  buffer.append(trace.batch());
  const order = new CausalOrder(buffer, 20, 5);
  expect([order.first, order.end]).toEqual([15, 26]);
  expect(which(buffer, (seq) => order.isBefore(seq)).every((seq) => seq >= 15)).toBe(true);
});
