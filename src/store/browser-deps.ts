import type { Address, Frames, PlaygroundDeps } from './deps.ts';
import { ForeignLoader } from './foreign-loader.ts';
import type { StorageLike } from './keep.ts';

/** What the page itself gives to the store; `main.tsx` adds the engine and the gallery. */
export function browserDeps(): Omit<
  PlaygroundDeps,
  'engine' | 'newEngine' | 'gallery' | 'autoplay'
> {
  return {
    foreign: new ForeignLoader(),
    frames: browserFrames,
    after,
    randomSeed: () => Math.floor(Math.random() * 1_000_000),
    storage: localStorageOrNull(),
    address: browserAddress,
    onHide(listener) {
      window.addEventListener('pagehide', listener);
      document.addEventListener('visibilitychange', () => {
        if (document.visibilityState === 'hidden') listener();
      });
    },
    onError(listener) {
      window.addEventListener('error', ({ error, message, filename }) => {
        // The browser's own remarks have no exception; what extensions do is not ours.
        if (error != null && isOurs(`${filename} ${stackOf(error)}`)) listener(error);
        else if (error == null && isScript(filename)) listener(message);
      });
      window.addEventListener('unhandledrejection', ({ reason }) => {
        if (isOurs(stackOf(reason))) listener(reason);
      });
    },
  };
}

const isOurs = (places: string): boolean => !/\b[a-z-]+-extension:/.test(places);
const isScript = (file: string): boolean =>
  file.startsWith(location.origin) && file.endsWith('.js');
const stackOf = (error: unknown): string => (error instanceof Error ? (error.stack ?? '') : '');

/** Also what the engine's client takes. */
export function after(ms: number, callback: () => void): () => void {
  const timer = setTimeout(callback, ms);
  return () => clearTimeout(timer);
}

const browserFrames: Frames = {
  request(callback) {
    const frame = requestAnimationFrame(callback);
    return () => cancelAnimationFrame(frame);
  },
};

const browserAddress: Address = {
  fragment: () => location.hash,
  base: () => location.href.split('#', 1)[0] ?? '',
  clear() {
    if (location.hash !== '')
      history.replaceState(history.state, '', location.pathname + location.search);
  },
  onChange: (listener) => window.addEventListener('hashchange', listener),
};

/** Where storage is forbidden, merely asking for it throws. */
function localStorageOrNull(): StorageLike | null {
  try {
    return window.localStorage;
  } catch {
    return null;
  }
}
