import { genServer, type Pid, type Self } from 'otp';

export type Listen = { type: 'listen'; pid: Pid };
export type Reading = { type: 'reading'; celsius: number };

/** From now on the readings of `source` go to this process, and to no other. */
export const listen = (self: Self, source: string) =>
  genServer.call(self, source, { type: 'listen', pid: self.pid });

export function pass(self: Self, listener: Pid | null, celsius: number): void {
  if (listener !== null) genServer.cast(self, listener, { type: 'reading', celsius });
}
