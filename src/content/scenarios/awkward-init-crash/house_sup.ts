import { ok, type Self, type Supervisor, supervisor } from 'otp';

export const start = (self: Self, house: string, water: string) =>
  supervisor.startLink(self, 'house_sup', [house, water], { name: `${house}_house` });

/** A tap, and a pump that needs running water to start. */
export default {
  init: ([house, water]: readonly [string, string]) =>
    ok({
      flags: ['one_for_one', 3, 60],
      children: [
        { id: 'tap', start: ['tap', 'start', [`${house}_tap`, water]] },
        { id: 'pump', start: ['pump', 'start', [`${house}_pump`, `${house}_tap`]] },
      ],
    }),
} satisfies Supervisor;
