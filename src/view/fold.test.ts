import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import * as demo from '../testing/demo-trace.ts';
import {
  demoCrashView,
  demoEscalatedView,
  demoRestartedView,
  demoRestartingView,
  demoView,
  essayAfter,
  viewOf,
} from '../testing/demo-view.ts';
import { randomTrace, writeDraws } from '../testing/random-trace.ts';
import { TraceWriter } from '../testing/trace-writer.ts';
import { applyBatch, applyEvents, emptyView } from './fold.ts';
import { processAt } from './paths.ts';
import { TraceBuffer } from './trace-buffer.ts';
import type { ChildView, View } from './view.ts';

const { DEMO } = demo;
const process = (view: View, pid: number) => view.processes.get(pid);
const children = (view: View, pid: number = DEMO.supervisor): readonly ChildView[] =>
  process(view, pid)?.supervisor?.children ?? [];
const child = (view: View, id: string) => children(view).find((one) => one.id === id);

/** Folds the batch in parts of these sizes, over and over. */
function foldInParts(trace: TraceWriter, sizes: readonly number[]): View {
  const buffer = new TraceBuffer();
  const batch = trace.batch();
  buffer.append(batch);
  let view = emptyView;
  for (let from = 0, turn = 0; from < batch.count; turn++) {
    const to = Math.min(batch.count, from + (sizes[turn % sizes.length] as number));
    view = applyEvents(view, buffer, from, to);
    from = to;
  }
  return view;
}

describe('what React relies on', () => {
  test('one batch or one by one gives the same view', () => {
    fc.assert(
      fc.property(
        randomTrace(),
        fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1 }),
        (draws, sizes) => {
          const write = () => {
            const trace = new TraceWriter();
            writeDraws(trace, draws);
            return trace;
          };
          expect(foldInParts(write(), sizes)).toEqual(foldInParts(write(), [10_000]));
        },
      ),
      { numRuns: 300 },
    );
  });

  test('so does the whole story of an escalation', () => {
    const write = () => {
      const trace = essayAfter(5);
      demo.crashKv(trace, 94);
      demo.receiveSignal(trace, 94);
      demo.giveUp(trace, 94);
      return trace;
    };
    expect(foldInParts(write(), [1])).toEqual(foldInParts(write(), [10_000]));
  });

  test('a process that no event touched keeps its identity', () => {
    const trace = demo.startEssay();
    const buffer = new TraceBuffer();
    const before = applyBatch(emptyView, buffer, trace.batch());
    demo.crashKv(trace);
    const after = applyBatch(before, buffer, trace.batch());
    expect(process(after, DEMO.kv)).not.toBe(process(before, DEMO.kv));
    expect(process(after, DEMO.packet)).toBe(process(before, DEMO.packet));
    expect(process(after, DEMO.logger)).toBe(process(before, DEMO.logger));
  });

  test('the view before stays as it was', () => {
    const trace = demo.startEssay();
    const buffer = new TraceBuffer();
    const before = applyBatch(emptyView, buffer, trace.batch());
    const copy = structuredClone(before);
    demo.traffic(trace);
    demo.crashKv(trace);
    demo.receiveSignal(trace);
    demo.decideRestart(trace);
    demo.restartKv(trace, 90);
    applyBatch(before, buffer, trace.batch());
    expect(before).toEqual(copy);
  });

  test('a batch without events changes nothing', () => {
    const view = demoView();
    expect(applyEvents(view, new TraceBuffer(), view.seq, view.seq)).toBe(view);
  });
});

describe('the essay', () => {
  test('its tree stands, ids and names apart', () => {
    const view = demoView();
    expect(children(view).map(({ id, current }) => [id, current])).toEqual([
      ['packet', 81],
      ['server', 82],
      ['logger', 83],
    ]);
    expect(view.names.get('kv')).toBe(DEMO.kv);
    expect(process(view, DEMO.kv)?.path).toBe('simple_supervisor/server');
    expect(view.roots).toEqual([1, 80, 84, 85, 86]);
  });

  test('states come with the end of the batch', () => {
    expect(process(demoView(), DEMO.kv)?.state).toBe('#{apples => 3}');
  });

  test('a caller waits for the one it called, a worker is busy, mail queues up', () => {
    const view = demoView();
    expect(process(view, 84)?.status).toEqual({ type: 'waiting', kind: 'call', peer: DEMO.kv });
    expect(process(view, DEMO.packet)).toMatchObject({ status: { type: 'busy' }, mailbox: 4 });
    expect(process(view, DEMO.logger)?.handlers).toEqual(['simple_logger']);
  });

  test('messages are under way until they are received', () => {
    const waiting = demoView().messages.filter((message) => message.receivedAt === null);
    expect(waiting.map(({ kind, to }) => [kind, to])).toEqual([
      ['cast', DEMO.packet],
      ['cast', DEMO.packet],
      ['cast', DEMO.packet],
      ['cast', DEMO.packet],
      ['call', DEMO.kv],
      ['notify', DEMO.logger],
    ]);
  });
});

describe('a crash', () => {
  test('leaves the card with its name, its reason and the signal under way', () => {
    const view = demoCrashView();
    const kv = process(view, DEMO.kv);
    expect(kv?.name).toBe('kv');
    expect(kv?.status).toMatchObject({ type: 'exited', how: 'crashed', reason: 'badarith' });
    expect(view.names.has('kv')).toBe(false);
    expect(view.crashes).toBe(1);
    expect(view.messages.at(-1)).toMatchObject({
      kind: 'exit_signal',
      to: DEMO.supervisor,
      receivedAt: null,
    });
    expect(child(view, 'server')?.current).toBe(DEMO.kv);
  });

  test.each([
    [0, 'normal', 0],
    [1, 'shutdown', 0],
    [0, '{shutdown,done}', 0],
    [1, '{badarith,[{m,run}]}', 1],
    [0, 'enough', 1],
    [2, 'killed', 1],
  ] as const)(
    'is counted once if the end is abnormal, whatever ends it: %s %s',
    (how, reason, count) => {
      const trace = new TraceWriter();
      trace.spawn(2, 0, 'process', 'm');
      if (how === 1) trace.event('crashed', 2, 0, 'run', 0, reason);
      trace.exit(2, 0, how, reason);
      expect(viewOf(trace).crashes).toBe(count);
    },
  );

  test('loses the mail of the dead', () => {
    const lost = demoCrashView().messages.filter((message) => message.lost);
    expect(lost.map(({ kind, to }) => [kind, to])).toEqual([['call', DEMO.kv]]);
  });

  test('makes its child restarting when the supervisor has decided', () => {
    const view = demoRestartingView();
    expect(child(view, 'server')?.current).toBe('restarting');
    expect(process(view, DEMO.supervisor)?.supervisor).toMatchObject({
      restarts: [expect.any(Number)],
      lastDecision: { count: 1 },
    });
    expect(processAt(view, 'simple_supervisor/server')?.pid).toBe(DEMO.kv);
  });

  test('ends with a new pid on the same card', () => {
    const view = demoRestartedView(2);
    const server = child(view, 'server');
    expect(server).toMatchObject({ current: 91, restarts: 2 });
    expect(server?.incarnations.map(({ pid, reason }) => [pid, reason])).toEqual([
      [82, 'badarith'],
      [90, 'badarith'],
      [91, null],
    ]);
    expect(processAt(view, 'simple_supervisor/server')?.pid).toBe(91);
    expect(view.restarts).toBe(2);
  });

  test('a starting child already stands on its card', () => {
    const trace = demo.startEssay();
    demo.crashKv(trace);
    demo.receiveSignal(trace);
    demo.decideRestart(trace);
    trace.spawn(90, DEMO.supervisor, 'gen_server', 'kv', 'kv');
    const view = viewOf(trace);
    expect(process(view, 90)).toMatchObject({
      path: 'simple_supervisor/server',
      status: { type: 'starting' },
    });
    expect(processAt(view, 'simple_supervisor/server')?.pid).toBe(90);
    expect(child(view, 'server')?.current).toBe('restarting');
  });

  test('the sixth within the period ruins the tree, which stays to be seen', () => {
    const view = demoEscalatedView();
    expect(process(view, DEMO.supervisor)?.status).toMatchObject({
      type: 'exited',
      reason: 'shutdown',
    });
    expect(children(view).map(({ current }) => current)).toEqual([
      'undefined',
      'undefined',
      'undefined',
    ]);
    expect(view.roots).toContain(DEMO.supervisor);
    expect(processAt(view, 'simple_supervisor/packet')?.status).toMatchObject({
      reason: 'shutdown',
    });
  });
});

describe('the handlers of a gen_event manager', () => {
  test('stand in the order in which they are visited', () => {
    const trace = demo.startEssay();
    trace.event('handler_added', DEMO.logger, 0, 'file', 0);
    expect(process(viewOf(trace), DEMO.logger)?.handlers).toEqual(['file', 'simple_logger']);
  });

  test('a swapped one takes the place of the old one', () => {
    const trace = demo.startEssay();
    trace.event('handler_added', DEMO.logger, 0, 'file', 0);
    trace.event('handler_removed', DEMO.logger, 0, 'simple_logger', 1, 'swapped');
    trace.event('handler_added', DEMO.logger, 0, 'better_logger', 1);
    expect(process(viewOf(trace), DEMO.logger)?.handlers).toEqual(['file', 'better_logger']);
  });
});

describe('a name in global', () => {
  test.each([
    ['alone', ['{global,kv}'], '{global,kv}'],
    ['before a local one', ['{global,kv}', 'kv'], 'kv'],
    ['after a local one', ['kv', '{global,kv}'], 'kv'],
  ])('is what a process is called %s', (_how, names, called) => {
    const trace = new TraceWriter();
    trace.spawn(1, 0, 'gen_server', 'server');
    for (const name of names) trace.event('registered', 1, 0, name, name === 'kv' ? 0 : 1);
    const buffer = new TraceBuffer();
    const view = applyBatch(emptyView, buffer, trace.batch());
    expect(process(view, 1)?.name).toBe(called);
    expect(buffer.names.name(1 as never)).toBe(called);
    for (const name of names) expect(view.names.get(name)).toBe(1);
  });

  test('is given up without the local one', () => {
    const trace = new TraceWriter();
    trace.spawn(1, 0, 'gen_server', 'server', 'kv');
    trace.event('registered', 1, 0, '{global,kv}', 1);
    trace.event('unregistered', 1, 0, '{global,kv}');
    const view = viewOf(trace);
    expect(process(view, 1)?.name).toBe('kv');
    expect([...view.names]).toEqual([['kv', 1]]);
  });
});
