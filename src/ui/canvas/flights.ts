import type { MessageView, View } from '../../view/view.ts';
import { ROUTE_LENGTH, writeCurve, writeElbow, writeFromAbove } from './route.ts';
import type { Scene, SceneCard } from './scene.ts';
import { spriteOf } from './sprites.ts';

/**
 * The messages to be drawn, as columns: filled when the view or the tree changes, read in every
 * frame without making an object.
 */
export class Flights {
  count = 0;
  routes = new Float32Array(64 * ROUTE_LENGTH);
  sprites = new Uint8Array(64);
  seqs = new Float64Array(64);
  messages: readonly MessageView[] = [];
  /** Receiver's card of each, for the pile; null when it has none in sight. */
  receivers: (SceneCard | null)[] = [];
  /** Those that have arrived come first. */
  #arrived = 0;

  fill(view: View, scene: Scene): void {
    this.#makeRoom(view.messages.length);
    let count = 0;
    this.#arrived = 0;
    this.messages = view.messages;
    for (const message of view.messages) {
      const to = scene.cardOf(view, message.to);
      this.receivers[count] = to;
      this.seqs[count] = message.seq;
      this.sprites[count] = spriteOf(message);
      if (message.receivedAt !== null) this.#arrived = count + 1;
      if (to !== null)
        writeRoute(this.routes, count * ROUTE_LENGTH, scene.cardOf(view, message.from), to);
      count++;
    }
    this.count = count;
  }

  /** In which order to draw: of those that have arrived the newest first, then those under way as they were sent. */
  order(turn: number): number {
    return turn < this.#arrived ? this.#arrived - 1 - turn : turn;
  }

  #makeRoom(count: number): void {
    if (count <= this.sprites.length) return;
    const room = 2 ** Math.ceil(Math.log2(count));
    this.routes = new Float32Array(room * ROUTE_LENGTH);
    this.sprites = new Uint8Array(room);
    this.seqs = new Float64Array(room);
  }
}

/** The way from card to card: along the supervision edge when there is one, else over the canvas. */
export function writeRoute(
  out: Float32Array,
  at: number,
  from: SceneCard | null,
  to: SceneCard,
): void {
  if (from === null || from === to) writeFromAbove(out, at, to);
  else if (from.parentPath === to.path) writeElbow(out, at, to, from, true);
  else if (to.parentPath === from.path) writeElbow(out, at, from, to, false);
  else writeCurve(out, at, from, to);
}
