import { type GenServer, genServer, noreply, ok, type Self } from 'otp';

type State = { readonly level: number; readonly balls: number };

const nameOf = (level: number) => `worker_${level}`;
export const start = (self: Self, level: number) =>
  genServer.startLink(self, 'worker', level, { name: nameOf(level) });

/** Drops the ball to the worker one level below. The first one throws a new ball every three seconds. */
export default {
  init(level: number, self) {
    if (level === 1) self.sendAfter(3000, self.pid, 'throw');
    return ok({ level, balls: 0 });
  },

  handleCast(ball, { level, balls }, self) {
    genServer.cast(self, nameOf(level + 1), ball);
    return noreply({ level, balls: balls + 1 });
  },

  handleInfo(_throw, { level, balls }, self) {
    self.sendAfter(3000, self.pid, 'throw');
    genServer.cast(self, nameOf(level + 1), 'ball');
    return noreply({ level, balls: balls + 1 });
  },
} satisfies GenServer<State, never, 'ball', 'throw'>;
