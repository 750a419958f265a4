import { type GenServer, genServer, noreply, ok, type Self } from 'otp';

export const start = (self: Self) =>
  genServer.startLink(self, 'mail_desk', null, { name: 'mail_desk' });

/** Sorts a letter a second, and has nothing to do with printing. */
export default {
  init(_args, self) {
    self.sendAfter(1000, self.pid, 'letter');
    return ok({ letters: 0 });
  },

  handleInfo(_letter, { letters }, self) {
    self.sendAfter(1000, self.pid, 'letter');
    return noreply({ letters: letters + 1 });
  },
} satisfies GenServer<{ readonly letters: number }, never, never, 'letter'>;
