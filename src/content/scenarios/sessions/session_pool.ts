import { ok, type Self, type Supervisor, supervisor } from 'otp';

export const start = (self: Self, name: string, restart: string) =>
  supervisor.startLink(self, 'session_pool', restart, { name });

/** Starts empty; `startChild` adds the user to the template's arguments. */
export default {
  init: (restart: 'temporary' | 'transient') =>
    ok({
      flags: ['simple_one_for_one', 10, 10],
      children: [{ id: 'session', start: ['session', 'start', []], restart }],
    }),
} satisfies Supervisor;
