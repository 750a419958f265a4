/** Timers and frames that pass when the test says so. */
export class FakeClock {
  nowMs = 0;
  private timers: { at: number; callback: () => void }[] = [];
  private frames: ((ms: number) => void)[] = [];

  readonly after = (ms: number, callback: () => void): (() => void) => {
    const timer = { at: this.nowMs + ms, callback };
    this.timers.push(timer);
    return () => {
      this.timers = this.timers.filter((other) => other !== timer);
    };
  };

  readonly request = (callback: (ms: number) => void): (() => void) => {
    this.frames.push(callback);
    return () => {
      this.frames = this.frames.filter((other) => other !== callback);
    };
  };

  /** Real time passes, with a frame every `frameMs`; everything that waits for an answer gets it in between. */
  async pass(ms: number, frameMs = 10): Promise<void> {
    const end = this.nowMs + ms;
    await settle();
    while (this.nowMs < end) {
      this.nowMs = Math.min(end, this.nowMs + frameMs);
      const due = this.timers.filter(({ at }) => at <= this.nowMs);
      this.timers = this.timers.filter(({ at }) => at > this.nowMs);
      for (const { callback } of due) callback();
      for (const callback of this.frames.splice(0)) callback(this.nowMs);
      await settle();
    }
  }
}

/** All promises that can settle have settled. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 40; turn++) await Promise.resolve();
}
