import type { Detail } from './detail.ts';
import { grown, overlaps, type Rect } from './geometry.ts';
import type { SceneCard } from './scene.ts';

/** With so few cards all are in the DOM at every zoom, so that the keyboard and screen readers reach them. */
export const ALWAYS_MOUNTED = 60;
/** New cards a frame: making a card costs about a millisecond, and a pan must not wait for it. */
export const MOUNTS_A_FRAME = 10;

/** Cards come into the DOM this far before they come into view, as a part of the view's width, and leave it later. */
const ENTER = 0.05;
const LEAVE = 0.15;

export interface Mounting {
  readonly mounted: ReadonlySet<SceneCard>;
  /** Some had to wait for the next frame. */
  readonly more: boolean;
}

/**
 * Which cards are in the DOM now: those in sight and a little around, as long as they can be read.
 * The rest is drawn on canvas. Returns the same set when nothing changes.
 */
export function mountCards(
  cards: readonly SceneCard[],
  before: ReadonlySet<SceneCard>,
  seen: Rect,
  detail: Detail,
): Mounting {
  if (cards.length <= ALWAYS_MOUNTED) return settled(before, new Set(cards));
  if (detail === 'shape') return settled(before, NONE);
  const enter = grown(seen, seen.width * ENTER);
  const leave = grown(seen, seen.width * LEAVE);
  const paths = new Set<string>();
  for (const card of before) paths.add(card.path);
  const after = new Set<SceneCard>();
  let room = MOUNTS_A_FRAME;
  for (const card of cards) {
    const had = paths.has(card.path);
    if (!overlaps(card, had ? leave : enter)) continue;
    if (!had && room-- <= 0) continue;
    after.add(card);
  }
  return { ...settled(before, after), more: room < 0 };
}

const NONE: ReadonlySet<SceneCard> = new Set();

function settled(before: ReadonlySet<SceneCard>, after: ReadonlySet<SceneCard>): Mounting {
  const same = before.size === after.size && [...after].every((card) => before.has(card));
  return { mounted: same ? before : after, more: false };
}
