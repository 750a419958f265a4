import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import essay from '../content/scenarios/essay/scenario.ts';
import type { Run } from '../engine/run.ts';
import { startHeadless } from '../engine/run-headless.ts';
import { decode } from '../runtime/trace.ts';
import { EVENT, type TraceEvent } from '../runtime/trace-event.ts';
import { randomSystem } from '../testing/random-system.ts';
import { batchOf, traceBufferOf } from '../testing/trace-buffer-of.ts';
import { YOU } from './paths.ts';
import { arrowEnds, arrowHead } from './sequence-geometry.ts';
import { ROW_KINDS } from './sequence-kind.ts';
import { talkative } from './sequence-lanes.ts';
import { type Arrow, sequencePicture } from './sequence-picture.ts';
import { NO_LANES, type SequenceQuery, SequenceRows } from './sequence-rows.ts';
import { SequenceScale } from './sequence-scale.ts';
import { rowWords } from './sequence-words.ts';
import { TraceBuffer } from './trace-buffer.ts';

const SUPERVISOR = 'simple_supervisor';
const KV = `${SUPERVISOR}/server`;

/** The essay, with what somebody does to it on the way. */
function essayWith(until: number, act: (run: Run) => void = () => {}): TraceBuffer {
  const run = startHeadless(essay, { seed: 7 });
  const events: TraceEvent[] = [];
  const { trace } = run.world.node;
  trace.readBy((columns) => events.push(...decode(columns)));
  run.advance(1_500_000, 100_000);
  act(run);
  run.advance(until, 100_000);
  trace.flush();
  return traceBufferOf(events, trace.strings);
}

const lookupCrash = (run: Run) =>
  run.act({
    type: 'call',
    target: 'kv',
    request: { type: 'lookup', key: 'crash' },
    timeoutMs: 1_000,
  });

function rowsOf(buffer: TraceBuffer, query: Partial<SequenceQuery>): SequenceRows {
  const rows = new SequenceRows(buffer, { ...NO_LANES, ...query });
  rows.read();
  return rows;
}

const pictureOf = (rows: SequenceRows, mode: 'order' | 'time' = 'order') =>
  sequencePicture(rows, new SequenceScale(rows, mode).update(), 0, rows.length);

const tell = (rows: SequenceRows): string[] =>
  Array.from({ length: rows.length }, (_, row) => rowWords(rows, row));

/** Reads a copy of the trace that comes bit by bit, each bit at once. */
function readBitByBit(whole: TraceBuffer, query: Partial<SequenceQuery>, bits: readonly number[]) {
  const buffer = new TraceBuffer();
  const rows = new SequenceRows(buffer, { ...NO_LANES, ...query });
  const events = Array.from({ length: whole.end }, (_, seq) => whole.decode(seq) as TraceEvent);
  let from = 0;
  for (const bit of [...bits, whole.end]) {
    const to = Math.min(whole.end, from + bit);
    buffer.append(batchOf(events, whole.strings, from, to));
    rows.read();
    from = to;
  }
  return rows;
}

describe('a call that crashes kv', () => {
  const buffer = essayWith(2_500_000, lookupCrash);
  const rows = rowsOf(buffer, { lanes: [YOU, SUPERVISOR, KV] });
  const picture = pictureOf(rows);
  const [you, supervisor, kv] = [0, 1, 2];

  test('is told row by row, cause before effect', () => {
    const story = tell(rows).slice(4, 14);
    expect(story).toMatchInlineSnapshot(`
      [
        "From outside: call kv: {lookup,crash}.",
        "shell <0.89.0> calls kv: {lookup,crash}.",
        "kv handles {lookup,crash} from shell <0.89.0> in handle_call.",
        "kv crashed: badarith, in handle_call({lookup,crash}).",
        "kv <0.83.0> has ended: badarith.",
        "Exit signal badarith travels from kv <0.83.0> to simple_supervisor.",
        "simple_supervisor traps the exit signal badarith from kv <0.83.0>: it is a message now.",
        "simple_supervisor restarts server (one_for_one, permanent; 1 of 5 in 1000 s).",
        "simple_supervisor spawns server <0.90.0> (gen_server kv).",
        "shell <0.89.0> waits for kv <0.83.0> no longer: that process is dead (badarith).",
      ]
    `);
  });

  test('slopes from where it is sent to where it is handled', () => {
    const call = picture.arrows.find(({ kind }) => kind === 'call');
    expect(call).toMatchObject({ from: you, to: kv, fate: 'arrived', text: '{lookup,crash}' });
    expect(call?.bottom).toBeGreaterThan(call?.top ?? Number.POSITIVE_INFINITY);
  });

  test('holds its caller up until the crash is known there', () => {
    const crash = picture.marks.find(({ sign }) => sign === 'crash');
    const wait = picture.bars.find(({ lane, hollow }) => lane === you && hollow);
    expect(crash?.y).toBeGreaterThan(wait?.top ?? Number.POSITIVE_INFINITY);
    expect(crash?.y).toBeLessThan(wait?.bottom ?? 0);
  });

  test('ends one life on the lane of kv, and another begins below it', () => {
    const lives = picture.lives.filter(({ lane }) => lane === kv);
    const [second, first] = lives;
    expect(lives).toHaveLength(2);
    expect(first?.bottom).toBeLessThan(second?.top ?? 0);
    expect(picture.marks.filter(({ lane }) => lane === kv).map(({ sign }) => sign)).toEqual([
      'birth',
      'crash',
      'end',
      'restart',
    ]);
  });

  test('reaches the supervisor as an exit signal, and a decision follows', () => {
    const signal = picture.arrows.find(({ kind }) => kind === 'exit_signal');
    expect(signal).toMatchObject({ from: kv, to: supervisor, text: 'exit badarith' });
    const decision = picture.marks.find(({ sign }) => sign === 'decision');
    expect(decision).toMatchObject({ lane: supervisor, text: 'restarts server' });
  });
});

describe('messages', () => {
  const buffer = essayWith(20_000_000, lookupCrash);
  const lanes = talkative(buffer, buffer.end, 12, null);

  test('are all there once, between the lanes', () => {
    const rows = rowsOf(buffer, { lanes, kinds: ROW_KINDS });
    const arrows = pictureOf(rows).arrows.filter(({ kind }) => kind !== 'spawn');
    const sent = Array.from({ length: buffer.end }, (_, seq) => seq).filter(
      (seq) => rows.shows(seq) && ROLES_OF_SENDING.has(buffer.types[seq] as number),
    );
    expect(arrows.map(({ seq }) => seq).toSorted((one, other) => one - other)).toEqual(sent);
    expect(arrows.some(({ fate }) => fate === 'arrived')).toBe(true);
  });

  test('are drawn in a stretch in which they neither begin nor end', () => {
    const rows = rowsOf(buffer, { lanes });
    const scale = new SequenceScale(rows, 'order').update();
    const row = Array.from({ length: rows.length }, (_, each) => each).find(
      (each) => rows.partnerOf(each) > each + 2,
    ) as number;
    const picture = sequencePicture(rows, scale, row + 1, row + 2);
    expect(picture.arrows.map(({ seq }) => seq)).toContain(rows.seqAt(row));
  });

  test('to somebody dead end in the air', () => {
    const killed = essayWith(1_700_000, (run) => {
      run.act({ type: 'cast', target: 'kv', message: 'late' });
      run.act({ type: 'exit', target: 'kv', reason: 'kill' });
      run.act({ type: 'cast', target: 'kv', message: 'later' });
    });
    const arrows = pictureOf(rowsOf(killed, { lanes: [YOU, KV] })).arrows;
    expect(arrows.filter(({ fate }) => fate === 'lost').length).toBeGreaterThan(0);
  });

  test('under way end in a dot, since a head would point at whoever has the lane there', () => {
    const sent = essayWith(1_501_000, (run) => {
      run.act({ type: 'cast', target: 'kv', message: 'late' });
    });
    const { arrows } = pictureOf(rowsOf(sent, { lanes: [YOU, SUPERVISOR, KV] }));
    const late = arrows.find(({ fate }) => fate === 'under_way') as Arrow;
    expect(arrowEnds(late).x2).not.toBe(arrowEnds({ ...late, fate: 'arrived' }).x2);
    expect(arrowHead(late)).toMatch(/^M[\d.]+ [\d.]+a3\.5/);
    expect(arrowHead({ ...late, fate: 'arrived' })).toContain('L');
  });

  test('of other kinds are left out, and those without the text', () => {
    const casts = pictureOf(rowsOf(buffer, { lanes, kinds: ['cast'] })).arrows;
    expect(new Set(casts.map(({ kind }) => kind))).toEqual(new Set(['cast', 'notify']));
    const plums = pictureOf(rowsOf(buffer, { lanes, kinds: ['call'], text: 'PLUMS' })).arrows;
    expect(plums.length).toBeGreaterThan(0);
    expect(plums.every(({ text }) => text.includes('plums'))).toBe(true);
  });

  test('that repeat are counted, and what was folded can be seen', () => {
    const all = rowsOf(buffer, { lanes, kinds: ['call', 'cast'] });
    const folded = rowsOf(buffer, { lanes, kinds: ['call', 'cast'], folds: true });
    expect(folded.length).toBeLessThan(all.length / 3);
    const { arrows, folds } = pictureOf(folded);
    const total = folds.reduce((sum, { count }) => sum + count, arrows.length);
    expect(total).toBe(pictureOf(all).arrows.length);
    const [fold] = folds;
    expect(new Set(folds.map(({ text }) => text))).toEqual(
      new Set([
        '1 more cast',
        '25 more: 8 casts, 7 calls, 7 replies and 3 notifies',
        '12 more: 4 calls, 4 replies, 3 casts and 1 notify',
      ]),
    );
    const opened = rowsOf(buffer, {
      lanes,
      kinds: ['call', 'cast'],
      folds: true,
      unfolded: [[fold?.seq ?? 0, fold?.end ?? 0]],
    });
    expect(opened.rowOf(fold?.seq ?? 0)).toBe(opened.indexOf(fold?.seq ?? 0));
    expect(opened.foldedAt(opened.rowOf(fold?.seq ?? 0))).toBe(0);
  });

  test('that repeat are told anew after somebody has acted', () => {
    const acted = essayWith(20_000_000, (run) => {
      run.advance(10_000_000, 100_000);
      run.act({ type: 'cast', target: 'nobody', message: 'hello' });
    });
    const lanes = [YOU, 'radio', `${SUPERVISOR}/packet`];
    const story = tell(rowsOf(acted, { lanes, folds: true }));
    const told = ['radio casts', 'packet_assembler handles', 'Folded:'].map((words) =>
      expect.stringContaining(words),
    );
    expect(story.slice(2)).toEqual([...told, 'From outside: cast hello to nobody.', ...told]);
  });

  test('in whose callback somebody crashes are never folded', () => {
    const twice = essayWith(20_000_000, (run) => {
      const call = { type: 'call', target: 'kv', timeoutMs: 1_000 } as const;
      run.act({ ...call, request: { type: 'lookup', key: 'apples' } });
      run.advance(run.world.now + 800_000, 1_000);
      run.act({ ...call, request: { type: 'lookup', key: 'crash' } });
    });
    const kinds = ['call'] as const;
    const { arrows, folds } = pictureOf(rowsOf(twice, { lanes: [YOU, KV], kinds, folds: true }));
    expect(folds).toEqual([]);
    expect(arrows.map(({ text }) => text)).toContain('{lookup,crash}');
  });
});

describe('in any run', () => {
  const runs = fc.tuple(
    fc.integer({ min: 1, max: 10_000 }),
    fc.array(fc.nat({ max: 13 }), { maxLength: 8 }),
    fc.boolean(),
  );
  const system = (seed: number, plan: readonly number[]) => {
    const world = randomSystem(seed, plan).run(150);
    return traceBufferOf(world.events, world.node.trace.strings);
  };

  test('the rows are the same, read at once or as they come', () => {
    fc.assert(
      fc.property(
        runs,
        fc.array(fc.integer({ min: 1, max: 60 }), { maxLength: 12 }),
        ([seed, plan, folds], bits) => {
          const buffer = system(seed, plan);
          const lanes = talkative(buffer, buffer.end, 6, null);
          const query = { lanes, folds, kinds: ROW_KINDS };
          const once = rowsOf(buffer, query);
          const bitByBit = readBitByBit(buffer, query, bits);
          expect(tell(bitByBit)).toEqual(tell(once));
          expect(pictureOf(bitByBit)).toEqual(pictureOf(once));
        },
      ),
      { numRuns: 40 },
    );
  });

  test.each(['order', 'time'] as const)('by %s, what comes later stands lower', (mode) => {
    fc.assert(
      fc.property(runs, ([seed, plan, folds]) => {
        const buffer = system(seed, plan);
        const rows = rowsOf(buffer, { lanes: talkative(buffer, buffer.end, 6, null), folds });
        const scale = new SequenceScale(rows, mode).update();
        for (let row = 0; row < rows.length; row++) {
          expect(scale.y(row + 1)).toBeGreaterThan(scale.y(row));
          expect(scale.rowAt(scale.y(row))).toBe(row);
        }
        for (const { top, bottom, fate } of pictureOf(rows, mode).arrows)
          if (fate === 'arrived') expect(bottom).toBeGreaterThanOrEqual(top);
      }),
      { numRuns: 20 },
    );
  });
});

describe('for a start', () => {
  const buffer = essayWith(20_000_000, lookupCrash);

  test('those are shown who say most, the person first', () => {
    const lanes = talkative(buffer, buffer.end, 4, null);
    expect(lanes).toHaveLength(4);
    expect(talkative(buffer, buffer.end, 20, null)[0]).toBe(YOU);
  });

  test('of a selected process, it and whom it talks to', () => {
    expect(talkative(buffer, buffer.end, 8, 'radio')).toEqual([
      'init',
      `${SUPERVISOR}/packet`,
      'radio',
    ]);
  });
});

const ROLES_OF_SENDING = new Set<number>([
  EVENT.sent,
  EVENT.exit_signal_sent,
  EVENT.down_sent,
  EVENT.timer_fired,
]);
