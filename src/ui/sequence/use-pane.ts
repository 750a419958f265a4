import { useEffect, useLayoutEffect, useRef, useState } from 'react';
import { contentHeight, type Pane, scrollInto } from './scroll-map.ts';

/** Height of the heads that stay on top. */
const HEADS_PX = 30;

/**
 * The part in sight. It follows the moment on view until somebody scrolls away from it, and what is
 * selected elsewhere is brought into sight. `reveal` leads back to the moment on view; null while it is there.
 */
export function usePane(
  scroller: { readonly current: HTMLDivElement | null },
  total: number,
  presentY: number,
  selectedY: number | null,
  room: number,
): {
  readonly pane: Pane;
  readonly width: number;
  readonly scrollTop: number;
  readonly reveal: (() => void) | null;
} {
  const [{ scrollTop, height, width }, setPlace] = useState({
    scrollTop: 0,
    height: 160,
    width: 0,
  });
  const [follows, setFollows] = useState(true);
  const own = useRef(-1);
  const pane: Pane = { total: Math.max(total, height), height };
  const latest = useRef({ pane, presentY, scrollTop });
  latest.current = { pane, presentY, scrollTop };

  useEffect(() => {
    const element = scroller.current;
    if (element === null) return;
    const look = () => {
      setPlace((before) => ({ ...before, scrollTop: element.scrollTop }));
      // Browsers round what they are told.
      const isOwn = Math.abs(element.scrollTop - own.current) <= 1;
      own.current = -1;
      // Who scrolls away from the moment on view stays there; who comes back to it follows again.
      if (!isOwn)
        setFollows(isInSight(latest.current.pane, element.scrollTop, latest.current.presentY));
    };
    const resized = new ResizeObserver(() =>
      setPlace((before) => ({
        ...before,
        height: Math.max(1, element.clientHeight - HEADS_PX),
        width: element.clientWidth,
      })),
    );
    element.addEventListener('scroll', look, { passive: true });
    resized.observe(element);
    return () => {
      element.removeEventListener('scroll', look);
      resized.disconnect();
    };
  }, [scroller]);

  // Nothing is read back from the page: that would make it lay itself out at once.
  const goTo = (y: number): void => {
    const element = scroller.current;
    const wanted = scrollInto(pane, latest.current.scrollTop, y, room);
    if (element === null || wanted === null) return;
    const most = contentHeight(pane) - pane.height;
    const scrollTop = Math.round(Math.max(0, Math.min(most, wanted)));
    if (scrollTop === latest.current.scrollTop) return;
    own.current = scrollTop;
    latest.current.scrollTop = scrollTop;
    element.scrollTop = scrollTop;
    setPlace((before) => ({ ...before, scrollTop }));
  };

  // biome-ignore lint/correctness/useExhaustiveDependencies: goes along with the moment on view, and with the room there is.
  useLayoutEffect(() => {
    if (follows) goTo(presentY);
  }, [presentY, follows, height]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: only another selection asks for it, no other look of the same.
  useLayoutEffect(() => {
    if (selectedY !== null) goTo(selectedY);
  }, [selectedY]);

  const isThere = isInSight(pane, scrollTop, presentY);
  return { pane, width, scrollTop, reveal: isThere ? null : () => setFollows(true) };
}

const isInSight = (pane: Pane, scrollTop: number, y: number): boolean =>
  scrollInto(pane, scrollTop, y, 0) === null;
