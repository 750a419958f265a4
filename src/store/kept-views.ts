import type { View } from '../view/view.ts';

/**
 * Views at moments gone by, in order. A view is never changed and shares what it can with the others,
 * so to keep one costs a map of the processes; any other is folded from the one before it.
 */
export class KeptViews {
  private views: View[] = [];
  private interval = INTERVAL;

  /** Events that may be folded in one go, for the views between not to be too far apart. */
  get stretch(): number {
    return this.interval;
  }

  /** Keeps the view, if it is later than all, and far enough from the last. */
  offer(view: View): void {
    const last = this.views.at(-1)?.seq ?? 0;
    if (view.seq - last < Math.max(this.interval, view.processes.size * EVENTS_A_PROCESS)) return;
    this.views.push(view);
    if (this.views.length <= KEPT_MAX) return;
    this.views = this.views.filter((_view, place) => place % 2 === 1);
    this.interval *= 2;
  }

  /** The last one at or before `seq`; null: from the start. */
  before(seq: number): View | null {
    let [low, high] = [0, this.views.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.views[middle] as View).seq <= seq) low = middle + 1;
      else high = middle;
    }
    return this.views[low - 1] ?? null;
  }

  /** The first one at or after `seq`; null for none. */
  from(seq: number): View | null {
    return this.views.find((view) => view.seq >= seq) ?? null;
  }

  /** Another history begins after `seq` events. */
  cut(seq: number): void {
    this.views = this.views.filter((view) => view.seq <= seq);
  }
}

const INTERVAL = 8_192;
const EVENTS_A_PROCESS = 16;
const KEPT_MAX = 256;
