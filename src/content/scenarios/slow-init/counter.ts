import { type GenServer, genServer, ok, reply, type Self } from 'otp';

export const start = (self: Self, name: string) =>
  genServer.startLink(self, 'counter', null, { name });

/** Ready at once: counts how often it was asked. */
export default {
  init: () => ok(0),
  handleCall: (_count, _from, asked) => reply(asked + 1, asked + 1),
} satisfies GenServer<number, 'count'>;
