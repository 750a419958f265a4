import { describe, expect, test } from 'vitest';
import type { Batch } from '../engine/protocol.ts';
import { EVENT, MESSAGE } from '../runtime/trace-event.ts';
import * as demo from '../testing/demo-trace.ts';
import { essayAfter } from '../testing/demo-view.ts';
import { EVERYTHING, Log } from './log.ts';
import { TraceBuffer } from './trace-buffer.ts';

function logOfEssay(crashes = 2): Log {
  const buffer = new TraceBuffer();
  buffer.append(essayAfter(crashes).batch());
  return new Log(buffer);
}
const texts = (log: Log) => log.lines(0, log.length).map(({ text }) => text);

describe('the log', () => {
  test('has a line an event, in order', () => {
    const log = logOfEssay();
    expect(log.read()).toBe(true);
    expect(log.length).toBe(essayAfter(2).length);
    expect(log.seqAt(7)).toBe(7);
    expect(log.lines(0, 1)).toEqual([
      {
        seq: 0,
        at: 0,
        pid: 1,
        kind: 'process',
        beat: null,
        text: 'init <0.1.0> (process init) is spawned.',
      },
    ]);
  });

  test('can be read bit by bit', () => {
    const log = logOfEssay();
    expect(log.read(10)).toBe(false);
    expect(log.length).toBe(10);
    while (!log.read(10));
    expect(log.isComplete).toBe(true);
    expect(log.length).toBe(essayAfter(2).length);
  });

  test('by kind: the story alone', () => {
    const log = logOfEssay(1);
    log.setFilter({ ...EVERYTHING, kinds: ['beat'] });
    log.read();
    expect(texts(log)).toEqual([
      'kv crashed: badarith, in handleCall({lookup,crash}).',
      'kv <0.82.0> has ended: badarith.',
      'Exit signal badarith travels from kv <0.82.0> to simple_supervisor.',
      'simple_supervisor restarts server (one_for_one, permanent; 1 of 5 in 1000 s).',
      'server, as kv <0.90.0>, is up again under simple_supervisor.',
    ]);
  });

  test('tells which moment of the story a line is', () => {
    const log = logOfEssay(1);
    log.setFilter({ ...EVERYTHING, kinds: ['beat'] });
    log.read();
    const beats = log.lines(0, log.length).map(({ beat }) => beat);
    expect(beats).toEqual(['throw', null, 'exit_signal', 'decision', 'start']);
  });

  test('by text, in whatever case', () => {
    const log = logOfEssay(1);
    log.setFilter({ ...EVERYTHING, text: 'APPLES,3' });
    log.read();
    expect(texts(log)).toEqual([
      'client_1 calls kv: {store,apples,3}.',
      'kv handles {store,apples,3} from client_1 in handleCall.',
    ]);
  });

  test('by process, with its earlier incarnations', () => {
    const log = logOfEssay(2);
    log.setFilter({ ...EVERYTHING, kinds: ['process'], path: 'simple_supervisor/server' });
    log.read();
    const spawned = texts(log).filter((text) => text.includes('spawns'));
    expect(spawned).toEqual([
      'simple_supervisor spawns server <0.82.0> (gen_server kv).',
      'simple_supervisor spawns server <0.90.0> (gen_server kv).',
      'simple_supervisor spawns server <0.91.0> (gen_server kv).',
    ]);
  });

  test('by process gives the same, however its events came in', () => {
    const whole = logOfEssay(2);
    whole.setFilter({ ...EVERYTHING, path: 'simple_supervisor/server' });
    whole.read();
    const batch = essayAfter(2).batch();
    const buffer = new TraceBuffer();
    const log = new Log(buffer);
    log.setFilter(whole.filter);
    for (let seq = 0; seq < batch.count; seq++) {
      buffer.append(batch, seq, seq + 1);
      log.read();
    }
    expect(texts(log)).toEqual(texts(whole));
  });

  test('finds the line of an event, or the next', () => {
    const log = logOfEssay(1);
    log.setFilter({ ...EVERYTHING, kinds: ['beat'] });
    log.read();
    expect(log.indexOf(log.seqAt(3))).toBe(3);
    expect(log.indexOf(log.seqAt(3) - 1)).toBe(3);
    expect(log.indexOf(1_000_000)).toBe(log.length);
  });

  test('ends where the view ends', () => {
    const log = logOfEssay();
    log.setEnd(20);
    log.read();
    expect(log.length).toBe(20);
    log.setEnd(30);
    log.read();
    expect(log.length).toBe(30);
    log.setEnd(10);
    log.read();
    expect(log.length).toBe(10);
  });

  test('knows which texts to ask for', () => {
    const trace = demo.startEssay();
    const seq = trace.event('sent', 84, 82, MESSAGE.call, 1);
    const buffer = new TraceBuffer();
    buffer.append(trace.batch());
    const log = new Log(buffer);
    log.read();
    expect(log.missing(0, log.length)).toEqual([seq]);
    buffer.addTexts([[seq, '{lookup,x}']]);
    expect(log.missing(0, log.length)).toEqual([]);
    expect(texts(log).at(-1)).toBe('client_1 calls kv: {lookup,x}.');
  });
});

describe('a long run', () => {
  const count = 50_000;
  function casts(first: number): Batch {
    const column = (value: number) => new Int32Array(count).fill(value);
    return {
      ...demo.startEssay().batch(),
      first,
      count,
      ats: new Float64Array(count),
      types: new Uint8Array(count).fill(EVENT.sent),
      pids: column(84),
      peers: column(82),
      as: column(MESSAGE.cast),
      bs: column(0),
      firstString: 0,
      strings: [],
      facts: new Map(),
      texts: new Map([[first, 'stop']]),
    };
  }

  test('drops its oldest lines with the buffer', () => {
    const buffer = new TraceBuffer(131_072);
    const log = new Log(buffer);
    for (let batch = 0; batch < 6; batch++) {
      buffer.append(casts(batch * count));
      log.read();
    }
    expect(buffer.first).toBe(6 * count - 131_072);
    expect(log.length).toBe(131_072);
    expect(log.seqAt(0)).toBe(buffer.first);
    expect(log.seqAt(log.length - 1)).toBe(6 * count - 1);
    expect(buffer.text(0)).toBeUndefined();
    expect(buffer.decode(0)).toBeNull();
    expect(buffer.decode(5 * count)).toMatchObject({ type: 'sent', pid: 84, payload: 'stop' });
  });

  test('of half a million events is filtered by kind in little time', () => {
    const buffer = new TraceBuffer(500_000);
    for (let batch = 0; batch < 10; batch++) buffer.append(casts(batch * count));
    const log = new Log(buffer);
    const times = (['message', 'beat', 'message'] as const).map((kind) => {
      const before = performance.now();
      log.setFilter({ ...EVERYTHING, kinds: [kind] });
      log.read();
      return performance.now() - before;
    });
    expect(log.length).toBe(500_000);
    // A busy machine has one moment for itself.
    expect(Math.min(...times)).toBeLessThan(2_000);
  });
});
