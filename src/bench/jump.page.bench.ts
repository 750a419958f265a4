import { type AppFrame, nextFrame, openApp, treeStands } from './app-frame.ts';
import { type Bench, percentile95 } from './harness.ts';
import { EVENTS, playMillion, pointerOn } from './million-events.ts';

const JUMPS = 30;
const PATIENCE_MS = 5_000;

/** How long it takes until another moment of a run of a million events is painted, and what that run weighs. */
export default async function jump(bench: Bench): Promise<void> {
  const before = await memory();
  const app = await openApp();
  await treeStands(app);
  await playMillion(app);
  const point = await pointerOn(app);
  const press = (share: number) => {
    for (const type of ['pointerdown', 'pointerup']) point(type, share);
  };
  let seed = 1;
  await bench.measure({
    name: 'jump to any moment of 1 M events, to a painted frame, p95',
    unit: 'ms',
    goal: '<= 100',
    run: async () =>
      percentile95(
        await timesOf(app, () => {
          seed = (Math.imul(seed, 1_103_515_245) + 12_345) >>> 0;
          // The strip ends behind what is known.
          press(0.02 + (0.68 * seed) / 2 ** 32);
        }),
      ),
  });
  const back = await app.find<HTMLButtonElement>('button[aria-label="Step back"]');
  await bench.measure({
    name: 'a step back in 1 M events, to a painted frame, p95',
    unit: 'ms',
    goal: '<= 30',
    run: async () => percentile95(await timesOf(app, () => back.click())),
  });
  const weight = (await memory()) - before;
  await bench.measure({
    name: `memory of a run of ${EVENTS / 1e6} M events: page and Worker, without an empty browser`,
    unit: 'MB',
    goal: '<= 300',
    run: () => weight,
  });
  app.close();
}

/** From being asked for until the picture that shows it is painted. The transport says which moment that is. */
async function timesOf(app: AppFrame, ask: () => void): Promise<number[]> {
  const times: number[] = [];
  for (let count = 0; count < JUMPS; count++) {
    await nextFrame(app.view);
    const shown = change(await app.find('section[aria-label="Transport"]'));
    const started = performance.now();
    ask();
    await shown;
    await nextFrame(app.view);
    await painted();
    times.push(performance.now() - started);
  }
  return times;
}

/** When the element says something else. */
function change(element: HTMLElement): Promise<void> {
  const was = element.textContent;
  return new Promise((resolve, reject) => {
    const late = setTimeout(() => reject(new Error(`it stays at ${was}`)), PATIENCE_MS);
    const observer = new MutationObserver(() => {
      if (element.textContent === was) return;
      observer.disconnect();
      clearTimeout(late);
      resolve();
    });
    observer.observe(element, { subtree: true, childList: true, characterData: true });
  });
}

/** In a frame: when it is on screen. A message comes right behind the painting. */
const painted = (): Promise<void> =>
  new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => resolve();
    port2.postMessage(null);
  });

/** What all pages and Workers of this browser use, megabytes. */
async function memory(): Promise<number> {
  return Number(await (await fetch('/memory')).text());
}
