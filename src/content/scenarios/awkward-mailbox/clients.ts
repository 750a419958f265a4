import { Exit, type Self, type Steps } from 'otp';
import { file, filed } from './clerk.ts';

const AT_ONCE = 500;

/** Files so many forms, five hundred at a time. A cast never waits, so nothing slows it down. */
export function* crowd(self: Self, forms: number): Steps<unknown> {
  yield* self.sleep(200);
  for (let form = 0; form < AT_ONCE; form++) file(self, form);
  return forms > AT_ONCE ? self.tailCall('crowd', forms - AT_ONCE) : 'done';
}

/** Asks politely, every five seconds. In a long queue a call times out, though the clerk is well. */
export function* citizen(self: Self, timeouts: number): Steps<unknown> {
  yield* self.sleep(5000);
  try {
    yield* filed(self);
    return self.tailCall('citizen', timeouts);
  } catch (thrown) {
    if (!(thrown instanceof Exit)) throw thrown;
    return self.tailCall('citizen', timeouts + 1);
  }
}
