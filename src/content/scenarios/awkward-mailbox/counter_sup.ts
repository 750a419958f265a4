import { ok, type Self, type Supervisor, supervisor } from 'otp';

export const start = (self: Self) =>
  supervisor.startLink(self, 'counter_sup', null, { name: 'counter' });

export default {
  init: () =>
    ok({
      flags: ['one_for_one', 3, 60],
      children: [{ id: 'clerk', start: ['clerk', 'start', []] }],
    }),
} satisfies Supervisor;
