import { error, type GenServer, genServer, ok, type Self, stop } from 'otp';
import { joined } from './lobby.ts';

type State = { readonly user: string };

export const start = (self: Self, user: string) =>
  genServer.startLink(self, 'session', user, { name: user });

/** Ends by itself after a while: two in three hang up, the third loses the line. */
export default {
  init(user: string, self) {
    joined(self, user);
    self.sendAfter(4000 + self.random(8000), self.pid, 'end');
    return ok({ user });
  },

  handleCast: (_hangUp, state) => stop('normal', state),

  handleInfo(_end, state, self) {
    if (self.random(3) === 0) error('line_lost');
    return stop('normal', state);
  },
} satisfies GenServer<State, never, 'hang_up', 'end'>;
