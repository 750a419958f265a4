import { type SavedRun, serialiseRun } from '../scenario/saved-run.ts';
import type { Foreign } from './foreign-loader.ts';
import type { Keep } from './keep.ts';
import { presentRun } from './present-run.ts';
import type { Stage } from './stage.ts';

const RUN = 'work';
const PLAYING = 'work-playing';
const ASIDE = 'work-put-aside';

export interface Work {
  readonly run: SavedRun;
  readonly playing: boolean;
}

/**
 * The run of the last visit; null when there is none, or none that can be read. Then it is put aside,
 * because the work of this visit will take its place. Never throws.
 */
export async function readWork(
  keep: Keep,
  load: () => Promise<Foreign | null>,
  tell: (text: string) => void,
): Promise<Work | null> {
  const text = keep.read(RUN);
  if (text === null) return null;
  const playing = keep.read(PLAYING) === 'yes';
  const parsed = (await load())?.parseRunText(text);
  if (parsed?.type === 'parsed') return { run: parsed.value, playing };
  keep.write(ASIDE, text);
  tell(
    parsed?.type === 'newer'
      ? 'Your work of the last visit was kept by a later version of the playground. Reload the page to get that version; the work is put aside until then.'
      : 'Your work of the last visit can no longer be read. It is put aside.',
  );
  return null;
}

/** Writes at most once in so many real milliseconds, because the work may be large. */
const QUIET_MS = 500;

/**
 * Keeps the run on screen for the next visit, while it is the person's own: somebody's link that is
 * only looked at does not replace it.
 */
export class WorkKeeper {
  private readonly keep: Keep;
  private readonly stage: Stage;
  private mine = true;
  private cancel: (() => void) | null = null;

  constructor(keep: Keep, stage: Stage) {
    this.keep = keep;
    this.stage = stage;
    stage.store.subscribe((state, before) => {
      const changed =
        state.run.type !== before.run.type ||
        state.commands !== before.commands ||
        state.scenario !== before.scenario ||
        state.bookmarks !== before.bookmarks ||
        state.branches !== before.branches ||
        (state.run.type !== 'playing' && state.now !== before.now);
      if (changed) this.touch();
    });
    stage.deps.onHide(() => this.write());
  }

  own(mine: boolean): void {
    this.mine = mine;
  }

  private touch(): void {
    this.cancel ??= this.stage.deps.after(QUIET_MS, () => this.write());
  }

  private write(): void {
    this.cancel?.();
    this.cancel = null;
    const { type } = this.stage.state.run;
    // A run that is not there yet, or can't be, has no moment worth keeping.
    if (!this.mine || type === 'loading' || type === 'failed' || type === 'stuck') return;
    this.keep.write(RUN, serialiseRun(presentRun(this.stage)));
    this.keep.write(PLAYING, type === 'playing' ? 'yes' : 'no');
  }
}
