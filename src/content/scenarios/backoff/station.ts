import { type GenServer, genServer, noreply, ok, type Pid, type Self } from 'otp';

const WARM_UP_MS = 4000;

export const start = (self: Self) =>
  genServer.startLink(self, 'station', null, { name: 'station' });
export const hello = (self: Self) =>
  genServer.cast(self, 'station', { type: 'hello', from: self.pid });

/** The far side. It greets back, but not before it is warm: until then it lets everybody wait. */
export default {
  init(_args, self) {
    self.sendAfter(WARM_UP_MS, self.pid, 'warm');
    return ok('cold');
  },

  handleCast({ from }, heat, self) {
    if (heat === 'warm') self.send(from, 'welcome');
    return noreply(heat);
  },

  handleInfo: (warm) => noreply(warm),
} satisfies GenServer<'cold' | 'warm', never, { type: 'hello'; from: Pid }, 'warm'>;
