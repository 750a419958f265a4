import { expect } from 'vitest';
import { exit, noreply, ok, reply } from '../otp/results.ts';
import { From, type Term } from '../runtime/term.ts';
import type { Script } from './run-script.ts';
import type { Server } from './with-server.ts';

/** As the server of OTP's suite. */
export const server: Server = {
  init: (args) => ok(args),
  handleCall: (request, _from, state) => reply(-(request as number), (state as number) + 1),
  handleCast: (message, state) => noreply(state, { continue: message }),
  handleContinue: (_argument, state) => noreply(state, 0),
  handleInfo: (_message, state) => noreply(state),
};
const call = (request: Term): Term => ({ type: '$gen_call', from: expect.any(From), request });
export const got = (request: Term): unknown => ['in', call(request)];
export const sent = (answer: Term, state: Term): unknown => [
  'out',
  answer,
  expect.any(From),
  state,
];

/** Functions to install. */
export const spies: Readonly<Record<string, Script>> = {
  /** Tells `main` each event, with a count of its own. */
  spy(self, _note, count: number, event: Term, name: Term) {
    self.send('main', [count, event, name]);
    return count + 1;
  },
  tagged(self, _note, tag: string, state: Term, event: Term) {
    self.send('main', [tag, event]);
    return state;
  },
  once: () => 'done',
  fails: () => exit('whatever'),
  throws(_self, _note, count: number) {
    throw count + 1;
  },
  silent() {},
  noTerm: () => () => 1,
  kills(self) {
    self.exit(self.pid, 'kill');
  },
};

/** What it has been sent, oldest first. */
export function* mailbox(self: Parameters<Script>[0]) {
  const messages: Term[] = [];
  for (;;) {
    const message = yield* self.receiveWithin(0);
    if (message === undefined) return messages;
    messages.push(message);
  }
}
