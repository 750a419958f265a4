import { type AppFrame, framesFor, openApp, pause, treeStands } from './app-frame.ts';
import { type Bench, percentile95 } from './harness.ts';
import { playMillion, pointerOn } from './million-events.ts';

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
  const point = await pointerOn(app);
  point('pointerdown', 0.5);
  const times = await framesFor(WINDOW_MS, app, (ms) =>
    point('pointermove', 0.5 + 0.4 * Math.sin(ms / 400)),
  );
  point('pointerup', 0.5);
  return percentile95(times);
}
