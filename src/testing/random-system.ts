import type { EventHandler } from '../otp/event-handler.ts';
import { genEvent } from '../otp/gen-event-api.ts';
import { genServer } from '../otp/gen-server-api.ts';
import type { GenServer } from '../otp/gen-server-module.ts';
import { error, exit, noreply, ok, reply, stop } from '../otp/results.ts';
import type { Steps } from '../runtime/activation.ts';
import type { Self } from '../runtime/self.ts';
import type { Pid, Ref, Term } from '../runtime/term.ts';
import { type TestWorld, testWorld } from './run-modules.ts';

/**
 * A system that does a little of everything, at random: gen_servers that call each other, an event manager whose handlers
 * wait, plain processes that link, monitor, trap, catch and die. All its choices come from `self.random`
 * or from `plan`, so it is as repeatable as the runtime is.
 */
export function randomSystem(seed: number, plan: readonly number[]): TestWorld {
  const world = testWorld(
    { client, counter: { default: counter }, slow_handler: { default: handler } },
    seed,
  );
  world.spawn('client', 'boot', [plan as Term]);
  return world;
}

const SERVERS = ['s0', 's1', 's2'];

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
};

const handler: EventHandler<number> = {
  init: () => ok(0),
  *handleEvent(_event, count, self) {
    if (self.random(3) === 0) yield* self.sleep(self.random(4));
    if (self.random(12) === 0) error('bad_event');
    return ok(count + 1);
  },
  handleInfo: (_message, count) => ok(count),
};

const client = {
  *boot(self: Self, plan: readonly number[]): Steps<void> {
    self.register('boot');
    self.trapExit(true);
    yield* genEvent.startLink(self, { name: 'events' });
    for (const name of SERVERS)
      yield* genServer.startLink(self, 'counter', 0, { name, timeoutMs: 50 });
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
    return rounds === 0 ? 'done' : self.tailCall('work', self.random(14), rounds - 1);
  },

  rest: (self: Self): Steps<unknown> => self.receiveWithin(20),
};

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
    default:
      return yield* self.call(server, 'count', self.random(20));
  }
}
