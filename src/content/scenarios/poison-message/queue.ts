import { type GenServer, genServer, noreply, ok, reply, type Self, type Steps } from 'otp';

export type Bill = { readonly euros: number; readonly people: number };

const BILLS: readonly Bill[] = [
  { euros: 60, people: 4 },
  { euros: 42, people: 3 },
  { euros: 90, people: 0 },
  { euros: 80, people: 2 },
  { euros: 27, people: 3 },
];

export const start = (self: Self) => genServer.startLink(self, 'queue', null, { name: 'queue' });
export const head = (self: Self) => genServer.call(self, 'queue', 'head') as Steps<Bill | 'empty'>;
export const drop = (self: Self) => genServer.cast(self, 'queue', 'drop');

/** Keeps the bills. The head stays until whoever works on it says that it can be dropped. */
export default {
  init: () => ok(BILLS),

  handleCall: (_head, _from, bills) => reply(bills[0] ?? 'empty', bills),

  handleCast: (message, bills) =>
    noreply(message === 'drop' ? bills.slice(1) : [...bills, message]),
} satisfies GenServer<readonly Bill[], 'head', 'drop' | Bill>;
