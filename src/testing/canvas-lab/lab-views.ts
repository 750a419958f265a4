import type { SupervisorFacts } from '../../runtime/trace-event.ts';
import type { View } from '../../view/view.ts';
import * as demo from '../demo-view.ts';
import { viewOf } from '../demo-view.ts';
import { TraceWriter } from '../trace-writer.ts';

/** Trees to look at, by name: the essay's in every state, and the awkward ones. */
export const LAB_VIEWS: Record<string, () => View> = {
  essay: demo.demoView,
  crash: demo.demoCrashView,
  restarting: demo.demoRestartingView,
  restarted: () => demo.demoRestartedView(2),
  last: () => demo.demoRestartedView(5),
  escalated: demo.demoEscalatedView,
  pool: () => demo.demoManyView(97),
  many: () => demo.demoManyView(1_000),
  deep: () => deepView(8),
  wide: () => wideView(3, 4),
  names: longNames,
  empty: () => viewOf(new TraceWriter()),
};

/** A supervisor in a supervisor in a supervisor, with a worker beside each. */
function deepView(depth: number): View {
  const trace = new TraceWriter();
  trace.spawn(10, 0, 'supervisor', 'top', 'top');
  let above = 10;
  let pid = 11;
  for (let level = 1; level <= depth; level++) {
    const [worker, below] = [pid++, pid++];
    const last = level === depth;
    trace.supervisor(above, flags(level), [
      { id: `worker_${level}` },
      ...(last ? [] : [{ id: `level_${level}`, type: 'supervisor' as const }]),
    ]);
    trace.after(10).child(above, worker, `worker_${level}`, { state: `#{level => ${level}}` });
    if (!last) trace.after(10).child(above, below, `level_${level}`, { behaviour: 'supervisor' });
    above = below;
  }
  return viewOf(trace);
}

const STRATEGIES = ['one_for_one', 'one_for_all', 'rest_for_one'] as const;
const flags = (index: number): Partial<SupervisorFacts> => ({
  strategy: STRATEGIES[index % 3] ?? 'one_for_one',
  intensity: index + 1,
  period: 5,
});

/** Supervisors side by side, one for each strategy, workers below. */
function wideView(supervisors: number, workers: number): View {
  const trace = new TraceWriter();
  trace.spawn(10, 0, 'supervisor', 'app_sup', 'app_sup');
  const ids = Array.from({ length: supervisors }, (_, index) => `${STRATEGIES[index % 3]}_sup`);
  trace.supervisor(10, {}, [
    { id: 'config' },
    ...ids.map((id) => ({ id, type: 'supervisor' as const })),
  ]);
  trace.after(10).child(10, 11, 'config', { name: 'config' });
  ids.forEach((id, index) => {
    const pid = 20 + index * 20;
    trace.after(10).child(10, pid, id, { behaviour: 'supervisor', name: id });
    const children = Array.from({ length: workers + index }, (_, child) => `worker_${child + 1}`);
    trace.supervisor(
      pid,
      flags(index),
      children.map((child) => ({ id: child, start: `${child}:start` })),
    );
    children.forEach((child, number) => {
      trace.after(10).child(pid, pid + 1 + number, child, { state: `#{n => ${number}}` });
    });
  });
  return viewOf(trace);
}

function longNames(): View {
  const trace = new TraceWriter();
  const long = 'the_supervisor_whose_name_somebody_found_worth_spelling_out';
  trace.spawn(10, 0, 'supervisor', long, long);
  trace.supervisor(10, { strategy: 'simple_one_for_one', intensity: 250, period: 86_400 }, [
    { id: 'session_worker_for_the_european_region' },
    { id: 'x' },
    { id: 'Ein Kind mit Leerzeichen/und Strich' },
  ]);
  trace.after(10).child(10, 11, 'session_worker_for_the_european_region', {
    name: 'session_worker_for_the_european_region_registered_elsewhere',
    state: '#{sessions => [#{user => "a very long name", since => 1234567890, path => "/a/b/c"}]}',
  });
  trace.after(10).child(10, 123_456, 'x', { name: 'y', state: '' });
  trace.after(10).child(10, 13, 'Ein Kind mit Leerzeichen/und Strich', { state: '"ß €"' });
  for (let count = 0; count < 1_234; count++) trace.send(11, 13, 'cast', 'x');
  return viewOf(trace);
}
