import { Exit, type Self, type Steps } from 'otp';
import { lookup, store } from './kv.ts';
import { fragment } from './packet_assembler.ts';
import { log, report } from './simple_logger.ts';

const FRUIT = ['apples', 'pears', 'plums', 'quinces'];
const WORDS = ['let it crash', 'fail fast', 'have you tried turning it off and on again'];

/** Stores and looks up fruit. A call may exit: the server was not there, died, or was too slow. */
export function* shopper(self: Self): Steps<unknown> {
  yield* self.sleep(1500 + self.random(1500));
  const fruit = FRUIT[self.random(FRUIT.length)] as string;
  yield* attempt(() =>
    self.random(3) === 0 ? store(self, fruit, self.random(10)) : lookup(self, fruit),
  );
  return self.tailCall('shopper');
}

/** Sends a packet in fragments, out of order. */
export function* sender(self: Self, packet: number): Steps<unknown> {
  const text = WORDS[packet % WORDS.length] as string;
  const size = 4 + self.random(4);
  const fragments = Array.from({ length: Math.ceil(text.length / size) }, (_, index) => index);
  while (fragments.length > 0) {
    yield* self.sleep(700 + self.random(600));
    const [index] = fragments.splice(self.random(fragments.length), 1) as [number];
    const of = Math.ceil(text.length / size);
    fragment(self, packet, index, of, text.slice(index * size, (index + 1) * size));
  }
  return self.tailCall('sender', packet + 1);
}

/** Logs that all is well, and asks for the report now and then. */
export function* watchman(self: Self, round: number): Steps<unknown> {
  yield* self.sleep(2500 + self.random(1000));
  if (self.whereis('my_simple_event_logger') !== undefined) log(self, ['round', round]);
  if (round % 4 === 0) yield* attempt(() => report(self));
  return self.tailCall('watchman', round + 1);
}

/** Goes on when a call exits: clients of a system that crashes must expect that. */
function* attempt(call: () => Steps<unknown>): Steps<void> {
  try {
    yield* call();
  } catch (thrown) {
    if (!(thrown instanceof Exit)) throw thrown;
  }
}
