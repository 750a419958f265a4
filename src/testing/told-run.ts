import { BatchWriter } from '../engine/batch-writer.ts';
import { startHeadless } from '../engine/run-headless.ts';
import { defineScenario, type ScenarioDraft } from '../scenario/define-scenario.ts';
import type { Action, BootStep } from '../scenario/scenario.ts';
import { applyBatch, emptyView } from '../view/fold.ts';
import { TraceBuffer } from '../view/trace-buffer.ts';
import type { View } from '../view/view.ts';

export interface ToldRun {
  readonly buffer: TraceBuffer;
  readonly view: View;
}

/** A run of a scenario as the page knows it, up to a moment. */
export function toldRun(draft: ScenarioDraft, untilMs: number): ToldRun {
  const run = startHeadless(defineScenario(draft));
  const batches = new BatchWriter(run.world.node.trace, 'erlang');
  const buffer = new TraceBuffer();
  let view = applyBatch(emptyView, buffer, batches.write(run));
  // In parts, so that every batch is small and has its texts.
  for (let until = 0; until <= untilMs; until += 10) {
    run.advance(until * 1_000, 100_000);
    view = applyBatch(view, buffer, batches.write(run));
  }
  return { buffer, view };
}

const tree = `
import { genServer, ok, supervisor, type Self, type Supervisor, type Term } from 'otp';

interface Child { id: string; shutdown?: number; restart?: string; strategy?: Term; intensity?: number; period?: number; children?: readonly Child[]; args?: Term }

export const start = (self: Self, args: Child) =>
  supervisor.startLink(self, 'tree', args as never, { name: args.id });
export const worker = (self: Self, id: string, args: Term) =>
  genServer.startLink(self, 'worker', args, { name: id });

export default {
  init(args) {
    const { strategy = 'one_for_one', intensity = 1, period = 5, children = [] } = args as unknown as Child;
    return ok({
      flags: [strategy as string, intensity, period],
      children: children.map((child) => child.children === undefined
        ? { id: child.id, start: ['tree', 'worker', [child.id, child.args ?? null]], restart: child.restart ?? 'permanent', shutdown: child.shutdown ?? 5000 }
        : { id: child.id, start: ['tree', 'start', [child]], type: 'supervisor', restart: child.restart ?? 'permanent', shutdown: 'infinity' }),
    } as never);
  },
} satisfies Supervisor;
`;

const worker = `
import { error, noreply, ok, reply, stop, type GenServer, type Term } from 'otp';

type Doing = readonly [string, ...Term[]];

/** Does what it is told to: to crash, to be busy, to call, to link, to cast on, to start a timer. */
export default {
  init: (args, self) => {
    if (args === 'no_start' || (args === 'no_restart' && self.now() > 0)) error('no_start');
    if (args === 'deaf') self.trapExit(true);
    if (Array.isArray(args)) self.sendAfter(1, self.pid, args as never);
    return ok(0);
  },
  *handleCall(doing, _from, count, self) {
    const [what, ...rest] = doing;
    if (what === 'work') self.work(rest[0] as number);
    if (what === 'ask') yield* self.call(rest[0] as string, rest[1] as Term, rest[2] as number);
    if (what === 'sleep') yield* self.sleep(rest[0] as number);
    if (what === 'silent') return noreply(count);
    if (what === 'crash') error('bad_request');
    return reply('done', count + 1);
  },
  *handleCast(doing, count, self) {
    const [what, ...rest] = doing;
    switch (what) {
      case 'crash': return error((rest[0] ?? 'oops') as never);
      case 'stop': return stop('done_with_it', count);
      case 'work': self.work(rest[0] as number); break;
      case 'cast': self.cast(rest[0] as string, rest[1] as Term); break;
      case 'link': { const pid = self.whereis(rest[0] as string); if (pid !== undefined) self.link(pid); break; }
      case 'monitor': self.monitor(rest[0] as string); break;
      case 'timer': self.sendAfter(rest[0] as number, self.pid, rest[1] as Term); break;
      case 'ask': yield* self.call(rest[0] as string, rest[1] as Term, rest[2] as number); break;
      case 'try': try { yield* self.call(rest[0] as string, rest[1] as Term, rest[2] as number); } catch {} break;
      case 'exit': { const pid = self.whereis(rest[0] as string); if (pid !== undefined) self.exit(pid, rest[1] as string); break; }
    }
    return noreply(count + 1);
  },
  handleInfo(message, count, self) {
    if (Array.isArray(message) && message[0] === 'every') self.sendAfter(message[1] as number, self.pid, message);
    if (Array.isArray(message) && message[0] === 'boom') error('boom');
    return noreply(count + 1);
  },
} satisfies GenServer<number, Doing, Doing>;
`;

export interface Child {
  readonly id: string;
  readonly restart?: 'permanent' | 'transient' | 'temporary';
  readonly shutdown?: number;
  /** What a worker sends itself a millisecond after its start; or that its init raises (at once, or at a restart), or that it traps exits. */
  readonly args?: readonly unknown[] | 'no_start' | 'no_restart' | 'deaf';
  /** Of a supervisor. */
  readonly strategy?: 'one_for_one' | 'one_for_all' | 'rest_for_one';
  readonly intensity?: number;
  readonly period?: number;
  readonly children?: readonly Child[];
}

/** A tree of workers that do what they are told by casts and calls, at moments in milliseconds. */
export function toldTree(
  root: Child,
  script: readonly (readonly [atMs: number, action: Action])[],
  untilMs: number,
  boot: readonly BootStep[] = [],
  modules: Readonly<Record<string, string>> = {},
): ToldRun {
  return toldRun(
    {
      title: 'A tree',
      schedulingDelayUs: [1, 1],
      modules: { tree, worker, ...modules },
      boot: [{ type: 'start', module: 'tree', function: 'start', args: [root as never] }, ...boot],
      script: script.map(([atMs, action]) => ({ at: atMs * 1_000, ...action })),
    },
    untilMs,
  );
}

/** Sent from outside: the worker `target` does it. */
export const cast = (target: string, ...doing: readonly unknown[]): Action => ({
  type: 'cast',
  target,
  message: doing as never,
});
export const kill = (target: string): Action => ({ type: 'exit', target, reason: 'kill' });
export const call = (target: string, timeoutMs: number, ...doing: readonly unknown[]): Action => ({
  type: 'call',
  target,
  request: doing as never,
  timeoutMs,
});
