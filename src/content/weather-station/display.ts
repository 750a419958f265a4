import { type GenServer, genServer, noreply, ok, reply, type Self } from 'otp';
import { listen, type Reading } from './feed.ts';

type State = { readonly text: string; readonly updates: number };

export const start = (self: Self) =>
  genServer.startLink(self, 'display', null, { name: 'display' });

/** Shows what came last. */
export default {
  *init(_args, self) {
    yield* listen(self, 'alarm');
    return ok({ text: 'no reading yet', updates: 0 });
  },

  handleCall: (_text, _from, state) => reply(state.text, state),

  handleCast: ({ celsius }, { updates }) =>
    noreply({ text: `${celsius} °C`, updates: updates + 1 }),
} satisfies GenServer<State, 'text', Reading>;
