/** The part of `localStorage` that is used. Each of them may throw. */
export interface StorageLike {
  getItem(key: string): string | null;
  setItem(key: string, value: string): void;
  removeItem(key: string): void;
}

/**
 * What the page remembers from one visit to the next. A browser may forbid it, and it may be full:
 * then the work goes on in memory, what was kept before stays, and the person is told once.
 */
export interface Keep {
  read(key: string): string | null;
  /** False when it could not be written. */
  write(key: string, text: string): boolean;
}

/** Before every key, because other pages may live on the same origin. */
const PREFIX = 'supervision-tree-playground/';

export function createKeep(storage: StorageLike | null, tell: (text: string) => void): Keep {
  let told = false;
  return {
    read(key) {
      try {
        return storage?.getItem(PREFIX + key) ?? null;
      } catch {
        return null;
      }
    },
    write(key, text) {
      try {
        if (storage === null) throw new Error('no storage');
        storage.setItem(PREFIX + key, text);
        told = false;
        return true;
      } catch {
        if (!told) tell(NOT_KEPT);
        told = true;
        return false;
      }
    },
  };
}

const NOT_KEPT =
  'This browser does not let the page keep your work: its storage is full or switched off. Nothing is lost now, but a reload would lose it. Export the run as a file, or copy its link.';
