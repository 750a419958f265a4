import { pathOf, processAt } from '../view/paths.ts';
import type { View } from '../view/view.ts';
import type { Selection } from './playground-state.ts';
import type { Stage } from './stage.ts';

/** The inspector is refreshed no more often than this, in real milliseconds. */
const REFRESH_MS = 120;

/**
 * What is selected, and its detail. A selected card goes on being selected when its process dies and
 * another takes its place: the pid follows the path, unless an earlier incarnation was chosen on purpose.
 */
export class Selecting {
  private readonly stage: Stage;
  private follows = true;
  private asking = false;
  private resting = false;
  /** Something changed since the last answer. */
  private stale = false;

  constructor(stage: Stage) {
    this.stage = stage;
    stage.onShow.push(() => this.shown());
  }

  select(change: Partial<Selection>): void {
    const { view, selection } = this.stage.state;
    const next = complete(view, { ...change }, selection, (seq) => this.pidOf(seq));
    const present = next.path === null ? null : (processAt(view, next.path)?.pid ?? null);
    this.follows = change.pid == null || change.pid === present;
    // Who selects a process may act on it next, and that must not have to wait.
    if (next.pid !== null) void this.stage.loadForeign();
    this.stage.set({ selection: next, ...(next.pid === selection.pid ? {} : { detail: null }) });
    this.refresh();
  }

  /** The moment on view is another one. */
  private shown(): void {
    const { view, selection } = this.stage.state;
    if (selection.path !== null && this.follows) {
      const pid = processAt(view, selection.path)?.pid ?? selection.pid;
      if (pid !== selection.pid) this.stage.set({ selection: { ...selection, pid }, detail: null });
    }
    this.refresh();
  }

  private pidOf(seq: number): number | null {
    const pid = this.stage.shown.buffer.decode(seq)?.pid ?? 0;
    return pid === 0 ? null : pid;
  }

  private refresh(): void {
    this.stale = true;
    if (this.asking || this.resting) return;
    this.stale = false;
    const { pid } = this.stage.state.selection;
    if (pid === null) {
      if (this.stage.state.detail !== null) this.stage.set({ detail: null });
      return;
    }
    // While a step is told beat by beat the engine is ahead of the view: the detail waits for its end.
    // Who looks into the middle of a step sees it as it is there. On a long way the engine is anywhere.
    const isAhead = this.stage.shown.behind && this.stage.state.run.type === 'playing';
    if (isAhead || !this.stage.turns.isFree) {
      this.stale = true;
      this.rest();
      return;
    }
    void this.inspect(pid);
  }

  private async inspect(pid: number): Promise<void> {
    this.asking = true;
    const outcome = await this.stage.deps.engine.inspect(pid);
    this.asking = false;
    if (outcome.type === 'inspected' && this.stage.state.selection.pid === pid) {
      this.stage.set({ detail: outcome.process });
    }
    this.rest();
  }

  private rest(): void {
    this.resting = true;
    this.stage.deps.after(REFRESH_MS, () => {
      this.resting = false;
      if (this.stale) this.refresh();
    });
  }
}

/** Path, pid and event belong together: whichever is given brings the others. */
function complete(
  view: View,
  change: Partial<Selection>,
  before: Selection,
  pidOf: (seq: number) => number | null,
): Selection {
  const seq = change.seq === undefined ? before.seq : change.seq;
  if (change.path !== undefined) {
    const path = change.path;
    const present = path === null ? null : (processAt(view, path)?.pid ?? null);
    return { path, pid: change.pid === undefined ? present : change.pid, seq };
  }
  if (change.pid !== undefined) {
    return { path: change.pid === null ? null : pathOf(view, change.pid), pid: change.pid, seq };
  }
  const pid = seq === null || change.seq === undefined ? null : pidOf(seq);
  if (pid === null) return { ...before, seq };
  return { path: pathOf(view, pid), pid, seq };
}
