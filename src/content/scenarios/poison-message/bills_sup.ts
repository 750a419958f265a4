import { ok, type Self, type Supervisor, supervisor } from 'otp';

export const start = (self: Self) =>
  supervisor.startLink(self, 'bills_sup', null, { name: 'bills' });

/** The list is safe from a crash of the worker. So is the bill that makes it crash. */
export default {
  init: () =>
    ok({
      flags: ['one_for_one', 4, 60],
      children: [
        { id: 'queue', start: ['queue', 'start', []] },
        { id: 'splitter', start: ['splitter', 'start', []] },
      ],
    }),
} satisfies Supervisor;
