import { div, type GenServer, genServer, noreply, ok, type Self } from 'otp';
import { drop, head } from './queue.ts';

export const start = (self: Self) =>
  genServer.startLink(self, 'splitter', null, { name: 'splitter' });

/** Says what each pays, one bill after the other. A bill for nobody crashes it. */
export default {
  init(_args, self) {
    self.sendAfter(1500, self.pid, 'next');
    return ok({ shares: [] });
  },

  *handleInfo(_next, { shares }, self) {
    self.sendAfter(1500, self.pid, 'next');
    const bill = yield* head(self);
    if (bill === 'empty') return noreply({ shares });
    const share = div(bill.euros, bill.people);
    drop(self);
    return noreply({ shares: [...shares, share] });
  },
} satisfies GenServer<{ readonly shares: readonly number[] }, never, never, 'next'>;
