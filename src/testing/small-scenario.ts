import { defineScenario, type ScenarioDraft } from '../scenario/define-scenario.ts';
import type { Scenario } from '../scenario/scenario.ts';

const kv = `
import { div, noreply, ok, reply, stopReply } from 'otp';
import type { GenServer, Term } from 'otp';

type Dict = Readonly<Record<string, Term>>;
type Call = { type: 'store'; key: string; value: Term } | { type: 'lookup'; key: string } | { type: 'never' } | { type: 'stop' } | { type: 'spin' };

export default {
  init: () => ok({}),
  handleCall(request, _from, dict, self) {
    switch (request.type) {
      case 'store': return reply('ack', { ...dict, [request.key]: request.value });
      case 'never': self.work(3); return noreply(dict);
      case 'stop': return stopReply('normal', 'bye', dict);
      case 'spin': for (;;) {}
      default:
        if (request.key === 'crash') div(1, 0);
        return reply(dict[request.key] ?? 'error', dict);
    }
  },
  handleCast: (_message, dict) => noreply({ ...dict, casts: Number(dict.casts ?? 0) + 1 }),
  handleInfo: (message, dict) => noreply({ ...dict, last: message }),
} satisfies GenServer<Dict, Call>;
`;

const sup = `
import { ok, supervisor } from 'otp';
import type { Self, Supervisor } from 'otp';

export function* start(self: Self) {
  return yield* supervisor.startLink(self, 'sup', null, { name: 'top' });
}

export default {
  init: () => ok({
    flags: { strategy: 'one_for_one', intensity: 5, period: 10 },
    children: [{ id: 'server', start: ['gen_server', 'start_link', [{ local: 'kv' }, 'kv', null]] }],
  }),
} satisfies Supervisor;
`;

const client = `
import type { Self } from 'otp';

export function* run(self: Self, everyMs: number) {
  for (let round = 0; round < 3; round++) {
    yield* self.sleep(everyMs + self.random(everyMs));
    if (self.whereis('kv') === undefined) continue;
    try {
      yield* self.call('kv', { type: 'store', key: 'k' + self.random(4), value: round }, 2_000);
    } catch {
      self.sendAfter(10, self.pid, 'again');
    }
  }
  return self.tailCall('run', everyMs);
}
`;

/** A supervisor over a key-value server, and two clients that keep it busy: never comes to rest. */
export function smallScenario(draft: Partial<ScenarioDraft> = {}): Scenario {
  return defineScenario({
    title: 'Small',
    schedulingDelayUs: [50, 2_000],
    modules: { kv, sup, client },
    boot: [
      { type: 'start', module: 'sup', function: 'start', args: [] },
      { type: 'spawn', name: 'client_1', module: 'client', function: 'run', args: [20] },
      { type: 'spawn', name: 'client_2', module: 'client', function: 'run', args: [35] },
    ],
    ...draft,
  });
}

/** The server alone: comes to rest at once. */
export function quietScenario(draft: Partial<ScenarioDraft> = {}): Scenario {
  return smallScenario({
    boot: [{ type: 'start', module: 'sup', function: 'start', args: [] }],
    ...draft,
  });
}
