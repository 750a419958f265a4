import { type AppFrame, pause } from './app-frame.ts';

export const EVENTS = 1_000_000;
const PATIENCE_MS = 120_000;

/** As fast as it goes, until a million events are known. */
export async function playMillion(app: AppFrame): Promise<void> {
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

/** What a pointer does on the strip of the timeline, at a share of its width. */
export async function pointerOn(app: AppFrame): Promise<(type: string, share: number) => void> {
  const slider = await sliderOf(app);
  const { left, top, width } = slider.getBoundingClientRect();
  return (type, share) => {
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
  };
}

async function eventsOf(app: AppFrame): Promise<number> {
  const words = (await sliderOf(app)).getAttribute('aria-valuetext') ?? '';
  const [, events = '0'] = /event [\d\s]+ of ([\d\s]+),/.exec(words) ?? [];
  return Number(events.replace(/\s/g, ''));
}
