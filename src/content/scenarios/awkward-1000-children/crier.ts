import { genServer, type Self, type Steps } from 'otp';
import { cellName } from './hive_sup.ts';

/** Tells all cells something at the same moment, every three seconds. */
export function* cry(self: Self, size: number): Steps<unknown> {
  yield* self.sleep(3000);
  for (let number = 1; number <= size; number++) genServer.cast(self, cellName(number), 'hello');
  return self.tailCall('cry', size);
}
