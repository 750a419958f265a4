import { type EventHandler, genEvent, ok, okReply, type Self, type Term } from 'otp';

const NAME = 'my_simple_event_logger';

export function* start(self: Self) {
  const started = yield* genEvent.startLink(self, { name: NAME });
  if (started.type === 'ok') yield* genEvent.addHandler(self, NAME, 'simple_logger', 'arg1');
  return started;
}
export const quit = (self: Self) => genEvent.stop(self, NAME);
export const log = (self: Self, event: Term) => genEvent.notify(self, NAME, { type: 'log', event });
export const report = (self: Self) => genEvent.call(self, NAME, 'simple_logger', 'report');

/** Keeps the last five things that were logged, newest first. */
export default {
  init: () => ok([]),
  handleEvent: ({ event }, events) => ok([event, ...events].slice(0, 5)),
  handleCall: (_report, events) => okReply(events, events),
  terminate: () => true,
} satisfies EventHandler<readonly Term[], { type: 'log'; event: Term }, 'report'>;
