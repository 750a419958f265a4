import { ok, type Self, type Supervisor, supervisor } from 'otp';

export const start = (self: Self) =>
  supervisor.startLink(self, 'print_room_sup', null, { name: 'print_room' });

/** Restarts once a minute; at the second crash it stops the spooler and gives up. */
export default {
  init: () =>
    ok({
      flags: ['one_for_one', 1, 60],
      children: [
        { id: 'spooler', start: ['spooler', 'start', []] },
        { id: 'printer', start: ['printer', 'start', []] },
      ],
    }),
} satisfies Supervisor;
