/** The built playground in a frame of the benchmark's page, as a visitor has it who never was here. */
export interface AppFrame {
  readonly view: Window & typeof globalThis;
  readonly document: Document;
  /** Resolves with the first element that the selector finds. */
  find<Kind extends Element = HTMLElement>(selector: string): Promise<Kind>;
  /** Presses the button of this name, as soon as it is there and can be pressed. */
  press(label: string): Promise<void>;
  close(): void;
}

const PATIENCE_MS = 20_000;
const KEPT = 'supervision-tree-playground/';

let openings = 0;

/** Each opening is under an address of its own, so that no cache has anything of it. */
export async function openApp(fragment = ''): Promise<AppFrame> {
  for (const key of Object.keys(localStorage)) {
    if (key.startsWith(KEPT)) localStorage.removeItem(key);
  }
  const frame = document.createElement('iframe');
  frame.style.cssText = 'position: fixed; inset: 0; border: 0; width: 1280px; height: 800px';
  frame.src = `/fresh-${++openings}/app/${fragment}`;
  document.body.append(frame);
  const started = performance.now();
  const view = () => frame.contentWindow as Window & typeof globalThis;

  async function find<Kind extends Element>(selector: string): Promise<Kind> {
    for (;;) {
      const found = view().document.querySelector<Kind>(selector);
      if (found !== null) return found;
      if (performance.now() - started > PATIENCE_MS) {
        throw new Error(`no ${selector} in the page: ${view().document.body.innerText}`);
      }
      await nextFrame(window);
    }
  }

  // Until then the frame has a document of its own, which is empty.
  await find('#root');
  return {
    view: view(),
    document: view().document,
    find,
    async press(label) {
      (await find<HTMLButtonElement>(`button[aria-label="${label}"]:not(:disabled)`)).click();
    },
    close: () => frame.remove(),
  };
}

/** The picture's own clock. */
export const nextFrame = (view: Window): Promise<number> =>
  new Promise((resolve) => view.requestAnimationFrame(resolve));

/** The times between pictures for so long, in milliseconds. `each` is called before every one of them, with the time since the first. */
export async function framesFor(
  ms: number,
  { view }: AppFrame,
  each: (ms: number) => void = () => {},
): Promise<number[]> {
  const times: number[] = [];
  const first = await nextFrame(view);
  for (let last = first; last - first < ms; ) {
    each(last - first);
    const now = await nextFrame(view);
    times.push(now - last);
    last = now;
  }
  return times;
}

/** The tree stands: its cards are measured, hence visible, the viewport is fitted to them, and two pictures were shown. */
export async function treeStands(app: AppFrame): Promise<void> {
  // Looked for anew each time: the first card may be replaced by another while the tree grows.
  while (!(await isMeasured(app)) || !isFitted(await app.find('.react-flow__viewport'))) {
    await nextFrame(app.view);
  }
  await nextFrame(app.view);
  await nextFrame(app.view);
}

const isMeasured = async (app: AppFrame): Promise<boolean> =>
  app.view.getComputedStyle(await app.find('.react-flow__node')).visibility === 'visible';

const isFitted = ({ style }: HTMLElement): boolean =>
  style.transform !== '' && style.transform !== 'translate(0px, 0px) scale(1)';

export const pause = (ms: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, ms));
