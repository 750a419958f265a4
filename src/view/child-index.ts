import type { ChildView } from './view.ts';

/**
 * What makes a supervisor with thousands of children no slower to fold than one with three: places by
 * id, and which child is due to be started. Lives for a batch, beside the array of children.
 */
export class ChildIndex {
  private readonly places = new Map<string, number>();
  private restarting = 0;
  /** Every child before this one was started at least once. */
  private fresh = 0;

  constructor(children: readonly ChildView[]) {
    children.forEach((child, place) => {
      this.places.set(child.id, place);
      if (child.current === 'restarting') this.restarting++;
    });
  }

  placeOf(id: string): number {
    return this.places.get(id) ?? -1;
  }

  put(place: number, before: ChildView | undefined, child: ChildView): void {
    if (before?.current === 'restarting') this.restarting--;
    if (child.current === 'restarting') this.restarting++;
    if (before?.id === child.id) return;
    if (before !== undefined) this.places.delete(before.id);
    this.places.set(child.id, place);
  }

  /** The child whose process will be spawned next: one to be restarted, else one never started; -1 for none. */
  due(children: readonly ChildView[], isTemplate: boolean): number {
    if (this.restarting > 0) {
      const place = children.findIndex(
        (child) => child.current === 'restarting' && hasNobody(child),
      );
      if (place >= 0) return place;
    }
    if (isTemplate) return -1;
    while (this.fresh < children.length && children[this.fresh]?.incarnations.length !== 0) {
      this.fresh++;
    }
    return this.fresh < children.length ? this.fresh : onlyOne(children);
  }
}

const hasNobody = (child: ChildView): boolean => child.incarnations.at(-1)?.exitedAt !== null;

/** `restart_child` of a child that was stopped: which one is told only if there is just one. */
function onlyOne(children: readonly ChildView[]): number {
  let found = -1;
  for (const [place, child] of children.entries()) {
    if (child.current !== 'undefined' || child.removedAt !== null || !hasNobody(child)) continue;
    if (found >= 0) return -1;
    found = place;
  }
  return found;
}
