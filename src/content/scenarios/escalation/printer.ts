import { error, type GenServer, genServer, noreply, ok, type Self } from 'otp';

const PAGES_MAX = 3;

export const start = (self: Self) =>
  genServer.startLink(self, 'printer', null, { name: 'printer' });
export const print = (self: Self, page: number) => genServer.cast(self, 'printer', page);

/** Prints three pages and jams at the fourth, however often it is restarted. */
export default {
  init: () => ok({ printed: [] }),

  handleCast(page, { printed }) {
    if (printed.length === PAGES_MAX) error('paper_jam');
    return noreply({ printed: [...printed, page] });
  },
} satisfies GenServer<{ readonly printed: readonly number[] }, never, number>;
