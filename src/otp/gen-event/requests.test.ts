import { describe, expect, test } from 'vitest';
import type { Steps } from '../../runtime/activation.ts';
import type { Self } from '../../runtime/self.ts';
import type { Term } from '../../runtime/term.ts';
import { testWorld } from '../../testing/run-modules.ts';
import { runScripts } from '../../testing/run-script.ts';
import { errorOf, exitOf } from '../../testing/with-manager.ts';
import type { RequestIds } from '../gen/requests.ts';
import { error, ok } from '../results.ts';
import { genEvent } from './api.ts';
import { type EventHandler, okReply } from './event-handler.ts';

/** Answers each request with itself, after as many milliseconds as it was started with. */
const slow: EventHandler<number> = {
  init: (args) => ok(args as number),
  *handleCall(request, ms, self) {
    if (request === 'crash') error('crashed');
    yield* self.sleep(ms);
    return okReply(request, ms);
  },
};

/** Managers `em1`, `em200` and `em400`, each with a handler `slow`. */
function* startManagers(self: Self): Steps<void> {
  for (const ms of [1, 200, 400]) {
    yield* genEvent.start(self, { name: `em${ms}` });
    yield* genEvent.addHandler(self, `em${ms}`, 'slow', ms);
  }
}

function run(main: (self: Self, note: (value: unknown) => void) => Steps<unknown>): unknown {
  return runScripts(
    {
      *main(self, note) {
        yield* startManagers(self);
        yield* main(self, note);
      },
    },
    { slow: { default: slow } },
  ).noted;
}

const answered = (value: Term): object => ({ type: 'reply', reply: value });
const three = (self: Self): RequestIds => {
  let ids = genEvent.reqidsNew();
  ids = genEvent.sendRequest(self, 'em400', 'slow', 'third', 'a', ids);
  ids = genEvent.sendRequest(self, 'em1', 'slow', 'first', 'b', ids);
  return genEvent.reqidsAdd(genEvent.sendRequest(self, 'em200', 'slow', 'second'), 'c', ids);
};
type Labelled = { response: unknown; label: Term; collection: RequestIds };
const told = ({ response, label, collection }: Labelled): unknown => [
  response,
  label,
  genEvent.reqidsSize(collection),
];

describe('a request that is not waited for', () => {
  test('gen_event_SUITE/call#3: a timeout leaves it as it is, and its reply comes later', () => {
    const noted = run(function* (self, note) {
      const id = genEvent.sendRequest(self, 'em200', 'slow', 'hello');
      note(yield* genEvent.waitResponse(self, id, 0));
      note(yield* genEvent.waitResponse(self, id, 1_000));
    });
    expect(noted).toEqual(['timeout', answered('hello')]);
  });

  test('gen_event_SUITE/call#3: a message that is not the reply is none', () => {
    const noted = run(function* (self, note) {
      const id = genEvent.sendRequest(self, 'em1', 'slow', 'hello');
      note(genEvent.checkResponse('hello', id));
      note(genEvent.checkResponse(yield* self.receive(), id));
    });
    expect(noted).toEqual(['no_reply', answered('hello')]);
  });

  test('a handler that fails, or is not there, is an error and no reply', () => {
    const noted = run(function* (self, note) {
      for (const request of ['crash', 'hello'])
        note(
          yield* genEvent.receiveResponse(
            self,
            genEvent.sendRequest(self, 'em1', 'slow', request),
            1_000,
          ),
        );
      const id = genEvent.sendRequest(self, 'nobody', 'slow', 'hello');
      note(yield* genEvent.receiveResponse(self, id, 1_000));
    });
    expect(noted).toEqual([
      errorOf(exitOf('crashed', 'handle_call', 'slow')),
      errorOf('bad_module'),
      errorOf(['noproc', 'nobody']),
    ]);
  });
});

describe('collections of requests', () => {
  const rows = [
    ['receive', genEvent.receiveResponse],
    ['wait', genEvent.waitResponse],
  ] as const;

  test.each(rows)(
    'gen_event_SUITE/send_request_%s_reqid_collection: responses come in the order of completion, until there is no request left',
    (_how, wait) => {
      const noted = run(function* (self, note) {
        let ids = three(self);
        for (let count = 0; count < 3; count++) {
          const result = (yield* wait(self, ids, 1_000, true)) as Labelled;
          note(told(result));
          ids = result.collection;
        }
        note(yield* wait(self, ids, 1_000, true));
      });
      expect(noted).toEqual([
        [answered('first'), 'b', 2],
        [answered('second'), 'c', 1],
        [answered('third'), 'a', 0],
        'no_request',
      ]);
    },
  );

  test.each(rows)(
    'gen_event_SUITE/send_request_%s_reqid_collection: an error of the manager or of its handler is the response',
    (_how, wait) => {
      const noted = run(function* (self, note) {
        let ids = genEvent.sendRequest(self, 'em1', 'nobody', 'hello', 'a', genEvent.reqidsNew());
        note(told((yield* wait(self, ids, 1_000, true)) as Labelled));
        ids = genEvent.sendRequest(self, 'nobody', 'slow', 'hello', 'b', genEvent.reqidsNew());
        note(told((yield* wait(self, ids, 1_000, false)) as Labelled));
      });
      expect(noted).toEqual([
        [errorOf('bad_module'), 'a', 0],
        [errorOf(['noproc', 'nobody']), 'b', 1],
      ]);
    },
  );

  test('gen_event_SUITE/send_request_receive_reqid_collection: a timeout gives all that are left up for good', () => {
    const noted = run(function* (self, note) {
      const ids = three(self);
      note(told((yield* genEvent.receiveResponse(self, ids, 100, true)) as Labelled));
      note(yield* genEvent.receiveResponse(self, ids, 50, false));
      note(yield* self.receiveWithin(1_000));
    });
    expect(noted).toEqual([[answered('first'), 'b', 2], 'timeout', undefined]);
  });

  test('gen_event_SUITE/send_request_wait_reqid_collection: after a timeout the responses can still be had', () => {
    const noted = run(function* (self, note) {
      const ids = three(self);
      note(told((yield* genEvent.waitResponse(self, ids, 100, false)) as Labelled));
      note(yield* genEvent.waitResponse(self, ids, 50, false));
      note(told((yield* genEvent.waitResponse(self, ids, 200, false)) as Labelled));
    });
    expect(noted).toEqual([[answered('first'), 'b', 3], 'timeout', [answered('second'), 'c', 3]]);
  });

  test('gen_event_SUITE/send_request_check_reqid_collection: a message is no reply, or one of the responses', () => {
    const noted = run(function* (self, note) {
      note(genEvent.checkResponse('hello', genEvent.reqidsNew(), true));
      let ids = three(self);
      note(genEvent.checkResponse('hello', ids, true));
      ids = genEvent.sendRequest(self, 'em1', 'nobody', 'hello', 'd', ids);
      for (let count = 0; count < 4; count++) {
        const result = genEvent.checkResponse(yield* self.receive(), ids, true) as Labelled;
        note(told(result));
        ids = result.collection;
      }
    });
    expect(noted).toEqual([
      'no_request',
      'no_reply',
      [answered('first'), 'b', 3],
      [errorOf('bad_module'), 'd', 2],
      [answered('second'), 'c', 1],
      [answered('third'), 'a', 0],
    ]);
  });
});

test('a fork waits for the same response of a handler', () => {
  const world = testWorld({
    slow: { default: slow },
    asker: {
      *run(self: Self) {
        yield* startManagers(self);
        const id = genEvent.sendRequest(self, 'em200', 'slow', 'hello');
        const response = yield* genEvent.waitResponse(self, id, 1_000);
        yield* genEvent.addHandler(self, 'em1', ['slow', 'response'], response as Term);
      },
    },
  });
  world.spawn('asker');
  world.run(100);
  const fork = world.fork();
  for (const one of [fork, world])
    expect(one.run().state('em1')).toMatchObject({ '{slow,response}': answered('hello') });
});
