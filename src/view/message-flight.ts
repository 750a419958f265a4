import type { SimTime } from '../base/sim-time.ts';
import type { MessageView } from './view.ts';

/** Where a message is at a moment, for the layer that draws its dot. */
export type Flight =
  /** Not sent yet: one looks at a moment before. */
  | { readonly type: 'ahead' }
  /** `progress` of its way, from 0 to below 1. */
  | { readonly type: 'flying'; readonly progress: number }
  /** There, and not taken yet. */
  | { readonly type: 'waiting' }
  /** Taken `agoUs` ago; drawn while it fades. */
  | { readonly type: 'received'; readonly agoUs: number }
  /** Nobody gets it: it fades at `progress` of its way. */
  | { readonly type: 'lost'; readonly progress: number; readonly agoUs: number };

/**
 * Where the message is at `now`: a function of virtual time alone, so that pausing, stepping back and
 * looking again show the same.
 *
 * Within a node delivery takes no time; what passes is the receiver's scheduling delay. The dot
 * uses the shortest such delay, `flightUs`, for its way: a receiver that was idle can't take the message
 * sooner, so the dot is there by then, and waits. Where the message was taken sooner after all (its
 * receiver was about to look anyway), it arrives just then and never later.
 */
export function flightAt(message: MessageView, now: SimTime, flightUs: number): Flight {
  const { sentAt, receivedAt, lost } = message;
  if (now < sentAt) return AHEAD;
  const landsAt = sentAt + flightUs;
  if (receivedAt !== null && now >= receivedAt) {
    if (lost) return lostAt(message, receivedAt, now, flightUs);
    return { type: 'received', agoUs: now - receivedAt };
  }
  const end = receivedAt !== null && !lost ? Math.min(landsAt, receivedAt) : landsAt;
  return now < end ? { type: 'flying', progress: (now - sentAt) / (end - sentAt) } : WAITING;
}

/**
 * The shortest way a message takes, from the scenario's scheduling delay. At least a microsecond:
 * a flight takes time.
 */
export const flightUsOf = (schedulingDelayUs: readonly [min: number, max: number]): number =>
  Math.max(1, schedulingDelayUs[0]);

/** What nobody gets flies on for half its way, and fades there: it never arrives. */
function lostAt(message: MessageView, lostAtTime: SimTime, now: SimTime, flightUs: number): Flight {
  const half = message.sentAt + flightUs / 2;
  const end = Math.max(half, lostAtTime);
  if (now < end && lostAtTime < half) {
    return { type: 'flying', progress: (now - message.sentAt) / flightUs };
  }
  const progress = Math.min(1, (end - message.sentAt) / flightUs);
  return { type: 'lost', progress, agoUs: now - end };
}

const AHEAD: Flight = Object.freeze({ type: 'ahead' });
const WAITING: Flight = Object.freeze({ type: 'waiting' });
