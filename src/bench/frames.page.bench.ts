import hive from '../content/scenarios/awkward-1000-children/scenario.ts';
import { startHeadless } from '../engine/run-headless.ts';
import type { Scenario } from '../scenario/scenario.ts';
import { encodeShareLink } from '../store/share-link.ts';
import { type AppFrame, framesFor, openApp, pause, treeStands } from './app-frame.ts';
import { type Bench, percentile95 } from './harness.ts';

const WINDOW_MS = 1_000;
const MESSAGES = 1_000;

/** How long the pictures take: of the essay's system at its own speed, and of a thousand cards and messages. */
export default async function frames(bench: Bench): Promise<void> {
  const essay = await openApp();
  await treeStands(essay);
  await bench.measure({
    name: 'frame, essay playing at ×1, p95',
    unit: 'ms',
    goal: '<= 17',
    run: () => framesOf(essay),
  });
  essay.close();

  const link = linkToStorm();
  for (const [zoom, words] of [
    [null, 'all of it in view'],
    [0.15, 'zoom 0.15'],
    [0.4, 'zoom 0.4'],
    [1, 'zoom 1'],
  ] as const) {
    const app = await openApp(link);
    await app.press('Play');
    // They stand together on one card until one asks for them.
    await app.press('Show all 1000 of cell');
    await app.press('Fit the tree');
    await pause(1_500);
    if (zoom !== null) await zoomTo(app, zoom);
    await pause(500);
    await bench.measure({
      name: `frame, 1,000 children, 1,000 messages, ${words}, still, p95`,
      unit: 'ms',
      goal: '<= 17',
      run: () => framesOf(app),
    });
    const pan = panning(app);
    await bench.measure({
      name: `frame, 1,000 children, 1,000 messages, ${words}, panning, p95`,
      unit: 'ms',
      goal: '<= 34',
      run: () => framesOf(app, pan.move),
    });
    pan.end();
    app.close();
  }
}

/** The 95th percentile of the times between pictures. */
const framesOf = async (app: AppFrame, each?: (ms: number) => void) =>
  percentile95(await framesFor(WINDOW_MS, app, each));

/**
 * A moment at which a thousand messages are on the way to a thousand children, so slow that they are
 * in the middle of it for a minute: spread over the tree, wherever one looks.
 */
function linkToStorm(): string {
  const scenario: Scenario = {
    ...hive,
    schedulingDelayUs: [200_000, 400_000],
    speed: 0.002,
  };
  const run = startHeadless(scenario);
  const inMailboxes = () =>
    run.world.node.processes.reduce((sum, process) => sum + (process?.queued ?? 0), 0);
  while (inMailboxes() < MESSAGES) {
    if (run.advance(run.moment().at + 10_000, Number.POSITIVE_INFINITY) === 'idle') {
      throw new Error('nobody sends a thousand messages');
    }
  }
  const { at, step } = run.moment();
  const link = encodeShareLink({
    scenario: { type: 'whole', scenario },
    seed: null,
    commands: [],
    moment: { at: at + 80_000, step },
    hash: run.hash(),
    selected: null,
    open: null,
    bookmarks: [],
  });
  if (link === null) throw new Error('too large for a link');
  return link;
}

function middleOf({ document, view }: AppFrame) {
  const pane = document.querySelector('.react-flow__pane');
  if (pane === null) throw new Error('there is no canvas');
  const box = pane.getBoundingClientRect();
  const at = { clientX: box.left + box.width / 2, clientY: box.top + box.height / 2 };
  return { pane, at: { ...at, bubbles: true, cancelable: true, view } };
}

async function zoomTo(app: AppFrame, zoom: number): Promise<void> {
  const { pane, at } = middleOf(app);
  // What d3-zoom makes of a turn of the wheel.
  const deltaY = -Math.log2(zoom / zoomOf(app)) / 0.002;
  pane.dispatchEvent(new app.view.WheelEvent('wheel', { ...at, deltaY }));
  await pause(300);
  const reached = zoomOf(app);
  if (Math.abs(reached / zoom - 1) > 0.05) throw new Error(`zoom ${reached} instead of ${zoom}`);
}

function zoomOf({ document }: AppFrame): number {
  const viewport = document.querySelector<HTMLElement>('.react-flow__viewport');
  const [, zoom] = /scale\(([\d.]+)\)/.exec(viewport?.style.transform ?? '') ?? [];
  return Number(zoom);
}

/** The mouse, held down, goes to and fro. */
function panning(app: AppFrame) {
  const { pane, at } = middleOf(app);
  const { MouseEvent } = app.view;
  pane.dispatchEvent(new MouseEvent('mousedown', { ...at, buttons: 1 }));
  const moveTo = (part: number) => ({
    ...at,
    buttons: 1,
    clientX: at.clientX + Math.sin(part) * 250,
    clientY: at.clientY + Math.sin(part / 2) * 120,
  });
  return {
    move(ms: number) {
      app.view.dispatchEvent(new MouseEvent('mousemove', moveTo((ms / WINDOW_MS) * 2 * Math.PI)));
    },
    end() {
      app.view.dispatchEvent(new MouseEvent('mouseup', at));
    },
  };
}
