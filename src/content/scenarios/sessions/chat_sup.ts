import { ok, type Self, type Supervisor, supervisor } from 'otp';

export const start = (self: Self) => supervisor.startLink(self, 'chat_sup', null, { name: 'chat' });

/** The lobby comes last: it starts sessions in the two pools, so it must not outlive them. */
export default {
  init: () =>
    ok({
      flags: ['rest_for_one', 3, 60],
      children: [
        {
          id: 'guests',
          start: ['session_pool', 'start', ['guests', 'temporary']],
          type: 'supervisor',
        },
        {
          id: 'members',
          start: ['session_pool', 'start', ['members', 'transient']],
          type: 'supervisor',
        },
        { id: 'lobby', start: ['lobby', 'start', []] },
      ],
    }),
} satisfies Supervisor;
