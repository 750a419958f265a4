import { error, type GenServer, genServer, noreply, ok, type Self } from 'otp';
import { CHILDREN } from './names.ts';

type State = { readonly theMessageThatWasReceivedMostRecently: string; readonly count: number };

export const start = (self: Self, name: string) =>
  genServer.startLink(self, 'long_winded', null, { name });

/** Passes a long message on to any other. At the twentieth it crashes, for a long reason. */
export default {
  init(_args, self) {
    self.sendAfter(1000 + self.random(3000), self.pid, 'talk');
    return ok({ theMessageThatWasReceivedMostRecently: '', count: 0 });
  },

  handleCast(text, { count }) {
    if (count === 19) {
      error([
        'this_process_has_heard_enough_and_would_rather_be_restarted',
        { after: count + 1, because: 'it never stops', 'last words': text },
      ]);
    }
    return noreply({ theMessageThatWasReceivedMostRecently: text, count: count + 1 });
  },

  handleInfo(_talk, state, self) {
    self.sendAfter(3000, self.pid, 'talk');
    const { name } = CHILDREN[self.random(CHILDREN.length)] as { name: string };
    genServer.cast(self, name, `${'blah, '.repeat(8 + self.random(40))}and so on`);
    return noreply(state);
  },
} satisfies GenServer<State, never, string, 'talk'>;
