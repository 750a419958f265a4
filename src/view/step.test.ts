import { expect, test } from 'vitest';
import { bushyScenario } from '../testing/bushy-scenario.ts';
import { cast, kill, type ToldRun, toldRun, toldTree } from '../testing/told-run.ts';
import { abc, NEXT_MS, newest } from '../testing/why-told.ts';
import { type StepPart, stepOf } from './step.ts';
import type { TraceBuffer } from './trace-buffer.ts';

function told({ buffer }: ToldRun, seq: number) {
  const step = stepOf(buffer, seq);
  const text = (part: StepPart | null | undefined) => part?.text ?? null;
  return {
    input: text(step?.input),
    outputs: step?.outputs.map(text),
    state: text(step?.state),
    crash: text(step?.crash),
    after: text(step?.after),
  };
}

test('a callback that sends and changes the state, from each of its events', () => {
  const run = toldTree(abc, [[10, cast('a', 'cast', 'b', ['work', 1])]], NEXT_MS);
  const expected = {
    input: 'a handles {cast,b,{work,1}} in handle_cast.',
    outputs: ['a casts {work,1} to b.'],
    state: 'The state of a is now 1.',
    crash: null,
    after: null,
  };
  expect(told(run, newest(run, 'received', /^a handles/))).toEqual(expected);
  expect(told(run, newest(run, 'sent', /^a casts/))).toEqual(expected);
  expect(told(run, newest(run, 'state_changed', /of a/))).toEqual(expected);
});

test('a crash: what terminate and the end do belongs to it', () => {
  const run = toldTree(abc, [[10, cast('b', 'crash')]], NEXT_MS);
  expect(told(run, newest(run, 'crashed'))).toEqual({
    input: 'b handles [crash] in handle_cast.',
    outputs: [
      'b runs terminate({oops,[{worker,handle_cast}]}).',
      'Report error_report from b: oops.',
      'Report crash_report from b: oops.',
      'b <0.83.0> gives up the name b.',
      'Exit signal oops travels from b <0.83.0> to sup.',
    ],
    state: null,
    crash: 'b crashed: oops, in handle_cast(crash).',
    after: 'b <0.83.0> has ended: oops.',
  });
});

test('what is lost with a mailbox belongs to the step of the death', () => {
  const run = toldTree(
    abc,
    [
      [10, cast('b', 'crash')],
      [10, cast('b', 'late')],
    ],
    NEXT_MS,
  );
  const { crash, outputs } = told(run, newest(run, 'dropped'));
  expect(crash).toMatch(/^b crashed: oops/);
  expect(outputs?.join()).toMatch(/late/);
});

test('a supervisor that restarts, and waits for the start', () => {
  const run = toldTree(abc, [[10, kill('b')]], NEXT_MS);
  expect(told(run, newest(run, 'decided'))).toEqual({
    input: expect.stringMatching(/^sup receives|^sup handles \{'EXIT',<0.83.0>,killed\} from b/),
    outputs: [
      expect.stringMatching(/^Report child_terminated from sup/),
      'sup restarts b (one_for_one, permanent; 1 of 5 in 5 s).',
      'sup spawns b <0.85.0> (gen_server worker).',
      'sup and b are linked.',
      'b <0.85.0> registers as b.',
    ],
    state: null,
    crash: null,
    after: 'sup waits for b <0.85.0> to start.',
  });
});

test('a command is part of no step', () => {
  const run = toldTree(abc, [[10, kill('b')]], NEXT_MS);
  expect(stepOf(run.buffer, newest(run, 'command_applied'))).toBeNull();
});

test('steps of one process do not overlap, and every event of it is in one', () => {
  const { buffer } = toldRun(bushyScenario, 3_000);
  expect(buffer.end).toBeGreaterThan(100);
  for (const { pid, first, end } of steps(buffer)) {
    for (let seq = first; seq < end; seq++) {
      const step = stepOf(buffer, seq);
      if (step?.pid === pid) expect([step.first, step.end]).toEqual([first, end]);
    }
  }
});

function* steps(buffer: TraceBuffer) {
  for (let seq = 0; seq < buffer.end; seq++) {
    const step = stepOf(buffer, seq);
    if (step !== null) yield step;
  }
}
