import { type GenServer, genServer, noreply, ok, type Pid, reply, type Self } from 'otp';
import { type Listen, listen, pass, type Reading } from './feed.ts';

type State = { readonly latest: readonly number[]; readonly listener: Pid | null };

export const start = (self: Self) =>
  genServer.startLink(self, 'average', null, { name: 'average' });

/** Smooths: passes on the average of the latest three readings of the sensor. */
export default {
  *init(_args, self) {
    yield* listen(self, 'sensor');
    return ok({ latest: [], listener: null });
  },

  handleCall: ({ pid }, _from, state) => reply('ok', { ...state, listener: pid }),

  handleCast({ celsius }, { latest, listener }, self) {
    const three = [celsius, ...latest].slice(0, 3);
    const sum = three.reduce((total, reading) => total + reading, 0);
    pass(self, listener, Math.round(sum / three.length));
    return noreply({ latest: three, listener });
  },
} satisfies GenServer<State, Listen, Reading>;
