import { describe, expect, test } from 'vitest';
import type { Steps } from '../../runtime/activation.ts';
import type { Self } from '../../runtime/self.ts';
import type { Pid, Term } from '../../runtime/term.ts';
import { testWorld } from '../../testing/run-modules.ts';
import { caught, raises } from '../../testing/run-script.ts';
import { type Server, startLink, withServer } from '../../testing/with-server.ts';
import { genServer } from '../gen-server/api.ts';
import { noreply, ok, reply, stop } from '../results.ts';
import type { LabelledResponse, RequestIds } from './requests.ts';

/** Answers `[ms, answer]` after that time, other requests with themselves; stops at `shutdown`, never answers `silence`. */
const server: Server = {
  handleCall(request, from, state, self) {
    if (request === 'shutdown') return stop('shutdown', state);
    if (request === 'silence') return noreply(state);
    if (request === 'bad') return 'nonsense' as never;
    if (!Array.isArray(request)) return reply(request, state);
    self.sendAfter(request[0] as number, self.pid, [from, request[1]]);
    return noreply(state);
  },
  handleInfo(message, state, self) {
    const [from, answer] = message as [never, Term];
    self.reply(from, answer);
    return noreply(state);
  },
};

const run = (main: (self: Self, note: (value: unknown) => void) => Steps<unknown>) =>
  withServer(server, main);

const answered = (value: Term): object => ({ type: 'reply', reply: value });
const failed = (reason: unknown, of: unknown = expect.anything()): object => ({
  type: 'error',
  reason: [reason, of],
});

describe('a request that is not waited for', () => {
  test('gen_server_SUITE/send_request: its reply can be waited for later, by pid and by name', () => {
    const { noted } = run(function* (self, note) {
      const pid = yield* startLink(self);
      for (const dest of [pid, 'server', ['server', self.pid.node] as const]) {
        const id = genServer.sendRequest(self, dest, 'hello');
        note(yield* genServer.waitResponse(self, id, 1_000));
      }
      note(yield* self.receiveWithin(10));
    });
    expect(noted).toEqual([answered('hello'), answered('hello'), answered('hello'), undefined]);
  });

  test('gen_server_SUITE/send_request: a timeout leaves it as it is', () => {
    const { noted } = run(function* (self, note) {
      yield* startLink(self);
      const id = genServer.sendRequest(self, 'server', [100, 'late']);
      note(yield* genServer.waitResponse(self, id, 0));
      note([yield* genServer.waitResponse(self, id, 10), self.now()]);
      note([yield* genServer.waitResponse(self, id, Number.POSITIVE_INFINITY), self.now()]);
    });
    expect(noted).toEqual(['timeout', ['timeout', 10], [answered('late'), 100]]);
  });

  test('gen_server_SUITE/send_request: the end of the server is an error of the response', () => {
    const { noted } = run(function* (self, note) {
      for (const request of ['bad', 'shutdown']) {
        const pid = yield* startLink(self);
        const id = genServer.sendRequest(self, pid, request);
        const { reason } = (yield* genServer.waitResponse(self, id, 1_000)) as never as {
          reason: Term[];
        };
        note([reason[0], reason[1] === pid]);
        yield* self.receive();
      }
    });
    expect(noted).toEqual([
      [['bad_return_value', 'nonsense'], true],
      ['shutdown', true],
    ]);
  });

  test('gen_server_SUITE/send_request: to nobody it is sent all the same, and the error comes as the response', () => {
    const { noted } = run(function* (self, note) {
      const dead = self.spawn('scripts', 'main_is_taken');
      yield* self.sleep(1);
      for (const dest of [dead, 'nobody', ['server', 'far@away'] as const]) {
        const id = genServer.sendRequest(self, dest, 'hello');
        note(yield* genServer.waitResponse(self, id, 0));
      }
    });
    expect(noted).toEqual([
      failed('noproc'),
      failed('noproc', 'nobody'),
      failed(['nodedown', 'far@away'], ['server', 'far@away']),
    ]);
  });

  test('receive_response gives it up at a timeout: the late reply is dropped, and so is the DOWN', () => {
    const { noted } = run(function* (self, note) {
      const pid = yield* startLink(self);
      const late = genServer.sendRequest(self, pid, [100, 'late']);
      note(yield* genServer.receiveResponse(self, late, 10));
      const soon = genServer.sendRequest(self, pid, [10, 'soon']);
      note(yield* genServer.receiveResponse(self, soon, 1_000));
      yield* self.sleep(200);
      self.unlink(pid);
      yield* genServer.stop(self, pid);
      note(yield* self.receiveWithin(0));
    });
    expect(noted).toEqual(['timeout', answered('soon'), undefined]);
  });

  test('check_response tells whether a message is the answer', () => {
    const { noted } = run(function* (self, note) {
      const pid = yield* startLink(self);
      const id = genServer.sendRequest(self, pid, 'hello');
      note(genServer.checkResponse('hello', id));
      const message = yield* self.receive();
      note(genServer.checkResponse(message, genServer.sendRequest(self, pid, 'silence')));
      note(genServer.checkResponse(message, id));
    });
    expect(noted).toEqual(['no_reply', 'no_reply', answered('hello')]);
  });

  test('a server takes the answer to its own request as a message', () => {
    const { noted } = withServer(
      {
        handleCast(message, _state, self) {
          return noreply(genServer.sendRequest(self, message as Pid, 'question'));
        },
        handleInfo(message, state, self) {
          self.send('main', genServer.checkResponse(message, state as never) as never);
          return noreply(state);
        },
        handleCall: (request, _from, state) => reply(['answer', request], state),
      },
      function* (self, note) {
        yield* startLink(self);
        const other = yield* genServer.start(self, 'server');
        self.cast('server', (other as { pid: Pid }).pid);
        note(yield* self.receive());
      },
    );
    expect(noted).toEqual([answered(['answer', 'question'])]);
  });

  test('a server may send one to itself', () => {
    const { noted, world } = withServer(
      {
        handleCast: (_message, _state, self) =>
          noreply(genServer.sendRequest(self, self.pid, 'question')),
        handleCall: (request, _from, state) => reply(['answer', request], state),
        handleInfo(message, state, self) {
          self.send('main', genServer.checkResponse(message, state as never) as never);
          return noreply('done');
        },
      },
      function* (self, note) {
        self.cast(yield* startLink(self), 'ask');
        note(yield* self.receive());
        yield* genServer.stop(self, 'server');
      },
    );
    expect(noted).toEqual([answered(['answer', 'question'])]);
    expect(world.exits()[0]?.reason).toBe('normal');
  });

  test('a fork waits for the same answer', () => {
    const world = testWorld({
      server: {
        default: {
          init: (args: Term) => ok(args),
          ...server,
          handleCast: (message: Term) => noreply(message),
        },
      },
      asker: {
        *run(self: Self) {
          yield* startLink(self);
          const id = genServer.sendRequest(self, 'server', [100, 'late']);
          self.cast('server', (yield* genServer.waitResponse(self, id, 1_000)) as Term);
          yield* self.sleep(1);
        },
      },
    });
    world.spawn('asker');
    world.run(50);
    const fork = world.fork();
    expect(fork.state('server')).toBe('s');
    expect(fork.run().state('server')).toEqual(answered('late'));
    expect(world.run().state('server')).toEqual(answered('late'));
  });
});

describe('collections of requests', () => {
  const three = (self: Self): RequestIds => {
    let ids = genServer.reqidsNew();
    ids = genServer.sendRequest(self, 'server', [400, 'third'], 'a', ids);
    ids = genServer.sendRequest(self, 'server', [1, 'first'], 'b', ids);
    return genServer.reqidsAdd(genServer.sendRequest(self, 'server', [200, 'second']), 'c', ids);
  };
  const told = ({ response, label, collection }: LabelledResponse): Term =>
    [
      (response as { reply?: Term }).reply ?? response,
      label,
      genServer.reqidsSize(collection),
    ] as Term;

  test.each([
    ['gen_server_SUITE/send_request_receive_reqid_collection', genServer.receiveResponse],
    ['gen_server_SUITE/send_request_wait_reqid_collection', genServer.waitResponse],
  ])(
    '%s: responses come in the order of completion, each with its label, until there is no request left',
    (_row, wait) => {
      const { noted } = run(function* (self, note) {
        yield* startLink(self);
        const outside = genServer.sendRequest(self, 'server', 'outside');
        let ids = three(self);
        note(genServer.reqidsToList(ids).map(([, label]) => label));
        for (let count = 0; count < 3; count++) {
          const result = (yield* wait(self, ids, 1_000, true)) as LabelledResponse;
          note(told(result));
          ids = result.collection;
        }
        note(yield* wait(self, ids, 1_000, true));
        note(yield* genServer.waitResponse(self, outside, 0));
      });
      expect(noted).toEqual([
        ['a', 'b', 'c'],
        ['first', 'b', 2],
        ['second', 'c', 1],
        ['third', 'a', 0],
        'no_request',
        answered('outside'),
      ]);
    },
  );

  test('gen_server_SUITE/send_request_receive_reqid_collection: a timeout gives all that are left up for good', () => {
    const { noted } = run(function* (self, note) {
      yield* startLink(self);
      const ids = three(self);
      note(told((yield* genServer.receiveResponse(self, ids, 100, true)) as LabelledResponse));
      note(yield* genServer.receiveResponse(self, ids, 100, false));
      note(yield* self.receiveWithin(1_000));
    });
    expect(noted).toEqual([['first', 'b', 2], 'timeout', undefined]);
  });

  test('gen_server_SUITE/send_request_wait_reqid_collection: after a timeout the responses can still be had', () => {
    const { noted } = run(function* (self, note) {
      yield* startLink(self);
      const ids = three(self);
      note(told((yield* genServer.waitResponse(self, ids, 100, false)) as LabelledResponse));
      note(yield* genServer.waitResponse(self, ids, 100, false));
      note(told((yield* genServer.waitResponse(self, ids, 100, false)) as LabelledResponse));
    });
    expect(noted).toEqual([['first', 'b', 3], 'timeout', ['second', 'c', 3]]);
  });

  test.each([
    ['gen_server_SUITE/send_request_receive_reqid_collection', genServer.receiveResponse],
    ['gen_server_SUITE/send_request_wait_reqid_collection', genServer.waitResponse],
  ])('%s: a server that ends is the response to all it was asked', (_row, wait) => {
    const { noted } = run(function* (self, note) {
      yield* startLink(self);
      let ids = three(self);
      ids = genServer.sendRequest(self, 'server', 'shutdown', 'd', ids);
      for (let count = 0; count < 4; count++) {
        const result = (yield* wait(self, ids, 1_000, true)) as LabelledResponse;
        note((result.response as unknown as { reason: Term[] }).reason[0]);
        ids = result.collection;
      }
      note(genServer.reqidsSize(ids));
    });
    expect(noted).toEqual(['shutdown', 'shutdown', 'shutdown', 'shutdown', 0]);
  });

  test('gen_server_SUITE/send_request_check_reqid_collection: a message is no reply, or one of the responses', () => {
    const { noted } = run(function* (self, note) {
      yield* startLink(self);
      note(genServer.checkResponse('hello', genServer.reqidsNew(), true));
      let ids = three(self);
      note(genServer.checkResponse('hello', ids, true));
      ids = genServer.sendRequest(self, 'nobody', 'hello', 'd', ids);
      for (let count = 0; count < 4; count++) {
        const result = genServer.checkResponse(yield* self.receive(), ids, true);
        note(told(result as LabelledResponse));
        ids = (result as LabelledResponse).collection;
      }
    });
    expect(noted).toEqual([
      'no_request',
      'no_reply',
      [failed('noproc', 'nobody'), 'd', 3],
      ['first', 'b', 2],
      ['second', 'c', 1],
      ['third', 'a', 0],
    ]);
  });

  test('a request can be in a collection once', () => {
    const { noted } = run(function* (self, note) {
      const id = genServer.sendRequest(self, 'nobody', 'hello');
      const ids = genServer.reqidsAdd(id, 'a', genServer.reqidsNew());
      note(raises(() => genServer.reqidsAdd(id, 'b', ids)));
      note(yield* caught(genServer.waitResponse(self, id, -1)));
    });
    expect(noted).toEqual(['badarg', 'timeout_value']);
  });
});
