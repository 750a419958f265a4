import { defineScenario } from '../scenario/define-scenario.ts';

const top = `
import { ok, supervisor } from 'otp';
import type { Self, Supervisor } from 'otp';

export function* start(self: Self) {
  return yield* supervisor.startLink(self, 'top', null, { name: 'top' });
}

const worker = (id: string, restart: 'permanent' | 'transient' | 'temporary' = 'permanent') =>
  ({ id, start: ['gen_server', 'start_link', [{ local: id }, 'worker', id]], restart, shutdown: 50 }) as const;
const below = (id: string) =>
  ({ id, start: ['top', 'link', [id]], restart: 'permanent', shutdown: 'infinity', type: 'supervisor' }) as const;

export function* link(self: Self, id: string) {
  return yield* supervisor.startLink(self, 'top', id, { name: id });
}

export default {
  init: (which) => {
    switch (which) {
      case 'chain': return ok({ flags: ['rest_for_one', 2, 5], children: [worker('a'), worker('b', 'transient'), worker('c')] });
      case 'all': return ok({ flags: ['one_for_all', 2, 5], children: [worker('x'), worker('y', 'temporary'), worker('z')] });
      case 'sessions': return ok({
        flags: { strategy: 'simple_one_for_one', intensity: 3, period: 5 },
        children: [{ id: 'session', start: ['gen_server', 'start_link', ['worker', 's']], restart: 'transient', shutdown: 50 }],
      });
      default: return ok({ flags: ['one_for_one', 2, 5], children: [below('chain'), below('all'), below('sessions')] });
    }
  },
} satisfies Supervisor;
`;

const worker = `
import { noreply, ok, reply } from 'otp';
import type { GenServer } from 'otp';

export default {
  init: (id, self) => { if (self.random(40) === 0) throw new Error('init'); return ok(0); },
  handleCall: (_request, _from, count) => reply(count, count + 1),
  handleCast(message, count, self) {
    if (message === 'work') self.work(20);
    return noreply(count + 1);
  },
} satisfies GenServer<number>;
`;

const opener = `
import { supervisor } from 'otp';
import type { Self } from 'otp';

const NAMES = ['a', 'b', 'c', 'x', 'y', 'z'];

export function* run(self: Self) {
  yield* self.sleep(20 + self.random(100));
  try {
    switch (self.random(6)) {
      case 0: yield* supervisor.terminateChild(self, 'chain', 'b'); break;
      case 1: yield* supervisor.restartChild(self, 'chain', 'b'); break;
      case 2: yield* supervisor.startChild(self, 'all', { id: 'extra', start: ['gen_server', 'start_link', ['worker', 'e']], restart: 'temporary', shutdown: 50 }); break;
      case 3: self.cast(NAMES[self.random(6)], 'work'); break;
      default: yield* supervisor.startChild(self, 'sessions', []);
    }
  } catch {}
  return self.tailCall('run');
}
`;

/** All strategies and restart types, three levels, children that come and go, inits that fail now and then. */
export const bushyScenario = defineScenario({
  title: 'Bushy',
  seed: 1,
  schedulingDelayUs: [50, 2_000],
  modules: { top, worker, opener },
  boot: [
    { type: 'start', module: 'top', function: 'start', args: [] },
    { type: 'spawn', name: 'opener', module: 'opener', function: 'run', args: [] },
  ],
});
