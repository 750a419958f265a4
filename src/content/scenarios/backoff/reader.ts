import type { Self, Steps } from 'otp';
import { fetch } from './connection.ts';

/** Fetches a page, reads it for a while, fetches the next one. It waits as long as it takes. */
export function* reader(self: Self, page: number): Steps<unknown> {
  yield* fetch(self, page);
  yield* self.sleep(1500);
  return self.tailCall('reader', page + 1);
}
