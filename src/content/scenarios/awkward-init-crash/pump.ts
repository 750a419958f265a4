import { error, type GenServer, genServer, ok, type Self } from 'otp';
import { water } from './tap.ts';

export const start = (self: Self, name: string, tap: string) =>
  genServer.startLink(self, 'pump', tap, { name });

/** Crashes in `init` when there is no water. */
export default {
  *init(tap: string, self) {
    if ((yield* water(self, tap)) !== 'on') error('no_water');
    return ok('pumping');
  },
} satisfies GenServer;
