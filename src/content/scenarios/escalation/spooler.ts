import { type GenServer, genServer, noreply, ok, type Self } from 'otp';
import { print } from './printer.ts';

export const start = (self: Self) =>
  genServer.startLink(self, 'spooler', null, { name: 'spooler' });

/** Hands the printer a page a second. Its count is all it has to lose. */
export default {
  init(_args, self) {
    self.sendAfter(1000, self.pid, 'page');
    return ok({ handedOn: 0 });
  },

  handleInfo(_page, { handedOn }, self) {
    self.sendAfter(1000, self.pid, 'page');
    print(self, handedOn);
    return noreply({ handedOn: handedOn + 1 });
  },
} satisfies GenServer<{ readonly handedOn: number }, never, never, 'page'>;
