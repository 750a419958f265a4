import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import essay from '../content/scenarios/essay/scenario.ts';
import { BatchWriter } from '../engine/batch-writer.ts';
import { startHeadless } from '../engine/run-headless.ts';
import { SupervisorData } from '../otp/supervisor/data.ts';
import type { Node } from '../runtime/node.ts';
import { type Process, REPLIED } from '../runtime/process.ts';
import type { Pid } from '../runtime/term.ts';
import type { Action } from '../scenario/scenario.ts';
import { bushyScenario } from '../testing/bushy-scenario.ts';
import { randomSystem } from '../testing/random-system.ts';
import { batchOf } from '../testing/trace-buffer-of.ts';
import { applyBatch, emptyView } from './fold.ts';
import { TraceBuffer } from './trace-buffer.ts';
import type { SupervisorView, View } from './view.ts';

/** Kills and crashes at random moments, some of them in quick succession. */
const actionsOn = (...targets: string[]): fc.Arbitrary<readonly (readonly [number, Action])[]> =>
  fc.array(
    fc.tuple(
      fc.constantFrom(0, 1, 20, 300, 2_000),
      fc.oneof(
        fc.record({
          type: fc.constant('exit' as const),
          target: fc.constantFrom(...targets),
          reason: fc.constantFrom('kill', 'normal', 'boom', 'shutdown'),
        }),
        fc.record({
          type: fc.constant('crash_next' as const),
          target: fc.constantFrom(...targets),
          reason: fc.constant('oops'),
        }),
      ),
    ),
    { maxLength: 12 },
  );

const essayTargets = [
  'kv',
  'my_simple_event_logger',
  'simple_supervisor',
  'alice',
  'packet_assembler',
];
const bushyTargets = ['a', 'b', 'c', 'x', 'y', 'z', 'chain', 'all', 'sessions', 'top', 'opener'];
const sessions = Array.from({ length: 12 }, (_, index) => `<0.${90 + index}.0>`);

describe('what the view says is what the runtime has, whatever is killed', () => {
  test.each([
    ['the essay', essay, actionsOn(...essayTargets)],
    ['a bushy tree', bushyScenario, actionsOn(...bushyTargets, ...sessions)],
  ] as const)('in %s', (_name, scenario, actions) => {
    fc.assert(
      fc.property(actions, fc.integer({ min: 1, max: 1_000 }), (acts, seed) => {
        const run = startHeadless(scenario, { seed });
        const batches = new BatchWriter(run.world.node.trace, 'erlang');
        const buffer = new TraceBuffer();
        let view = applyBatch(emptyView, buffer, batches.write(run));
        let until = 500_000;
        run.advance(until, 10_000);
        for (const [afterMs, action] of acts) {
          run.act(action);
          view = applyBatch(view, buffer, batches.write(run));
          until += afterMs * 1_000;
          run.advance(until, 2_000);
          view = applyBatch(view, buffer, batches.write(run));
          expect(told(view)).toEqual(real(run.world.node));
        }
      }),
      { numRuns: RUNS },
    );
  });

  test('in a random system, whose code is changed', () => {
    const plans = fc.array(fc.constantFrom(2, 10, 13, 14, 15), { minLength: 1, maxLength: 8 });
    const strides = fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(fc.nat(10_000), plans, strides, (seed, plan, allSteps) => {
        const { world, node, events } = randomSystem(seed, plan);
        for (const steps of allSteps) {
          world.advance(Number.POSITIVE_INFINITY, steps);
          node.trace.flush();
          const batch = batchOf(events, node.trace.strings);
          const view = applyBatch(emptyView, new TraceBuffer(), batch);
          expect(told(view)).toEqual(real(node));
          for (const [shown, flags] of flagsOf(view, node)) expect(shown).toEqual(flags);
        }
      }),
      { numRuns: 5 * RUNS },
    );
  });
});

const RUNS = 12;

/** The flags of each supervisor whose init is over: as the view tells them, and as they are. */
const flagsOf = (view: View, node: Node) =>
  node.processes.flatMap((process) => {
    if (process === null || !(process.data instanceof SupervisorData)) return [];
    const told = view.processes.get(process.pid.id)?.supervisor;
    return told ? [[told.flags, process.data.flags]] : [];
  });

interface Told {
  readonly names: Readonly<Record<string, number>>;
  readonly living: Readonly<Record<number, unknown>>;
}

function told(view: View): Told {
  const living: Record<number, unknown> = {};
  const isAlive = (pid: number | string): number | null =>
    typeof pid === 'number' && view.processes.get(pid)?.status.type !== 'exited' ? pid : null;
  const childrenTold = (supervisor: SupervisorView | null) => {
    const present = (supervisor?.children ?? []).filter(({ removedAt }) => removedAt === null);
    return supervisor?.template
      ? inOrder(present.map(({ current }) => isAlive(current)))
      : present.map(({ id, current }) => [id, isAlive(current)]);
  };
  for (const process of view.processes.values()) {
    if (process.status.type === 'exited') continue;
    const { pid, name, mailbox, behaviour, module, supervisor } = process;
    living[pid] = {
      name,
      mailbox,
      behaviour,
      module,
      links: [...process.links].sort((a, b) => a - b),
      children: childrenTold(supervisor),
    };
  }
  return { names: Object.fromEntries(view.names), living };
}

function real(node: Node): Told {
  const names: Record<string, number> = {};
  const living: Record<number, unknown> = {};
  for (const process of node.processes) {
    if (process === null) continue;
    if (process.name !== null) names[process.name] = process.pid.id;
    living[process.pid.id] = {
      name: process.name,
      mailbox: mailOf(process),
      behaviour: process.behaviour.name,
      module: process.module,
      links: linksOf(process),
      children: childrenOf(node, process),
    };
  }
  return { names, living };
}

function linksOf({ links }: Process): number[] {
  const pids = links instanceof Map ? [...links.values()] : links === null ? [] : [links];
  return pids.map(({ id }) => id).sort((a, b) => a - b);
}

/** Answers do not stand in the queue but wait in a place of their own. */
function mailOf({ head, outcome }: Process): number {
  let count = outcome === REPLIED ? 1 : 0;
  for (let message = head; message !== null; message = message.next) count++;
  return count;
}

function childrenOf(node: Node, { data, behaviour }: Process) {
  if (behaviour.name !== 'supervisor' || !(data instanceof SupervisorData)) return [];
  const { dynamic, isSimple, job } = data;
  if (isSimple) return inOrder([...dynamic].map(({ pid }) => alive(node, pid)));
  // What start_child adds has a card before it has a spec: as long as its start takes.
  const children = job?.type === 'start_child' ? [...data.children, job.child] : data.children;
  return children.map(({ key, pid }) => [key, alive(node, pid)]);
}

const alive = (node: Node, pid: Pid | string): number | null =>
  typeof pid === 'object' && node.find(pid) !== null ? pid.id : null;

/** A restarted instance keeps its place on the canvas, and goes to the end in the supervisor's list. */
const inOrder = (pids: readonly (number | null)[]) =>
  pids.filter((pid) => pid !== null).sort((a, b) => a - b);
