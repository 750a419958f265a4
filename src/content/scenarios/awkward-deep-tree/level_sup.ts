import { type ChildSpec, ok, type Self, type Supervisor, supervisor } from 'otp';

const LEVELS = 8;

export const start = (self: Self, level: number) =>
  supervisor.startLink(self, 'level_sup', level, { name: `level_${level}` });

/** A worker, and the next level below. Only the top restarts: below it, one crash is one too many. */
export default {
  init(level: number) {
    const worker: ChildSpec = { id: `worker_${level}`, start: ['worker', 'start', [level]] };
    const below: ChildSpec = {
      id: `level_${level + 1}`,
      start: ['level_sup', 'start', [level + 1]],
      type: 'supervisor',
    };
    return ok({
      flags: ['one_for_one', level === 1 ? 5 : 0, 60],
      children: level === LEVELS ? [worker] : [worker, below],
    });
  },
} satisfies Supervisor;
