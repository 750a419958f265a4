import { type GenServer, genServer, noreply, ok, reply, type Self } from 'otp';

type Water = 'on' | 'off';

export const start = (self: Self, name: string, water: Water) =>
  genServer.startLink(self, 'tap', water, { name });
export const water = (self: Self, tap: string) => genServer.call(self, tap, 'water');

export default {
  init: (water: Water) => ok(water),
  handleCall: (_water, _from, water) => reply(water, water),
  handleCast: (water) => noreply(water),
} satisfies GenServer<Water, 'water', Water>;
