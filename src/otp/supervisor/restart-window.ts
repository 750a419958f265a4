/**
 * The restarts that still count. Port of `add_restart/1,3` in supervisor.erl.
 *
 * OTP counts in whole seconds and keeps a restart that is exactly `period` old, so we do both. OTP
 * scans its list at every restart; the times only grow, so here the old ones leave at one end,
 * and a restart costs the same however many stand in the window.
 */
export class RestartWindow {
  private seconds: number[] = [];
  private first = 0;

  /** Adds an attempt at `nowSeconds`; gives how many count now, this one included. More than the intensity: give up. */
  add(nowSeconds: number, period: number): number {
    const oldest = nowSeconds - period;
    while (this.first < this.seconds.length && (this.seconds[this.first] as number) < oldest)
      this.first++;
    if (this.first > 64 && this.first * 2 > this.seconds.length) {
      this.seconds = this.seconds.slice(this.first);
      this.first = 0;
    }
    this.seconds.push(nowSeconds);
    return this.seconds.length - this.first;
  }

  /** Moments in whole seconds, oldest first. */
  get times(): readonly number[] {
    return this.seconds.slice(this.first);
  }

  fork(): RestartWindow {
    const copy = new RestartWindow();
    copy.seconds = this.seconds.slice(this.first);
    return copy;
  }
}
