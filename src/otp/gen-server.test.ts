import { describe, expect, test } from 'vitest';
import type { Self } from '../runtime/self.ts';
import type { Term } from '../runtime/term.ts';
import { testWorld } from '../testing/run-modules.ts';
import type { GenServer } from './gen-server.ts';
import { genServer } from './gen-server-api.ts';
import { div, noreply, ok, reply, stopReply } from './results.ts';

type Request =
  | { type: 'store'; key: string; value: Term }
  | { type: 'lookup'; key: string }
  | { type: 'stop' };
type Dict = Readonly<Record<string, Term>>;
const kv = {
  default: {
    init: () => ok<Dict>({}),
    handleCall(request, _from, dict) {
      if (request.type === 'store') return reply('ack', { ...dict, [request.key]: request.value });
      if (request.type === 'stop') return stopReply('normal', 'bye', dict);
      if (request.key === 'crash') div(1, 0);
      return reply(dict[request.key] ?? 'error', dict);
    },
    handleCast: (_message, dict) => noreply(dict),
  } satisfies GenServer<Dict, Request>,
};

function client(body: (self: Self) => Generator<never, unknown, never>) {
  return {
    *run(self: Self) {
      return yield* body(self) as never;
    },
  };
}

describe('gen_server', () => {
  test('start_link returns when init has; calls get their replies', () => {
    const seen: unknown[] = [];
    const world = testWorld({
      kv,
      client: client(function* (self) {
        seen.push(yield* genServer.startLink(self, 'kv', null, { name: 'kv' }) as never);
        seen.push(yield* self.call('kv', { type: 'store', key: 'a', value: 1 }) as never);
        seen.push(yield* self.call('kv', { type: 'lookup', key: 'a' }) as never);
        seen.push(yield* self.call('kv', { type: 'stop' }) as never);
      }),
    });
    world.spawn('client');
    world.run();
    expect(seen).toMatchObject([{ type: 'ok' }, 'ack', 1, 'bye']);
  });

  test('a caller exits with the reason of the server that dies during its call', () => {
    const world = testWorld({
      kv,
      client: client(function* (self) {
        yield* genServer.start(self, 'kv', null, { name: 'kv' }) as never;
        yield* self.call('kv', { type: 'lookup', key: 'crash' }) as never;
      }),
    });
    world.spawn('client');
    world.run();
    expect(world.exits().map(({ reason }) => reason)).toEqual(
      [
        ['badarith', [['kv', 'handle_call']]],
        [
          ['badarith', [['kv', 'handle_call']]],
          ['gen_server', 'call', ['kv', { type: 'lookup', key: 'crash' }]],
        ],
      ]
        .map((reason) =>
          reason.length === 2 && Array.isArray(reason[1]) && reason[1][0] === 'gen_server'
            ? [reason, [['client', 'run']]]
            : reason,
        )
        .map((r, i) => (i === 1 ? (r as unknown[])[0] : r)),
    );
  });

  test('a fork taken at any moment goes on to the same trace', () => {
    const make = () => {
      const world = testWorld({
        kv,
        client: client(function* (self) {
          yield* genServer.start(self, 'kv', null, { name: 'kv' }) as never;
          for (let index = 0; index < 5; index++) {
            yield* self.call('kv', {
              type: 'store',
              key: `k${self.random(3)}`,
              value: index,
            }) as never;
            yield* self.sleep(self.random(20)) as never;
          }
        }),
      });
      world.spawn('client');
      return world;
    };
    const straight = make().run();
    for (let steps = 0; steps < straight.world.steps; steps++) {
      const world = make();
      world.world.advance(Number.POSITIVE_INFINITY, steps);
      const fork = world.fork().run();
      expect(fork.world.hash()).toBe(straight.world.hash());
    }
  });
});
