import { describe, expect, test } from 'vitest';
import type { Command } from '../scenario/scenario.ts';
import { smallScenario } from '../testing/small-scenario.ts';
import { BatchWriter } from './batch-writer.ts';
import { Checkpoints } from './checkpoints.ts';
import type { SeekTarget } from './protocol.ts';
import type { Run } from './run.ts';
import { startHeadless } from './run-headless.ts';

const FOREVER = Number.POSITIVE_INFINITY;
const END: SeekTarget = { type: 'time', at: FOREVER };
const kill = (at: number): Command => ({ at, type: 'exit', target: 'kv', reason: 'kill' });

/** A run that was offered after each of its steps, until there were so many events. */
function offered(events: number, commands: readonly Command[] = []) {
  const run = startHeadless(smallScenario(), { commands });
  const batches = new BatchWriter(run.world.node.trace, 'erlang');
  const checkpoints = new Checkpoints(1);
  while (run.events < events) {
    run.advance(FOREVER, 1);
    checkpoints.offer(run, batches);
  }
  const lastBefore = (target: SeekTarget = END, given = commands, have = FOREVER): Run | null =>
    checkpoints.before(given, target, have)?.run ?? null;
  const newest = lastBefore() as Run;
  return { lastBefore, newest, now: newest.world.now };
}

describe('a checkpoint', () => {
  test('serves a run with other commands as long as those to come are all that differs', () => {
    const { lastBefore, newest, now } = offered(2_000);
    expect(lastBefore(END, [kill(now + 1)])).toBe(newest);
    expect(lastBefore(END, [kill(now)])).not.toBe(newest);
    const early = lastBefore(END, [kill(now / 2)]);
    expect(early?.world.now).toBeLessThan(now / 2);
    expect(early?.events).toBeGreaterThan(0);
  });

  test('serves no run that lacks a command it was given', () => {
    const at = Math.floor(offered(2_000).now / 2);
    const { lastBefore, now } = offered(2_000, [kill(at)]);
    expect(now).toBeGreaterThan(at);
    for (const others of [[], [{ ...kill(at), target: 'client_1' }]]) {
      const early = lastBefore(END, others);
      expect(early?.world.now).toBeLessThan(at);
      expect(early?.events).toBeGreaterThan(0);
    }
  });

  test('lies on the way to what is asked for, not behind it', () => {
    const { lastBefore, newest } = offered(2_000);
    const { at, step } = newest.moment();
    const { events } = newest;
    expect(lastBefore({ type: 'moment', at, step })).toBe(newest);
    expect(lastBefore({ type: 'moment', at, step: step - 1 })?.events).toBeLessThan(events);
    expect(lastBefore({ type: 'moment', at, step, seen: events })).toBe(newest);
    const before = lastBefore({ type: 'moment', at, step, seen: events - 1 });
    expect(before?.events).toBeLessThan(events);
    expect(lastBefore({ type: 'step', step })).toBe(newest);
    expect(lastBefore({ type: 'step', step: step - 1 })?.events).toBeLessThan(events);
    expect(lastBefore({ type: 'time', at })).toBe(newest);
    expect(lastBefore({ type: 'time', at: at - 1 })?.events).toBeLessThan(events);
    expect(lastBefore({ type: 'event', seq: events })).toBe(newest);
    expect(lastBefore({ type: 'event', seq: events - 1 })?.events).toBeLessThan(events);
  });

  test('lies before the first event that must be told', () => {
    const { lastBefore, newest } = offered(2_000);
    expect(lastBefore(END, [], newest.events)).toBe(newest);
    expect(lastBefore(END, [], newest.events - 1)?.events).toBeLessThan(newest.events);
    expect(lastBefore(END, [], 0)).toBeNull();
  });
});

test('however long a run is, a hundred or so are kept, and every moment has one near', () => {
  const events = 40_000;
  const { lastBefore } = offered(events);
  const kept = new Set<number>();
  for (let have = 0; have <= events; have += 50) kept.add(lastBefore(END, [], have)?.events ?? 0);
  const places = [...kept, events].sort((one, other) => one - other);
  const gaps = places.slice(1).map((place, index) => place - (places[index] as number));
  expect(kept.size).toBeGreaterThan(40);
  expect(kept.size).toBeLessThanOrEqual(129);
  expect(Math.max(...gaps)).toBeLessThan(events / 40);
});
