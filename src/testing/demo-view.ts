import { applyBatch, emptyView } from '../view/fold.ts';
import { TraceBuffer } from '../view/trace-buffer.ts';
import type { View } from '../view/view.ts';
import * as demo from './demo-trace.ts';
import { TraceWriter } from './trace-writer.ts';

/** What the page would show of a trace written by hand. */
export function viewOf(trace: TraceWriter): View {
  return applyBatch(emptyView, new TraceBuffer(4_096), trace.batch());
}

/** The essay's tree at work: messages answered, under way and queued; client_1 waits for kv, packet is busy. */
export function demoView(): View {
  const trace = demo.startEssay();
  demo.traffic(trace);
  return viewOf(trace);
}

/** kv has just crashed: its card is torn, the exit signal is under way. */
export function demoCrashView(): View {
  const trace = demo.startEssay();
  demo.traffic(trace);
  demo.crashKv(trace);
  return viewOf(trace);
}

/** The supervisor has decided: server is restarting. */
export function demoRestartingView(): View {
  const trace = demo.startEssay();
  demo.traffic(trace);
  demo.crashKv(trace);
  demo.receiveSignal(trace);
  demo.decideRestart(trace);
  return viewOf(trace);
}

/** kv is back after `crashes` crashes, 1 to 5. */
export function demoRestartedView(crashes = 2): View {
  return viewOf(essayAfter(crashes));
}

/** The sixth crash within 1000 s: the whole tree is a ruin. */
export function demoEscalatedView(): View {
  const trace = essayAfter(5);
  demo.crashKv(trace, 94);
  demo.receiveSignal(trace, 94);
  demo.giveUp(trace, 94);
  return viewOf(trace);
}

/** The essay's trace up to the restart after the last of so many crashes; kv is `89 + crashes` then. */
export function essayAfter(crashes: number): TraceWriter {
  const trace = demo.startEssay();
  demo.traffic(trace);
  let kv: number = demo.DEMO.kv;
  for (let crash = 1; crash <= crashes; crash++) {
    trace.after(5_000_000);
    demo.crashKv(trace, kv);
    demo.receiveSignal(trace, kv);
    demo.decideRestart(trace, kv, crash);
    kv = 89 + crash;
    demo.restartKv(trace, kv);
  }
  return trace;
}

/** One supervisor over `count` like workers: for many cards. */
export function demoManyView(count: number): View {
  const trace = new TraceWriter();
  const ids = Array.from({ length: count }, (_, index) => `worker_${index + 1}`);
  trace.spawn(2, 0, 'supervisor', 'pool_sup', 'pool_sup');
  trace.supervisor(
    2,
    { intensity: 10, period: 10 },
    ids.map((id) => ({ id, start: 'worker:start_link' })),
  );
  for (const [index, id] of ids.entries()) {
    trace.after(10).child(2, 3 + index, id, { module: 'worker', state: `#{n => ${index}}` });
  }
  return viewOf(trace);
}
