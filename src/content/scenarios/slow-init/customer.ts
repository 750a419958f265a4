import { Exit, genServer, type Self, type Steps } from 'otp';

/** Asks the catalogue, waits for two seconds at most, and asks again. Tells how often it had to give up. */
export function* customer(self: Self, answered: number, gaveUp: number): Steps<unknown> {
  yield* self.sleep(1000);
  try {
    yield* genServer.call(self, 'catalogue', 'Erlang', 2000);
    return self.tailCall('customer', answered + 1, gaveUp);
  } catch (thrown) {
    if (!(thrown instanceof Exit)) throw thrown;
    return self.tailCall('customer', answered, gaveUp + 1);
  }
}
