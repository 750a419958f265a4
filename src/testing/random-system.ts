import { procLib } from '../otp/gen/proc-lib.ts';
import { sys } from '../otp/gen/sys.ts';
import { genEvent } from '../otp/gen-event/api.ts';
import { type EventHandler, okReply } from '../otp/gen-event/event-handler.ts';
import { genServer } from '../otp/gen-server/api.ts';
import type { GenServer } from '../otp/gen-server/module.ts';
import { error, exit, noreply, ok, reply, stop } from '../otp/results.ts';
import { supervisor } from '../otp/supervisor/api.ts';
import type { ChildSpec } from '../otp/supervisor/child-spec.ts';
import type { Supervisor } from '../otp/supervisor/supervisor.ts';
import { timer } from '../otp/timer.ts';
import type { Steps } from '../runtime/activation.ts';
import type { Self } from '../runtime/self.ts';
import type { Pid, Ref, Term } from '../runtime/term.ts';
import { type TestModule, type TestWorld, testWorld } from './run-modules.ts';

/**
 * A system that does a little of everything, at random: gen_servers that call each other, an event manager whose handlers
 * wait, a supervisor of children that are killed, plain processes that link, monitor, trap, catch, die and enter the loop of a gen_server; and the code of
 * all of them is changed. All its choices come from `self.random`
 * or from `plan`, so it is as repeatable as the runtime is.
 */
export function randomSystem(seed: number, plan: readonly number[]): TestWorld {
  const world = testWorld(randomModules, seed);
  world.spawn('client', 'boot', [plan as Term]);
  return world;
}

const SERVERS = ['s0', 's1', 's2'];
const CHILDREN = ['c0', 'c1', 'c2', 'c3'];
const STRATEGIES = ['one_for_one', 'one_for_all', 'rest_for_one'] as const;

const counter: GenServer<number, Term, Term, Term> = {
  init(args, self) {
    self.trapExit(self.random(2) === 0);
    return ok(Number(args), self.random(3) === 0 ? { continue: 'more' } : self.random(20));
  },
  *handleCall(request, from, count, self) {
    const choice = self.random(8);
    if (choice === 0) yield* self.sleep(self.random(5));
    if (choice === 1) {
      self.sendAfter(3, self.pid, { type: 'reply_to', from });
      return noreply(count + 1);
    }
    if (choice === 2) error('unlucky');
    if (choice === 3) {
      try {
        const other = SERVERS[self.random(3)] as string;
        return reply(yield* self.call(other, request, self.random(10)), count, self.random(5));
      } catch (thrown) {
        return reply(['caught', (thrown as { reason: Term }).reason], count);
      }
    }
    return reply(count, count + 1, choice === 4 ? self.random(3) : undefined);
  },
  handleCast: (message, count, self) =>
    self.random(10) === 0 ? stop('shutdown', count) : noreply([message].length + count),
  handleInfo(message, count, self) {
    const { type, from } = message as { type?: string; from?: never };
    if (type === 'reply_to') self.reply(from as never, count);
    return noreply(count, type === 'EXIT' ? { continue: 'exit' } : undefined);
  },
  *handleContinue(_argument, count, self) {
    yield* self.sleep(self.random(3));
    return noreply(count + 100);
  },
  *terminate(_reason, _count, self) {
    yield* self.sleep(1);
  },
  *codeChange(_oldVsn, count, _extra, self) {
    yield* self.sleep(self.random(3));
    return ok(count * 2);
  },
};

const sup: Supervisor = {
  *init(_args, self) {
    yield* self.sleep(self.random(3));
    if (self.random(8) === 0) error('bad_init');
    const ids = CHILDREN.filter(() => self.random(2) === 0);
    if (self.random(2) === 0) ids.reverse();
    const strategy = STRATEGIES[self.random(3)] as (typeof STRATEGIES)[number];
    return ok({ flags: { strategy, intensity: 3, period: 1 }, children: ids.map(childSpec) });
  },
};
const childSpec = (id: string): ChildSpec => ({
  id,
  start: ['gen_server', 'start_link', ['counter', 0]],
  restart: id === 'c0' ? 'temporary' : 'permanent',
});

const handler: EventHandler<number> = {
  init: () => ok(0),
  *handleEvent(_event, count, self) {
    if (self.random(3) === 0) yield* self.sleep(self.random(4));
    if (self.random(12) === 0) error('bad_event');
    return ok(count + 1);
  },
  handleInfo: (_message, count) => ok(count),
  handleCall: (_request, count) => okReply(count, count),
  *codeChange(_oldVsn, count, _extra, self) {
    yield* self.sleep(self.random(3));
    if (self.random(6) === 0) error('bad_change');
    return ok(count * 2);
  },
};

const client = {
  /** As the first of a scenario, which spawns it by a name of its own. */
  begin: (self: Self, plan: readonly number[]): unknown => self.spawn('client', 'boot', [plan]),

  *boot(self: Self, plan: readonly number[]): Steps<void> {
    self.register('boot');
    self.trapExit(true);
    yield* genEvent.startLink(self, { name: 'events' });
    for (const name of SERVERS)
      yield* genServer.startLink(self, 'counter', 0, { name, timeoutMs: 50 });
    yield* supervisor.startLink(self, 'sup', null, { name: 'sup' });
    for (const first of plan) {
      self.spawn('client', 'work', [first, 4]);
      yield* self.receiveWithin(self.random(3));
    }
    for (;;) if ((yield* self.receiveWithin(30)) === undefined) exit('shutdown');
  },

  *work(self: Self, choice: number, rounds: number): Steps<unknown> {
    try {
      yield* act(self, choice);
    } catch (thrown) {
      if (self.random(4) === 0) throw thrown;
      yield* self.sleep(self.random(3));
    }
    return rounds === 0 ? 'done' : self.tailCall('work', self.random(CHOICES), rounds - 1);
  },

  rest: (self: Self): Steps<unknown> => self.receiveWithin(20),

  *enters(self: Self): Steps<unknown> {
    yield* self.sleep(self.random(4));
    procLib.initAck(self, self.pid);
    return genServer.enterLoop(self, 'counter', 7, { next: self.random(5) });
  },

  another: (self: Self, count: number) => count + self.random(9),

  *answers(self: Self): Steps<void> {
    const ref = (yield* self.receive()) as Ref;
    for (let count = 0; count < 3; count++) {
      self.send(ref, count);
      yield* self.sleep(self.random(3));
    }
  },
};

/** How many things `act` knows. */
export const CHOICES = 22;

function* act(self: Self, choice: number): Steps<unknown> {
  const server = SERVERS[self.random(3)] as string;
  switch (choice) {
    case 0:
      return self.cast(server, 'tick');
    case 1:
      return self.send(server, 'hello');
    case 2:
      self.link(self.spawn('client', 'rest'));
      return yield* self.sleep(self.random(5));
    case 3: {
      const { ref } = self.spawnMonitor('client', 'rest');
      const down = yield* self.receiveWithin(
        self.random(40),
        (message) => (message as { ref?: Ref }).ref?.id === ref.id,
      );
      return self.demonitor(ref, { flush: down === undefined });
    }
    case 4:
      return self.exit(
        (self.whereis(server) ?? self.pid) as Pid,
        ['shutdown', 'asked'][self.random(2)] as Term,
      );
    case 5:
      return yield* genEvent.addSupHandler(self, 'events', ['slow_handler', self.random(3)]);
    case 6:
      genEvent.notify(self, 'events', 'an event');
      return yield* genEvent.syncNotify(self, 'events', 'another');
    case 7:
      return yield* genEvent.swapHandler(
        self,
        'events',
        [['slow_handler', self.random(3)], 1],
        ['slow_handler', 2],
      );
    case 8:
      self.sendAfter(self.random(20), server, 'late');
      return self.work(self.random(4));
    case 9:
      self.trapExit(self.random(2) === 0);
      return self.exit(self.pid, 'myself');
    case 10:
      self.register(`worker_${self.random(2)}`);
      return yield* self.sleep(1);
    case 11:
      return yield* genServer.start(self, 'counter', 5, { timeoutMs: self.random(3) });
    case 12:
      return yield* genServer.stop(self, server, 'normal', self.random(20));
    case 13: {
      const [dest, module] = [
        ['sup', 'sup'],
        ['events', 'slow_handler'],
        [server, 'counter'],
      ][self.random(3)] as [string, string];
      yield* sys.suspend(self, dest, 20);
      yield* sys.changeCode(self, dest, module, 'v1', null, 20);
      return yield* sys.resume(self, dest, 20);
    }
    case 14:
      return yield* manageChild(self, CHILDREN[self.random(4)] as string);
    case 15: {
      const { child } = (yield* supervisor.whichChildren(self, 'sup'))[0] ?? {};
      return typeof child === 'object' && self.exit(child, 'kill');
    }
    case 16: {
      let ids = genServer.sendRequest(self, server, 'count', 'server', genServer.reqidsNew());
      ids = genEvent.sendRequest(self, 'events', ['slow_handler', 1], 'count', 'handler', ids);
      return yield* genEvent.receiveResponse(self, ids, self.random(20), true);
    }
    case 17:
      return yield* throughAlias(self);
    case 18: {
      const ref = self.spawnRequest('client', 'rest', [], { link: true, monitor: { tag: 'gone' } });
      self.demonitor(ref, { info: self.random(2) === 0 });
      return self.processes().map((pid) => self.processInfo(pid));
    }
    case 19: {
      const result = timer.sendInterval(self, self.random(4), 'tick');
      timer.applyAfter(self, self.random(9), 'client', 'rest', []);
      timer.exitAfter(self, self.random(9), server, 'shutdown');
      yield* self.sleep(self.random(12));
      return result.type === 'ok' && self.random(2) === 0 && timer.cancel(self, result.ref);
    }
    case 20: {
      const options = { link: self.random(2) === 0, timeoutMs: self.random(6) };
      const started = yield* procLib.start(self, 'client', 'enters', [], options);
      yield* sys.replaceState(self, started as Pid, ['client', 'another']);
      return yield* self.call(started as Pid, 'count', self.random(20));
    }
    default:
      return yield* self.call(server, 'count', self.random(20));
  }
}

/** A monitor whose ref is sent to, and kept or not. */
function* throughAlias(self: Self): Steps<unknown> {
  const alias = (['explicit_unalias', 'demonitor', 'reply_demonitor'] as const)[self.random(3)];
  const pid = self.spawn('client', 'answers');
  const ref = self.monitor(pid, { alias });
  self.send(pid, ref);
  if (self.random(3) === 0) self.exit(pid, 'kill');
  yield* self.receiveWithin(self.random(6));
  if (self.random(2) === 0) self.demonitor(ref, { flush: true });
  return self.random(2) === 0 ? self.unalias(ref) : yield* self.receiveWithin(2);
}

function manageChild(self: Self, id: string): Steps<unknown> {
  switch (self.random(4)) {
    case 0:
      return supervisor.startChild(self, 'sup', childSpec(id));
    case 1:
      return supervisor.terminateChild(self, 'sup', id);
    case 2:
      return supervisor.restartChild(self, 'sup', id);
    default:
      return supervisor.deleteChild(self, 'sup', id);
  }
}

/** The code of the system; `client:boot(Plan)` is the process that starts it. */
export const randomModules: Readonly<Record<string, TestModule>> = {
  client,
  counter: { default: counter },
  slow_handler: { default: handler },
  sup: { default: sup },
};
