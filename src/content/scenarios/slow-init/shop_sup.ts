import { type ChildSpec, ok, type Self, type Supervisor, supervisor } from 'otp';

export const start = (self: Self) => supervisor.startLink(self, 'shop_sup', null, { name: 'shop' });

const child = (id: string, module: string): ChildSpec => ({ id, start: [module, 'start', [id]] });

/** A start function returns when `init` has returned; until then the supervisor does nothing else. */
export default {
  init: () =>
    ok({
      flags: ['one_for_one', 5, 60],
      children: [
        child('till', 'counter'),
        child('catalogue', 'catalogue'),
        child('door', 'counter'),
      ],
    }),
} satisfies Supervisor;
