import type { Tone } from './card-look.ts';

/**
 * Keeps a crash in sight, and screens from flashing. A card that has shown a crash (or a restart) keeps showing it
 * for a moment of real time; in a storm each crash prolongs it, so the card stays marked instead of
 * blinking: no card changes to an alarming tone and back more than three times a second.
 */
export const HOLD_MS = 360;

interface Held {
  readonly tone: Tone;
  readonly word: string;
  until: number;
}

export class Hold {
  readonly #held = new Map<string, Held>();

  /** Says that `path` is in this tone now; returns what to show. */
  show(
    path: string,
    tone: Tone,
    word: string,
    now: number,
  ): { readonly tone: Tone; readonly word: string } {
    const held = this.#held.get(path);
    if (tone === 'crashed') {
      if (held?.tone === 'crashed' && held.word === word) held.until = now + HOLD_MS;
      else this.#held.set(path, { tone, word, until: now + HOLD_MS });
      return { tone, word };
    }
    if (held === undefined) return { tone, word };
    if (now < held.until) return held;
    this.#held.delete(path);
    return { tone, word };
  }

  /** A crash that came and went between two frames. */
  mark(path: string, word: string, now: number): void {
    this.#held.set(path, { tone: 'crashed', word, until: now + HOLD_MS });
  }

  /** How long the card has to wait before it may show what it is; 0 when it does. */
  remaining(path: string, now: number): number {
    const held = this.#held.get(path);
    return held === undefined ? 0 : Math.max(0, held.until - now);
  }

  get busy(): boolean {
    return this.#held.size > 0;
  }

  clear(): void {
    this.#held.clear();
  }
}
