import { describe, expect, test } from 'vitest';
import { viewOf } from '../testing/demo-view.ts';
import { childFacts, TraceWriter } from '../testing/trace-writer.ts';
import { processAt } from './paths.ts';
import type { View } from './view.ts';

const children = (view: View, pid: number) => view.processes.get(pid)?.supervisor?.children ?? [];
const decision = {
  decision: 'restart',
  restart: 'permanent',
  reason: 'x',
  count: 1,
  intensity: 3,
  period: 5,
  stop: [],
} as const;

/** top (pid 2) over the supervisor middle (3) over leaf (4). */
function twoLevels(): TraceWriter {
  const trace = new TraceWriter();
  trace.spawn(2, 0, 'supervisor', 'top_sup', 'top');
  trace.supervisor(2, { strategy: 'one_for_all' }, [
    { id: 'middle', type: 'supervisor' },
    { id: 'other' },
  ]);
  middle(trace, 3, 4, false);
  trace.child(2, 5, 'other');
  return trace;
}

function middle(trace: TraceWriter, pid: number, leaf: number, again: boolean): void {
  trace.spawn(pid, 2, 'supervisor', 'middle_sup');
  trace.supervisor(pid, {}, [{ id: 'leaf' }]);
  trace.child(pid, leaf, 'leaf');
  trace.started(2, pid, 'middle', again);
}

/** The supervisor in the middle has ended with its child, and both are back. */
function restartMiddle(trace: TraceWriter): void {
  trace.exit(4, 3, 2, 'shutdown');
  trace.exit(3, 2, 0, 'shutdown');
  trace.decide(2, 3, {
    ...decision,
    child: 'middle',
    strategy: 'one_for_one',
    start: ['middle'],
  });
  middle(trace, 13, 14, true);
}

describe('a restarted supervisor', () => {
  test('keeps the cards of its children, with new pids', () => {
    const trace = twoLevels();
    restartMiddle(trace);
    const view = viewOf(trace);
    expect(view.processes.get(14)?.path).toBe('top/middle/leaf');
    expect(processAt(view, 'top/middle')?.pid).toBe(13);
    expect(processAt(view, 'top/middle/leaf')?.pid).toBe(14);
    expect(children(view, 2).map(({ id, current }) => [id, current])).toEqual([
      ['middle', 13],
      ['other', 5],
    ]);
  });

  test('its former processes leave after three seconds', () => {
    const trace = twoLevels();
    restartMiddle(trace);
    trace.after(2_900_000).event('called', 5, 0, 'tick');
    expect([...viewOf(trace).processes.keys()]).toEqual([2, 3, 4, 5, 13, 14]);
    const later = twoLevels();
    restartMiddle(later);
    later.after(3_000_000).event('called', 5, 0, 'tick');
    expect([...viewOf(later).processes.keys()]).toEqual([2, 5, 13, 14]);
  });

  test('a living process it leaves behind goes on without a supervisor', () => {
    const trace = twoLevels();
    trace.exit(3, 2, 2, 'killed');
    trace.decide(2, 3, {
      ...decision,
      child: 'middle',
      strategy: 'one_for_one',
      start: ['middle'],
    });
    middle(trace, 13, 14, true);
    trace.after(3_000_000).event('called', 5, 0, 'tick');
    const view = viewOf(trace);
    expect(view.roots).toEqual([2, 4]);
    expect(view.processes.get(4)).toMatchObject({ supervisedBy: 0, path: '<0.4.0>' });
  });
});

describe('one_for_all', () => {
  test('stopped siblings that will be started again are restarting', () => {
    const trace = twoLevels();
    trace.after(50).exit(5, 2, 1, 'oops');
    trace.after(50).decide(2, 5, {
      ...decision,
      child: 'other',
      strategy: 'one_for_all',
      stop: ['middle'],
      start: ['middle', 'other'],
    });
    trace.after(50).event('child_stopped', 2, 3, 'middle', 0, 'shutdown');
    expect(children(viewOf(trace), 2).map(({ current }) => current)).toEqual([
      'restarting',
      'restarting',
    ]);
  });

  test('a child stopped later by hand is not', () => {
    const trace = twoLevels();
    trace.after(50).exit(5, 2, 1, 'oops');
    trace.decide(2, 5, {
      ...decision,
      child: 'other',
      strategy: 'one_for_all',
      start: ['middle', 'other'],
    });
    trace.child(2, 15, 'other', { again: true });
    trace.after(50).exit(15, 2, 2, 'shutdown');
    trace.event('child_stopped', 2, 15, 'other', 0, 'shutdown');
    expect(children(viewOf(trace), 2).map(({ current }) => current)).toEqual([3, 'undefined']);
  });
});

describe('simple_one_for_one', () => {
  function sessions(): TraceWriter {
    const trace = new TraceWriter();
    trace.spawn(2, 0, 'supervisor', 'session_sup', 'sessions');
    trace.supervisor(2, { strategy: 'simple_one_for_one' }, [
      { id: 'session', restart: 'transient' },
    ]);
    for (const pid of [3, 4, 5]) trace.child(2, pid, 'session');
    return trace;
  }
  const pids = (view: View) => children(view, 2).map(({ id }) => id);

  test('its instances go by their pids', () => {
    const view = viewOf(sessions());
    expect(pids(view)).toEqual(['<0.3.0>', '<0.4.0>', '<0.5.0>']);
    expect(view.processes.get(4)?.path).toBe('sessions/<0.4.0>');
    expect(view.processes.get(2)?.supervisor?.template?.id).toBe('session');
  });

  test('a restarted instance takes the place of the dead one', () => {
    const trace = sessions();
    trace.exit(4, 2, 1, 'oops');
    trace.decide(2, 4, {
      ...decision,
      child: 'session',
      strategy: 'simple_one_for_one',
      start: ['session'],
    });
    trace.child(2, 9, 'session', { again: true });
    const view = viewOf(trace);
    expect(pids(view)).toEqual(['<0.3.0>', '<0.9.0>', '<0.5.0>']);
    expect(children(view, 2)[1]?.incarnations.map(({ pid }) => pid)).toEqual([4, 9]);
  });

  test('one that is not started again stays for a while, then goes', () => {
    const trace = sessions();
    trace.exit(4, 2, 0, 'normal');
    trace.decide(2, 4, {
      ...decision,
      decision: 'leave',
      child: 'session',
      strategy: 'simple_one_for_one',
      start: [],
    });
    const soon = viewOf(trace);
    expect(children(soon, 2)[1]).toMatchObject({
      id: '<0.4.0>',
      current: 'undefined',
      removedAt: soon.at,
    });
    const later = sessions();
    later.exit(4, 2, 0, 'normal');
    later.decide(2, 4, {
      ...decision,
      decision: 'leave',
      child: 'session',
      strategy: 'simple_one_for_one',
      start: [],
    });
    later.after(3_000_000).event('called', 5, 0, 'tick');
    expect(pids(viewOf(later))).toEqual(['<0.3.0>', '<0.5.0>']);
  });
});

describe('dynamic children', () => {
  test('a child counted in before its spec is told gets it afterwards', () => {
    const trace = twoLevels();
    trace.child(2, 20, 'extra');
    trace.fact('child_added', 2, 0, 'extra', 0, childFacts({ id: 'extra', restart: 'temporary' }));
    const view = viewOf(trace);
    expect(children(view, 2).at(-1)).toMatchObject({
      id: 'extra',
      current: 20,
      restart: 'temporary',
    });
    expect(view.processes.get(20)?.path).toBe('top/extra');
  });

  test('a temporary child that died is shown until it leaves', () => {
    const trace = twoLevels();
    trace.child(2, 20, 'extra');
    trace.exit(20, 2, 1, 'oops');
    trace.decide(2, 20, {
      ...decision,
      decision: 'leave',
      child: 'extra',
      strategy: 'one_for_all',
      start: [],
    });
    trace.event('child_removed', 2, 0, 'extra');
    const view = viewOf(trace);
    expect(children(view, 2).at(-1)).toMatchObject({ id: 'extra', removedAt: view.at });
    trace.after(3_000_000).event('called', 5, 0, 'tick');
  });

  test('a spec without a process goes at once', () => {
    const trace = twoLevels();
    trace.fact('child_added', 2, 0, 'ghost', 0, childFacts({ id: 'ghost' }));
    trace.event('child_started', 2, 0, 'ghost', 0);
    trace.event('child_removed', 2, 0, 'ghost');
    expect(children(viewOf(trace), 2).map(({ id }) => id)).toEqual(['middle', 'other']);
  });
});

describe('a code change of a supervisor', () => {
  function changed(): TraceWriter {
    const trace = twoLevels();
    const specs = [{ id: 'new' }, { id: 'other', shutdown: 9 }, { id: 'middle' }];
    trace.supervisor(2, { strategy: 'rest_for_one', intensity: 7 }, specs, 'code_change');
    return trace;
  }

  test('new flags, specs and their order are shown, and who runs stays', () => {
    const view = viewOf(changed());
    expect(view.processes.get(2)?.supervisor?.flags).toMatchObject({ intensity: 7 });
    expect(
      children(view, 2).map(({ id, shutdown, current }) => [id, shutdown, current]),
    ).toMatchObject([
      ['new', '500', 'undefined'],
      ['other', '9', 5],
      ['middle', expect.anything(), 3],
    ]);
  });

  test('what happens next finds its child', () => {
    const trace = changed();
    trace.child(2, 6, 'new');
    trace.exit(5, 2, 0, 'normal');
    const later = viewOf(trace);
    expect(children(later, 2).map(({ current }) => current)).toEqual([6, 5, 3]);
    expect(later.processes.get(6)?.path).toBe('top/new');
    expect(children(later, 2)[1]?.incarnations).toMatchObject([{ pid: 5, reason: 'normal' }]);
  });

  test('instances go by the new template', () => {
    const trace = new TraceWriter();
    const flags = { strategy: 'simple_one_for_one' } as const;
    trace.spawn(2, 0, 'supervisor', 'top_sup', 'top');
    trace.supervisor(2, flags, [{ id: 'session' }]);
    trace.child(2, 3, 'session');
    trace.supervisor(2, flags, [{ id: 'guest', restart: 'transient' }], 'code_change');
    const view = viewOf(trace);
    expect(view.processes.get(2)?.supervisor?.template).toMatchObject({ id: 'guest' });
    expect(children(view, 2)).toMatchObject([{ id: '<0.3.0>', restart: 'transient', current: 3 }]);
  });
});

describe('processes without a supervisor', () => {
  test('the dead stay for three seconds', () => {
    const trace = new TraceWriter();
    trace.spawn(3, 0, 'process', 'client', 'client_1');
    trace.spawn(4, 0, 'process', 'client', 'client_2');
    trace.exit(3, 0, 0, 'normal', 'client_1');
    trace.after(2_999_999).event('called', 4, 0, 'run');
    const buffer = trace.after(1);
    buffer.event('called', 4, 0, 'run');
    expect(viewOf(trace).roots).toEqual([4]);
  });

  test('a new process under the name of a dead one takes its card', () => {
    const trace = twoLevels();
    trace.exit(4, 3, 2, 'shutdown');
    trace.exit(3, 2, 2, 'shutdown');
    trace.exit(5, 2, 2, 'shutdown');
    trace.exit(2, 0, 0, 'shutdown', 'top');
    trace.spawn(12, 0, 'supervisor', 'top_sup', 'top');
    const view = viewOf(trace);
    expect(view.roots).toEqual([12]);
    expect([...view.processes.keys()]).toEqual([12]);
  });

  test('a name given up is not shown any more', () => {
    const trace = new TraceWriter();
    trace.spawn(3, 0, 'process', 'client', 'client_1');
    trace.event('unregistered', 3, 0, 'client_1');
    trace.event('called', 3, 0, 'run');
    expect(viewOf(trace).processes.get(3)).toMatchObject({ name: null, path: '<0.3.0>' });
  });
});
