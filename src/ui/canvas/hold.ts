import type { Look } from '../shared/process-look.ts';

/**
 * Keeps a crash in sight, and screens from flashing. A card that has shown a crash keeps showing it
 * for a moment of real time; in a storm each crash prolongs it, so the card stays marked instead of
 * blinking: no card changes to an alarming look and back more than three times a second.
 */
export const HOLD_MS = 360;

export class Hold {
  readonly #held = new Map<string, { readonly look: Look; until: number }>();

  /** Says how `path` looks now; returns what to show. */
  show(path: string, look: Look, now: number): Look {
    const held = this.#held.get(path);
    if (look.tone === 'crashed') {
      if (held?.look.word === look.word) held.until = now + HOLD_MS;
      else this.mark(path, look, now);
      return look;
    }
    if (held === undefined) return look;
    if (now < held.until) return held.look;
    this.#held.delete(path);
    return look;
  }

  /** Holds a crash that came and went between two frames. */
  mark(path: string, look: Look, now: number): void {
    this.#held.set(path, { look, until: now + HOLD_MS });
  }

  /** How long until the card may show what it is, in ms; 0 when it does. */
  remaining(path: string, now: number): number {
    const held = this.#held.get(path);
    return held === undefined ? 0 : Math.max(0, held.until - now);
  }

  /** Some card is held; forgets those that are not any more. */
  busy(now: number): boolean {
    for (const [path, { until }] of this.#held) if (now >= until) this.#held.delete(path);
    return this.#held.size > 0;
  }
}
