import fc from 'fast-check';
import { expect, test } from 'vitest';
import essay from '../content/scenarios/essay/scenario.ts';
import { BatchWriter } from '../engine/batch-writer.ts';
import { startHeadless } from '../engine/run-headless.ts';
import type { Data as ManagerData } from '../otp/gen-event/data.ts';
import type { Data as MachineData } from '../otp/gen-statem/data.ts';
import { oldestFirst } from '../otp/gen-statem/queue.ts';
import { formatTerm } from '../runtime/format-term.ts';
import type { Node } from '../runtime/node.ts';
import { type Process, SUSPENDED } from '../runtime/process.ts';
import { defineScenario } from '../scenario/define-scenario.ts';
import type { Action } from '../scenario/scenario.ts';
import { applyBatch, emptyView } from './fold.ts';
import { TraceBuffer } from './trace-buffer.ts';
import type { ProcessView, View } from './view.ts';

const door = `
import { genStatem, genericTimeout, keepStateAndData, nextState, okState, postpone, repeatState, replyTo, stateTimeout } from 'otp';

export const start = (self) => genStatem.startLink(self, 'door', null, { name: 'door' });
export const other = (self, [state, data]) => [state === 'open' ? 'shut' : 'open', data + 1];

export default {
  callbackMode: () => 'handle_event_function',
  init: () => okState('shut', 0, genericTimeout('first', 700, 'now')),
  handleEvent(type, content, state, data) {
    if (typeof type !== 'string' && type[0] === 'call')
      return state === 'open' ? keepStateAndData(replyTo(type[1], data)) : keepStateAndData(postpone());
    switch (content) {
      case 'open': return nextState('open', data + 1, stateTimeout(900, 'close'));
      case 'close': return nextState('shut', data);
      case 'jam': return nextState(['jammed', data], data);
      case 'later': return state === 'open' ? keepStateAndData() : keepStateAndData(postpone());
      case 'again': return repeatState(data + 1, genericTimeout('again', 300, 'never'));
      case 'nothing': return keepStateAndData(genericTimeout('again', 'infinity', null));
      default: return keepStateAndData();
    }
  },
};
`;

const porter = `
import { sys } from 'otp';

export function* run(self) {
  for (;;) {
    const what = yield* self.receive();
    if (what === 'suspend') yield* sys.suspend(self, 'door');
    if (what === 'resume') yield* sys.resume(self, 'door');
    if (what === 'replace') yield* sys.replaceState(self, 'door', ['door', 'other']);
  }
}
`;

const scenario = defineScenario({
  title: 'A door',
  description: 'A door that postpones, and a porter who suspends it.',
  seed: 3,
  modules: { door, porter },
  boot: [
    { type: 'start', module: 'door', function: 'start', args: [] },
    { type: 'spawn', name: 'porter', module: 'porter', function: 'run', args: [] },
  ],
  script: [],
});

const actions: fc.Arbitrary<readonly Action[]> = fc.array(
  fc.oneof(
    fc
      .constantFrom('open', 'close', 'jam', 'later', 'again', 'nothing')
      .map((message) => ({ type: 'cast', target: 'door', message }) as const),
    fc.constant({ type: 'call', target: 'door', request: 'how', timeoutMs: 400 } as const),
    fc
      .constantFrom('suspend', 'resume', 'replace')
      .map((message) => ({ type: 'info', target: 'porter', message }) as const),
    fc.constant({ type: 'exit', target: 'porter', reason: 'kill' } as const),
  ),
  { maxLength: 30 },
);

test('what the view says of a state machine is what the runtime has, whatever it is told', () => {
  const seen = { transitions: 0, postponed: 0, timeouts: 0, suspended: 0 };
  fc.assert(
    fc.property(actions, fc.integer({ min: 1, max: 1_000 }), (acts, seed) => {
      const run = startHeadless(scenario, { seed });
      const batches = new BatchWriter(run.world.node.trace, 'javascript');
      const buffer = new TraceBuffer();
      let view: View = emptyView;
      let until = 500_000;
      for (const action of acts) {
        run.advance(until, 10_000);
        run.act(action);
        until += 150_000;
        run.advance(until, 10_000);
        view = applyBatch(view, buffer, batches.write(run));
        for (const process of run.world.node.processes) {
          if (process?.behaviour.name !== 'gen_statem') continue;
          const shown = view.processes.get(process.pid.id) as ProcessView;
          if (process.state === null) {
            expect(shown.machine).toBeNull();
            continue;
          }
          expect(told(shown)).toEqual(real(run.world.node, process));
          seen.transitions += shown.machine?.transitions.length ?? 0;
          seen.postponed += shown.machine?.postponed.length ?? 0;
          seen.timeouts += shown.machine?.timeouts.length ?? 0;
          seen.suspended += Number(shown.suspended);
        }
      }
    }),
    { numRuns: 100 },
  );
  // Chance decides how often, but not whether.
  expect(Object.entries(seen).filter(([, count]) => count === 0)).toEqual([]);
});

const told = ({ machine, suspended }: ProcessView) => ({
  state: machine?.state,
  postponed: machine?.postponed.map(({ content }) => content),
  timeouts: machine?.timeouts.map(({ kind, name }) => [kind, name]),
  suspended,
});

function real(node: Node, { state, data, wait }: Process) {
  const { postponed, timeouts } = data as MachineData;
  const [name] = state as readonly [unknown, unknown];
  return {
    state: formatTerm(name, 'erlang'),
    postponed: oldestFirst(postponed).map(({ content }) => formatTerm(content, 'javascript')),
    timeouts: timeouts
      // Those that take no time have no timer; of those that are over the message may still wait.
      .filter(({ ref }) => node.timers.all.has(ref))
      .map(({ kind }) =>
        Array.isArray(kind) ? ['timeout', formatTerm(kind[1], 'erlang')] : [kind, ''],
      ),
    suspended: wait === SUSPENDED,
  };
}

test('what the view says of an event manager is what the runtime has', () => {
  const run = startHeadless(essay, { seed: 7 });
  const batches = new BatchWriter(run.world.node.trace, 'erlang');
  run.advance(6_000_000, 10_000);
  const view = applyBatch(emptyView, new TraceBuffer(), batches.write(run));
  const managers = run.world.node.processes.filter(
    (process) => process?.behaviour.name === 'gen_event',
  );
  expect(managers).toHaveLength(1);
  for (const manager of managers) {
    if (manager === null) continue;
    const { handlers } = manager.data as ManagerData;
    expect(handlers.length).toBeGreaterThan(0);
    expect(view.processes.get(manager.pid.id)?.handlers).toEqual(handlers.map(({ text }) => text));
  }
});
