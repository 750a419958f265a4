import type { SimTime } from '../../base/sim-time.ts';
import { flightAt, flightUsOf } from '../../view/message-flight.ts';
import type { MessageView } from '../../view/view.ts';

/** How a message is drawn: on its way, waiting in the receiver's row, or fading. Written anew by each `lookAt`. */
export interface FlightLook {
  /** Part of its way, 0…1. */
  part: number;
  alpha: number;
  /** It has landed and was not taken yet. */
  waits: boolean;
}

/** While the run plays, a message is on its way for at least this long on screen: else nobody would see it. */
const FLIGHT_MS = 280;
/** A message that was taken fades for so long on screen, one that nobody gets three times as long. */
const FADE_MS = 160;
/** The speed has no upper end. */
const FASTEST = 1_000;

export interface Pace {
  readonly flightUs: number;
  readonly fadeUs: number;
}

/**
 * How long flights last, in virtual time. While the run stands still it is as it is in the run: the shortest
 * scheduling delay. While it plays faster than one could see that, flights are drawn longer: a
 * message then lands on screen after it was taken.
 */
export function paceOf(
  schedulingDelayUs: readonly [min: number, max: number],
  speed: number,
  playing: boolean,
): Pace {
  const shortest = flightUsOf(schedulingDelayUs);
  const usPerMs = Math.min(speed, FASTEST) * 1_000;
  return {
    flightUs: playing ? Math.max(shortest, usPerMs * FLIGHT_MS) : shortest,
    fadeUs: Math.max(shortest / 2, usPerMs * FADE_MS),
  };
}

/** Writes how the message looks at `now` into `look`; false when there is nothing to draw. */
export function lookAt(
  message: MessageView,
  now: SimTime,
  { flightUs, fadeUs }: Pace,
  look: FlightLook,
): boolean {
  look.alpha = 1;
  look.waits = false;
  const { sentAt, receivedAt, lost } = message;
  const landsAt = sentAt + flightUs;
  // Most of a long run's messages are of the past: told at once, and without an object.
  if (
    receivedAt !== null &&
    !lost &&
    now - Math.max(receivedAt, landsAt) >= fadeUs &&
    now >= landsAt
  ) {
    return false;
  }
  const flight = flightAt(message, now, flightUs);
  switch (flight.type) {
    case 'ahead':
      return false;
    case 'flying':
      look.part = flight.progress;
      return true;
    case 'waiting':
      look.part = 1;
      look.waits = true;
      return true;
    case 'received':
      look.part = Math.min(1, (now - sentAt) / flightUs);
      look.alpha = 1 - Math.max(0, Math.min(flight.agoUs, now - landsAt)) / fadeUs;
      return look.alpha > 0;
    case 'lost':
      look.part = flight.progress;
      look.alpha = 1 - flight.agoUs / (3 * fadeUs);
      return look.alpha > 0;
  }
}
