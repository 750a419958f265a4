import { type GenServer, genServer, noreply, ok, reply, type Self } from 'otp';

const FORM_MS = 400;

export const start = (self: Self) => genServer.startLink(self, 'clerk', null, { name: 'clerk' });
export const file = (self: Self, form: number) => genServer.cast(self, 'clerk', form);
export const filed = (self: Self) => genServer.call(self, 'clerk', 'filed', 2000);

/** Takes its time for each form, and each call waits its turn. */
export default {
  init: () => ok({ filed: 0 }),

  handleCall: (_filed, _from, state) => reply(state.filed, state),

  handleCast(_form, { filed }, self) {
    self.work(FORM_MS);
    return noreply({ filed: filed + 1 });
  },
} satisfies GenServer<{ readonly filed: number }, 'filed', number>;
