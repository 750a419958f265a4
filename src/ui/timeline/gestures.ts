import type { TimelineLoop } from './timeline-loop.ts';

/** So far a press may move and still be a click. */
const CLICK_PX = 3;
const ZOOM_PER_PX = 1.0018;

/** Pointing at the strip: drag to scrub, with Shift or two fingers to pan, pinch and wheel to zoom. Gives the way back. */
export function listenTo(
  slider: HTMLElement,
  loop: TimelineLoop,
  toEvent: (seq: number) => void,
): () => void {
  const fingers = new Map<number, number>();
  let startedAt = 0;
  let isDrag = false;
  let isPan = false;
  const xOf = (event: MouseEvent) => event.clientX - slider.getBoundingClientRect().left;
  const widthOf = () => Math.max(1, slider.clientWidth);

  const down = (event: PointerEvent) => {
    if (event.button > 1) return;
    event.preventDefault();
    slider.focus({ preventScroll: true });
    slider.setPointerCapture(event.pointerId);
    fingers.set(event.pointerId, xOf(event));
    startedAt = xOf(event);
    isDrag = false;
    isPan = event.shiftKey || event.button === 1 || fingers.size > 1;
  };

  const move = (event: PointerEvent) => {
    const x = xOf(event);
    const before = fingers.get(event.pointerId);
    if (event.pointerType === 'mouse') loop.point(x);
    if (before === undefined) return;
    isDrag ||= Math.abs(x - startedAt) > CLICK_PX;
    if (fingers.size > 1) pinch(event.pointerId, before, x);
    else if (isPan) loop.pan((before - x) / widthOf());
    else if (isDrag) loop.scrub(x);
    fingers.set(event.pointerId, x);
  };

  /** The finger that did not move stays where it is; the strip stretches between the two. */
  const pinch = (id: number, before: number, x: number) => {
    const [other] = [...fingers].filter(([finger]) => finger !== id).map(([, at]) => at);
    if (other === undefined) return;
    const [was, is] = [Math.abs(before - other), Math.abs(x - other)];
    if (was > 8 && is > 8) loop.zoom(is / was, other);
    else loop.pan((before - x) / widthOf());
  };

  const up = (event: PointerEvent) => {
    const wasAlone = fingers.size === 1;
    const wasThere = fingers.delete(event.pointerId);
    if (!wasThere || !wasAlone || isDrag || isPan || event.type === 'pointercancel') return;
    const seq = loop.markAt(xOf(event));
    if (seq === null) loop.scrub(xOf(event));
    else toEvent(seq);
  };

  const out = () => loop.point(null);

  const wheel = (event: WheelEvent) => {
    event.preventDefault();
    const sideways = event.shiftKey ? event.deltaX + event.deltaY : event.deltaX;
    if (event.shiftKey || Math.abs(event.deltaX) > Math.abs(event.deltaY))
      loop.pan(sideways / widthOf());
    else
      loop.zoom(ZOOM_PER_PX ** -(event.deltaY * LINE_PX[event.deltaMode as 0 | 1 | 2]), xOf(event));
  };

  const handlers = [
    ['pointerdown', down],
    ['pointermove', move],
    ['pointerup', up],
    ['pointercancel', up],
    ['pointerleave', out],
    ['wheel', wheel],
  ] as const;
  for (const [name, handler] of handlers)
    slider.addEventListener(name, handler as EventListener, { passive: false });
  return () => {
    for (const [name, handler] of handlers)
      slider.removeEventListener(name, handler as EventListener);
  };
}

/** Pixels of a wheel's unit: pixels, lines, pages. */
const LINE_PX = { 0: 1, 1: 16, 2: 400 } as const;
