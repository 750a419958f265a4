import { div, type GenServer, genServer, ok, reply, type Self, stop, type Term } from 'otp';

type Dict = { readonly [key: string]: Term };
type Call = { type: 'store'; key: string; value: Term } | { type: 'lookup'; key: string };

export const start = (self: Self) => genServer.startLink(self, 'kv', 'arg1', { name: 'kv' });
export const quit = (self: Self) => genServer.cast(self, 'kv', 'stop');
export const store = (self: Self, key: string, value: Term) =>
  genServer.call(self, 'kv', { type: 'store', key, value });
export const lookup = (self: Self, key: string) =>
  genServer.call(self, 'kv', { type: 'lookup', key });

/** A key-value store. Looking up `crash` is a deliberate error. */
export default {
  init: () => ok({}),

  handleCall(request, _from, dict) {
    if (request.type === 'store') {
      return reply('ack', { ...dict, [request.key]: request.value });
    }
    if (request.key === 'crash') div(1, 0); // deliberate error :-)
    const value = Object.hasOwn(dict, request.key) ? dict[request.key] : undefined;
    return reply(value === undefined ? 'error' : ['ok', value], dict);
  },

  handleCast: (_stop, dict) => stop('normal', dict),
} satisfies GenServer<Dict, Call, 'stop'>;
