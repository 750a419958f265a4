/** What must not get in each other's way: one at a time, in the order asked for. */
export class Turns {
  private last: Promise<unknown> = Promise.resolve();
  private waiting = 0;
  private taken = 0;

  /** Nothing is under way: what takes its turn now begins at once. */
  get isFree(): boolean {
    return this.waiting === 0;
  }

  /** Of the turn that was taken last. */
  get number(): number {
    return this.taken;
  }

  take(task: () => Promise<void>): Promise<void> {
    const isFirst = this.isFree;
    this.waiting += 1;
    this.taken += 1;
    const mine = (isFirst ? task() : this.last.then(task)).finally(() => {
      this.waiting -= 1;
    });
    // Who asked is told when it fails; the next one comes all the same.
    this.last = mine.catch(() => {});
    return mine;
  }
}
