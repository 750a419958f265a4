import { type ChildSpec, ok, type Self, type Supervisor, supervisor } from 'otp';

export const start = (self: Self, strategy: string) =>
  supervisor.startLink(self, 'station_sup', strategy, { name: 'station' });

const child = (id: string): ChildSpec => ({ id, start: [id, 'start', []] });

/** Each child listens to the one before it. Who else must go when one crashes? The strategy says. */
export default {
  init: (strategy: string) =>
    ok({
      flags: [strategy, 3, 60],
      children: ['sensor', 'average', 'alarm', 'display'].map(child),
    }),
} satisfies Supervisor;
