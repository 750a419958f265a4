import { parseRunText, type SavedRun, serialiseRun } from '../scenario/saved-run.ts';
import type { Keep } from './keep.ts';

const KEY = 'work';

/** The run of the last visit; null when there is none that can be read. Never throws. */
export function readWork(keep: Keep): SavedRun | null {
  const text = keep.read(KEY);
  if (text === null) return null;
  const parsed = parseRunText(text);
  return parsed.type === 'parsed' ? parsed.value : null;
}

export interface WorkKeeper {
  /** Something changed: it will be written soon. */
  touch(): void;
  /** Writes now what was not written yet: the page is about to go. */
  flush(): void;
}

/** Writes the work at most once in `QUIET_MS`, because it may be large. */
const QUIET_MS = 500;

export function createWorkKeeper(
  keep: Keep,
  after: (ms: number, callback: () => void) => () => void,
  current: () => SavedRun,
): WorkKeeper {
  let cancel: (() => void) | null = null;
  const flush = () => {
    if (cancel === null) return;
    cancel();
    cancel = null;
    keep.write(KEY, serialiseRun(current()));
  };
  return {
    touch() {
      cancel ??= after(QUIET_MS, flush);
    },
    flush,
  };
}
