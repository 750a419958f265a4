import { ok, type Self, type Supervisor, supervisor } from 'otp';

export const start = (self: Self) =>
  supervisor.startLink(self, 'office_sup', null, { name: 'office' });

/** The top: the mail desk, which is healthy, and the print room, which is not. */
export default {
  init: () =>
    ok({
      flags: ['one_for_one', 1, 60],
      children: [
        { id: 'mail_desk', start: ['mail_desk', 'start', []] },
        { id: 'print_room', start: ['print_room_sup', 'start', []], type: 'supervisor' },
      ],
    }),
} satisfies Supervisor;
