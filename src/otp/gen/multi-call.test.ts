import { expect, test } from 'vitest';
import { EXIT, type Server, startLink, withServer } from '../../testing/with-server.ts';
import { genServer } from '../gen-server/api.ts';
import { noreply, reply, stop } from '../results.ts';

const server: Server = {
  *handleCall(request, _from, state, self) {
    if (request === 'stop') return stop('normal', state);
    if (typeof request === 'number') yield* self.sleep(request);
    return reply([request, state], state, 10);
  },
  handleCast: (message) => noreply(message),
  handleInfo: (message) => noreply(message),
};

test('gen_server_SUITE/multicall: on the own node it gives the reply by node', () => {
  const { noted } = withServer(server, function* (self, note) {
    yield* startLink(self);
    const { node } = self.pid;
    note(yield* genServer.multiCall(self, [node], 'server', 'hello'));
    note(yield* genServer.multiCall(self, [node], 'server', 50));
    yield* self.sleep(20);
    note(yield* genServer.multiCall(self, [node, node], 'server', 'again'));
    note(yield* genServer.multiCall(self, [node], 'nobody', 'hello'));
    note(yield* genServer.multiCall(self, [node], 'server', 'stop'));
    note(yield* self.receive());
    note(node);
  });
  const node = noted.at(-1);
  expect(noted.slice(0, -1)).toEqual([
    { replies: [[node, ['hello', 's']]], badNodes: [] },
    { replies: [[node, [50, 's']]], badNodes: [] },
    {
      replies: [
        [node, ['again', 'timeout']],
        [node, ['again', 'timeout']],
      ],
      badNodes: [],
    },
    { replies: [], badNodes: [node] },
    { replies: [], badNodes: [node] },
    EXIT('normal'),
  ]);
});

test('gen_server_SUITE/multicall_down: a node that is not there, or too slow, is a bad one; its late reply is dropped', () => {
  const { noted } = withServer(server, function* (self, note) {
    yield* startLink(self);
    const nodes = ['far@away', self.pid.node];
    const { replies, badNodes } = yield* genServer.multiCall(self, nodes, 'server', 'hello', 100);
    note([replies.length, badNodes]);
    note((yield* genServer.multiCall(self, nodes, 'server', 200, 100)).badNodes.length);
    note([self.now(), yield* self.receiveWithin(1_000)]);
  });
  expect(noted).toEqual([[1, ['far@away']], 2, [100, undefined]]);
});

test('gen_server_SUITE/abcast: each server that is there gets the cast, and it never fails', () => {
  const { world } = withServer(server, function* (self) {
    yield* startLink(self);
    genServer.abcast(self, ['far@away', self.pid.node], 'server', 'hello');
    genServer.abcast(self, [self.pid.node], 'nobody', 'hello');
  });
  expect(world.state('server')).toBe('hello');
});

test('gen_server_SUITE/cast_fast: a cast to a node that is not there takes no time and does not fail', () => {
  const { noted } = withServer({}, function* (self, note) {
    note(genServer.cast(self, ['server', 'far@away'], 'hello'));
    note(self.now());
    note(yield* self.receiveWithin(0));
  });
  expect(noted).toEqual([undefined, 0, undefined]);
});
