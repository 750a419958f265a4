import { describe, expect, test } from 'vitest';
import type { DecisionFacts } from '../runtime/trace-event.ts';
import * as demo from '../testing/demo-trace.ts';
import { essayAfter } from '../testing/demo-view.ts';
import { TraceWriter } from '../testing/trace-writer.ts';
import { type BeatEvent, nextBeat } from './beats.ts';
import { TraceBuffer } from './trace-buffer.ts';

function bufferOf(trace: TraceWriter): TraceBuffer {
  const buffer = new TraceBuffer();
  buffer.append(trace.batch());
  return buffer;
}

function beatsOf(trace: TraceWriter): BeatEvent[] {
  const buffer = bufferOf(trace);
  const beats: BeatEvent[] = [];
  for (let beat = nextBeat(buffer, 0, buffer.end); beat !== null; ) {
    beats.push(beat);
    beat = nextBeat(buffer, beat.seq + 1, buffer.end);
  }
  return beats;
}

const words = (beats: readonly BeatEvent[]) =>
  beats.map(({ beat, line }) => `${beat}: ${line.text}`);

describe('a crash told in beats', () => {
  test('throw, exit signal, decision, start', () => {
    expect(words(beatsOf(essayAfter(1)))).toEqual([
      'throw: kv crashed: badarith, in handleCall({lookup,crash}).',
      'exit_signal: Exit signal badarith travels from kv <0.82.0> to simple_supervisor.',
      'decision: simple_supervisor restarts server (one_for_one, permanent; 1 of 5 in 1000 s).',
      'start: server, as kv <0.90.0>, is up again under simple_supervisor.',
    ]);
  });

  test('each lights up whom it is about', () => {
    const [thrown, signal, decision, start] = beatsOf(essayAfter(1)) as [
      BeatEvent,
      BeatEvent,
      BeatEvent,
      BeatEvent,
    ];
    expect(thrown).toMatchObject({ pids: [82], paths: ['simple_supervisor/server'] });
    expect(signal).toMatchObject({
      pids: [82, 80],
      paths: ['simple_supervisor/server', 'simple_supervisor'],
    });
    expect(decision).toMatchObject({ pids: [80, 82], paths: ['simple_supervisor/server'] });
    expect(start).toMatchObject({ pids: [80, 90], paths: ['simple_supervisor/server'] });
  });

  test('the last one: giving up, stops in reverse, the exit signal upwards', () => {
    const trace = essayAfter(5);
    trace.batch();
    demo.crashKv(trace, 94);
    demo.receiveSignal(trace, 94);
    demo.giveUp(trace, 94);
    const whole = essayAfter(5);
    const from = whole.length;
    demo.crashKv(whole, 94);
    demo.receiveSignal(whole, 94);
    demo.giveUp(whole, 94);
    const told = words(beatsOf(whole).filter(({ seq }) => seq >= from));
    expect(told).toEqual([
      'throw: kv crashed: badarith, in handleCall({lookup,crash}).',
      'exit_signal: Exit signal badarith travels from kv <0.94.0> to simple_supervisor.',
      'give_up: simple_supervisor gives up: 6 restarts within 1000 s, 5 are allowed. It stops its children in reverse order and exits shutdown.',
      'stop: simple_supervisor tells logger to shut down (500 ms).',
      'stop: simple_supervisor tells packet to shut down (500 ms).',
    ]);
  });
});

describe('no beat is', () => {
  const facts: DecisionFacts = {
    decision: 'leave',
    child: 'job',
    restart: 'temporary',
    strategy: 'one_for_one',
    reason: 'normal',
    count: 0,
    intensity: 1,
    period: 5,
    stop: [],
    start: [],
  };

  function job(): TraceWriter {
    const trace = new TraceWriter();
    trace.spawn(2, 0, 'supervisor', 'sup', 'sup');
    trace.supervisor(2, {}, [{ id: 'job' }]);
    trace.child(2, 3, 'job');
    return trace;
  }

  test('a first start, or traffic', () => {
    const trace = demo.startEssay();
    demo.traffic(trace);
    expect(beatsOf(trace)).toEqual([]);
  });

  test('a child that ends as it should and is left alone', () => {
    const trace = job();
    trace.exit(3, 2, 0, 'normal');
    trace.decide(2, 3, facts);
    expect(beatsOf(trace)).toEqual([]);
  });

  test('the signal by which an ordered stop is told back', () => {
    const trace = job();
    trace.event('child_stopping', 2, 3, 'job', 500);
    trace.event('exit_signal_sent', 2, 3, 1, 0, 'shutdown');
    trace.exit(3, 2, 2, 'killed');
    expect(beatsOf(trace).map(({ beat }) => beat)).toEqual(['stop']);
  });

  test('but a temporary child that crashed is one', () => {
    const trace = job();
    trace.crash(3, 2, 'handleInfo', 'oops');
    trace.decide(2, 3, { ...facts, reason: 'oops' });
    expect(beatsOf(trace).map(({ beat }) => beat)).toEqual(['throw', 'exit_signal', 'decision']);
  });

  test('and so is the signal of a supervisor that gave up to its own', () => {
    const trace = new TraceWriter();
    trace.spawn(2, 0, 'supervisor', 'top', 'top');
    trace.supervisor(2, {}, [{ id: 'middle', type: 'supervisor' }]);
    trace.spawn(3, 2, 'supervisor', 'middle');
    trace.started(2, 3, 'middle', false);
    trace.exit(3, 2, 0, 'shutdown');
    expect(words(beatsOf(trace))).toEqual([
      'exit_signal: Exit signal shutdown travels from middle <0.3.0> to top.',
    ]);
  });
});
