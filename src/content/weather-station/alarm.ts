import { type GenServer, genServer, noreply, ok, type Pid, reply, type Self } from 'otp';
import { type Listen, listen, pass, type Reading } from './feed.ts';

type State = { readonly rung: number; readonly listener: Pid | null };

export const start = (self: Self) => genServer.startLink(self, 'alarm', null, { name: 'alarm' });

/** Rings when the average is above 24 °C, and passes every average on. */
export default {
  *init(_args, self) {
    yield* listen(self, 'average');
    return ok({ rung: 0, listener: null });
  },

  handleCall: ({ pid }, _from, state) => reply('ok', { ...state, listener: pid }),

  handleCast({ celsius }, { rung, listener }, self) {
    pass(self, listener, celsius);
    return noreply({ rung: celsius > 24 ? rung + 1 : rung, listener });
  },
} satisfies GenServer<State, Listen, Reading>;
