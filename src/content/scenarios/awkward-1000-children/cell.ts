import { type GenServer, genServer, noreply, ok, type Self } from 'otp';

export const start = (self: Self, name: string) =>
  genServer.startLink(self, 'cell', null, { name });

/** Busy for up to two seconds with whatever it hears. */
export default {
  init: () => ok({ heard: 0 }),

  handleCast(_message, { heard }, self) {
    self.work(self.random(2000));
    return noreply({ heard: heard + 1 });
  },
} satisfies GenServer<{ readonly heard: number }, never, string>;
