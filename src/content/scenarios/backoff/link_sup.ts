import { type ChildSpec, ok, type Self, type Supervisor, supervisor } from 'otp';

export const start = (self: Self) => supervisor.startLink(self, 'link_sup', null, { name: 'link' });

const child = (id: string): ChildSpec => ({ id, start: [id, 'start', []] });

/** one_for_one: the connection sees to it by itself that the station may be gone. */
export default {
  init: () =>
    ok({ flags: ['one_for_one', 3, 60], children: [child('station'), child('connection')] }),
} satisfies Supervisor;
