import { useStoreApi } from '@xyflow/react';
import { useEffect, useMemo } from 'react';
import { useCanvas } from './canvas-context.ts';
import { createGlide } from './glide.ts';
import { Guide } from './guide.ts';

/** The guide of this canvas, which hears of the tree, of the canvas's size and of what is selected. */
export function useGuide(): Guide {
  const { playground, loop } = useCanvas();
  const flow = useStoreApi();
  const guide = useMemo(() => {
    const viewport = () => {
      const [x, y, zoom] = flow.getState().transform;
      return { x, y, zoom };
    };
    return new Guide(loop, {
      viewport,
      size: flow.getState,
      go: createGlide({
        viewport,
        set: (to) => void flow.getState().panZoom?.setViewport(to),
        frame(callback) {
          const frame = requestAnimationFrame(callback);
          return () => cancelAnimationFrame(frame);
        },
      }),
    });
  }, [flow, loop]);

  useEffect(() => {
    loop.guide = guide;
    const leaveSize = flow.subscribe((state, before) => {
      if (state.width === before.width && state.height === before.height) return;
      const { path } = playground.store.getState().selection;
      guide.resized(before, path === null ? undefined : loop.scene.card(path));
    });
    const leaveStore = playground.store.subscribe(({ scenario, selection }, before) => {
      if (scenario !== before.scenario) guide.reset();
      if (selection.path === null || selection.path === before.selection.path) return;
      const card = loop.scene.card(selection.path);
      if (card !== undefined) guide.show(card);
    });
    return () => {
      loop.guide = null;
      leaveSize();
      leaveStore();
    };
  }, [flow, guide, playground, loop]);

  return guide;
}
