import { type GenServer, genServer, noreply, ok, type Pid, reply, type Self } from 'otp';
import { type Listen, pass } from './feed.ts';

type State = { readonly measured: number; readonly listener: Pid | null };

export const start = (self: Self) => genServer.startLink(self, 'sensor', null, { name: 'sensor' });

/** Measures once a second, and counts. */
export default {
  init(_args, self) {
    self.sendAfter(1000, self.pid, 'measure');
    return ok({ measured: 0, listener: null });
  },

  handleCall: ({ pid }, _from, state) => reply('ok', { ...state, listener: pid }),

  handleInfo(_measure, { measured, listener }, self) {
    self.sendAfter(1000, self.pid, 'measure');
    pass(self, listener, 15 + self.random(15));
    return noreply({ measured: measured + 1, listener });
  },
} satisfies GenServer<State, Listen, never, 'measure'>;
