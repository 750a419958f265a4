import { ok, type Self, type Supervisor, supervisor } from 'otp';

export const start = (self: Self, size: number) =>
  supervisor.startLink(self, 'hive_sup', size, { name: 'hive' });

export const cellName = (number: number) => `cell_${number}`;

export default {
  init: (size: number) =>
    ok({
      flags: ['one_for_one', 1000, 5],
      children: Array.from({ length: size }, (_, index) => ({
        id: index + 1,
        start: ['cell', 'start', [cellName(index + 1)]],
      })),
    }),
} satisfies Supervisor;
