import { expect, test } from 'vitest';
import type { BeatOnShow } from '../../store/playground-state.ts';
import { demoCrashView, demoRestartedView, demoView } from '../../testing/demo-view.ts';
import { emptyView } from '../../view/fold.ts';
import type { ProcessView, View } from '../../view/view.ts';
import { goesOn, lastSupervisor, sayBootFailure, sayRunning } from './story.ts';

const told = (beat: BeatOnShow['beat'], pids: readonly number[]) =>
  ({ beat, pids, paths: [], holdMs: 0 }) as unknown as BeatOnShow;

const supervisorOf = (view: View) =>
  [...view.processes.values()].find(({ supervisor }) => supervisor !== null) as ProcessView;

test('a story goes on from the crash until the child is up again', () => {
  expect(goesOn(demoCrashView(), told('throw', [82]))).toBe(true);
  const restarted = demoRestartedView();
  expect(goesOn(restarted, told('decision', [supervisorOf(restarted).pid]))).toBe(false);
  expect(goesOn(demoCrashView(), told('start', [82]))).toBe(false);
});

test('a crash without a supervisor is over at once', () =>
  expect(goesOn(demoView(), told('throw', [9_999]))).toBe(false));

test.each([
  '#{start => {kv,start,[1]},reason => {badarith,[{kv,init}]}}',
  '{start: {kv,start,[1]}, reason: badarith}',
])('a boot that failed: %s', (report) =>
  expect(sayBootFailure(report)).toBe(
    'The start of {kv,start,[1]} failed: badarith. Press R to start again.',
  ),
);

test('the tree is gone when its last supervisor has ended', () => {
  const view = demoView();
  expect(lastSupervisor(view)).toBeNull();
  const processes = new Map(view.processes);
  for (const [pid, process] of processes) {
    const status = { type: 'exited', reason: 'shutdown', how: 'normal', at: 0 } as const;
    if (process.supervisor !== null) processes.set(pid, { ...process, status });
  }
  expect(lastSupervisor({ ...view, processes })?.name).toBe(supervisorOf(view).name);
});

test('too fast for beats, crashes and restarts are told as counts', () => {
  const view = { ...emptyView, crashes: 12, restarts: 1 };
  expect(sayRunning({ view, speed: 1 })).toBe('Running.');
  expect(sayRunning({ view, speed: 20 })).toBe(
    'Running, too fast to tell each: 12 crashes, 1 restart so far.',
  );
  expect(sayRunning({ view: emptyView, speed: 20 })).toMatch(/^Running\. Kill/);
});
