import { ok, type Self, type Supervisor, supervisor } from 'otp';
import { CHILDREN } from './names.ts';

export const start = (self: Self) =>
  supervisor.startLink(
    self,
    'the_supervisor_of_all_processes_with_extraordinarily_long_names_sup',
    null,
    { name: 'the_supervisor_of_all_processes_with_extraordinarily_long_names' },
  );

export default {
  init: () =>
    ok({
      flags: ['one_for_one', 10, 60],
      children: CHILDREN.map(({ id, name }) => ({ id, start: ['long_winded', 'start', [name]] })),
    }),
} satisfies Supervisor;
