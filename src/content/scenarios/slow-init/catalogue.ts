import { type GenServer, genServer, ok, reply, type Self } from 'otp';

const INIT_MS = 8000;

export const start = (self: Self, name: string) =>
  genServer.startLink(self, 'catalogue', null, { name });

/** Reads all the shelves before it is ready. Its name is taken from the first moment: calls wait. */
export default {
  *init(_args, self) {
    yield* self.sleep(INIT_MS);
    return ok({ asked: 0 });
  },

  handleCall: (title, _from, { asked }) => reply(['on_shelf', title.length], { asked: asked + 1 }),
} satisfies GenServer<{ readonly asked: number }, string>;
