import { type AppFrame, nextFrame, openApp, pause, treeStands } from './app-frame.ts';
import type { Bench } from './harness.ts';

const EVENTS = 1_000_000;
const WINDOW_MS = 3_000;
const PATIENCE_MS = 120_000;

/** How long the pictures take while somebody drags through a run of a million events. */
export default async function scrub(bench: Bench): Promise<void> {
  const app = await openApp();
  await treeStands(app);
  // Each part of the page is loaded when it is first looked at.
  await show(app, 'Sequence');
  await show(app, 'Log');
  await play(app);
  for (const [tab, words] of [
    ['Log', 'timeline and log'],
    ['Sequence', 'timeline and sequence diagram'],
  ] as const) {
    await show(app, tab);
    await bench.measure({
      name: `frame, scrubbing a run of 1 M events, ${words}, p95`,
      unit: 'ms',
      goal: '<= 20',
      run: () => framesOf(app),
    });
  }
  app.close();
}

/** As fast as it goes, until a million events are known. */
async function play(app: AppFrame): Promise<void> {
  const speed = await app.find<HTMLInputElement>('input[type="range"][aria-label="Speed"]');
  speed.focus();
  // As React sees it: by the element's own setter, and an event.
  const { set } = Object.getOwnPropertyDescriptor(Object.getPrototypeOf(speed), 'value') ?? {};
  set?.call(speed, speed.max);
  speed.dispatchEvent(new app.view.Event('input', { bubbles: true }));
  const started = performance.now();
  while ((await eventsOf(app)) < EVENTS) {
    if (performance.now() - started > PATIENCE_MS) throw new Error('too slow: no 1 M events');
    await pause(100);
  }
  await app.press('Pause');
  await pause(1_000);
}

const sliderOf = (app: AppFrame) => app.find('[role="slider"][aria-label="Moment on view"]');

async function eventsOf(app: AppFrame): Promise<number> {
  const words = (await sliderOf(app)).getAttribute('aria-valuetext') ?? '';
  const [, events = '0'] = /event [\d\s]+ of ([\d\s]+),/.exec(words) ?? [];
  return Number(events.replace(/\s/g, ''));
}

async function show(app: AppFrame, tab: string): Promise<void> {
  await app.find('[role="tab"]');
  for (const each of app.document.querySelectorAll<HTMLElement>('[role="tab"]')) {
    if (each.textContent === tab) each.click();
  }
  await pause(1_500);
  const isThere = app.document.querySelector('[role="listbox"]') !== null;
  if (isThere !== (tab === 'Sequence')) throw new Error(`the tab ${tab} does not show`);
}

/** The 95th percentile of the times between pictures, while the pointer goes to and fro over the strip. */
async function framesOf(app: AppFrame): Promise<number> {
  const slider = await sliderOf(app);
  const { left, top, width } = slider.getBoundingClientRect();
  const point = (type: string, share: number) =>
    slider.dispatchEvent(
      new app.view.PointerEvent(type, {
        bubbles: true,
        // The mouse's.
        pointerId: 1,
        pointerType: 'mouse',
        clientX: left + share * width,
        clientY: top + 20,
      }),
    );
  const times: number[] = [];
  point('pointerdown', 0.5);
  const first = await nextFrame(app.view);
  for (let last = first; last - first < WINDOW_MS; ) {
    point('pointermove', 0.5 + 0.4 * Math.sin((last - first) / 400));
    const now = await nextFrame(app.view);
    times.push(now - last);
    last = now;
  }
  point('pointerup', 0.5);
  times.sort((one, other) => one - other);
  return times[Math.ceil(times.length * 0.95) - 1] ?? Number.NaN;
}
