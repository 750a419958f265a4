import { type AppFrame, nextFrame, openApp, pause, treeStands } from './app-frame.ts';
import type { Bench } from './harness.ts';
import { playMillion, sliderOf } from './million-events.ts';

const WINDOW_MS = 3_000;

/** How long the pictures take while somebody drags through a run of a million events. */
export default async function scrub(bench: Bench): Promise<void> {
  const app = await openApp();
  await treeStands(app);
  // Each part of the page is loaded when it is first looked at.
  await show(app, 'Sequence');
  await show(app, 'Log');
  await playMillion(app);
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
