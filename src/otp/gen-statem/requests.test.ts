import { describe, expect, test } from 'vitest';
import type { Self } from '../../runtime/self.ts';
import type { Term } from '../../runtime/term.ts';
import { answering, startMachine, withMachine } from '../../testing/with-machine.ts';
import type { LabelledResponse, RequestIds } from '../gen/requests.ts';
import { genStatem } from './api.ts';

describe('gen_statem: requests that are not waited for', () => {
  const three = (self: Self): RequestIds => {
    let ids = genStatem.reqidsNew();
    ids = genStatem.sendRequest(self, 'sm', [400, 'third'], 'a', ids);
    ids = genStatem.sendRequest(self, 'sm', [1, 'first'], 'b', ids);
    return genStatem.reqidsAdd(genStatem.sendRequest(self, 'sm', [200, 'second']), 'c', ids);
  };
  const told = ({ response, label }: LabelledResponse): Term => [
    label,
    response.type === 'reply' ? response.reply : (response.reason[0] as Term),
  ];
  const inOrder = [['b', 'first'], ['c', 'second'], ['a', 'third'], 'no_request'];

  test.each([
    ['gen_statem_SUITE/send_request_receive_reqid_collection', genStatem.receiveResponse],
    ['gen_statem_SUITE/send_request_wait_reqid_collection', genStatem.waitResponse],
  ])('%s: responses come in the order of completion, each with its label', (_row, wait) => {
    const { noted } = withMachine(answering, function* (self, note) {
      yield* startMachine(self);
      let ids = three(self);
      for (let count = 0; count < 3; count++) {
        const result = (yield* wait(self, ids, 1_000, true)) as LabelledResponse;
        note(told(result));
        ids = result.collection;
      }
      note(yield* wait(self, ids, 1_000, true));
    });
    expect(noted).toEqual(inOrder);
  });

  test('gen_statem_SUITE/send_request_check_reqid_collection: a message is no reply, or one of the responses', () => {
    const { noted } = withMachine(answering, function* (self, note) {
      yield* startMachine(self);
      let ids = three(self);
      note(genStatem.checkResponse('hello', ids, true));
      for (let count = 0; count < 3; count++) {
        const message = yield* self.receive();
        const result = genStatem.checkResponse(message, ids, true) as LabelledResponse;
        note(told(result));
        ids = result.collection;
      }
      note(genStatem.checkResponse('hello', ids, true));
    });
    expect(noted).toEqual(['no_reply', ...inOrder]);
  });

  test('gen_statem_SUITE/send_request_wait_reqid_collection: the end of the machine is the response to all it was asked', () => {
    const { noted } = withMachine(answering, function* (self, note) {
      yield* startMachine(self);
      let ids = genStatem.sendRequest(self, 'sm', 'shutdown', 'd', three(self));
      for (let count = 0; count < 4; count++) {
        const result = (yield* genStatem.waitResponse(self, ids, 1_000, true)) as LabelledResponse;
        note(told(result));
        ids = result.collection;
      }
    });
    expect(noted.map((pair) => (pair as Term[])[1])).toEqual(Array(4).fill('shutdown'));
  });
});
