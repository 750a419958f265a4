import { type OnMoveStart, useReactFlow, useStoreApi } from '@xyflow/react';
import { useEffect, useMemo } from 'react';
import { useCanvas } from './canvas-context.ts';
import { EASE_MS, eased } from './easing.ts';
import { encloses, fitted, grown, type Rect, seen, type Viewport } from './geometry.ts';
import type { Scene } from './scene.ts';

export const MIN_ZOOM = 0.02;
export const MAX_ZOOM = 2.5;
/** A small tree is not blown up further than this when it is fitted. */
const FIT_ZOOM = 1.35;
const LIMITS = { margin: 16, below: 54, minZoom: MIN_ZOOM, maxZoom: FIT_ZOOM };

export interface Guide {
  fit(): void;
  zoomBy(factor: number): void;
  /** Brings the focused card into view. */
  reveal(target: EventTarget): void;
  /** Moves so that this place of the tree stands in the middle. */
  centre(x: number, y: number): void;
  readonly onMoveStart: OnMoveStart;
}

/** Moves the viewport: fits the tree, follows it until a person has moved it, brings the selected card into view. */
export function useGuide(): Guide {
  const { playground, loop } = useCanvas();
  const flow = useStoreApi();
  const { setViewport } = useReactFlow();

  const guide = useMemo(() => {
    let followed = true;
    const screen = () => flow.getState();
    const viewport = (): Viewport => {
      const [x, y, zoom] = flow.getState().transform;
      return { x, y, zoom };
    };
    const go = (to: Viewport, ease: boolean) =>
      void setViewport(to, ease && !loop.still() ? { duration: EASE_MS, ease: eased } : {});
    const centred = ({ x, y, width, height }: Rect, zoom: number): Viewport => ({
      x: screen().width / 2 - (x + width / 2) * zoom,
      y: screen().height / 2 - (y + height / 2) * zoom,
      zoom,
    });
    const fitTree = (ease: boolean) => {
      const { bounds } = loop.scene;
      if (bounds === null || screen().width === 0) return;
      go(fitted(bounds, screen(), LIMITS), ease);
    };
    let fittedOnce = false;
    return {
      fit: () => {
        followed = true;
        fitTree(true);
      },
      zoomBy: (factor: number) => {
        followed = false;
        const { x, y, zoom } = viewport();
        const to = Math.min(MAX_ZOOM, Math.max(MIN_ZOOM, zoom * factor));
        const { width, height } = screen();
        const scale = to / zoom;
        go(
          {
            x: width / 2 - (width / 2 - x) * scale,
            y: height / 2 - (height / 2 - y) * scale,
            zoom: to,
          },
          true,
        );
      },
      reveal: (target: EventTarget) => {
        const element = target as Element;
        const path =
          element.matches('.react-flow__node:focus-visible') && element.getAttribute('data-id');
        const card = path ? loop.scene.card(path) : undefined;
        if (card !== undefined) show(card);
      },
      centre: (x: number, y: number) => {
        followed = false;
        go(centred({ x, y, width: 0, height: 0 }, viewport().zoom), false);
      },
      onMoveStart: (event: MouseEvent | TouchEvent | null) => {
        if (event !== null) followed = false;
      },
      show,
      /** After every change of the tree or of the canvas's size. */
      follow: (scene: Scene) => {
        if (!followed || scene.bounds === null || screen().width === 0) return;
        if (fittedOnce && encloses(seen(viewport(), screen()), scene.bounds)) return;
        fitTree(fittedOnce);
        fittedOnce = true;
      },
      refit: () => {
        if (followed) fitTree(false);
      },
    };

    function show(card: Rect) {
      if (encloses(seen(viewport(), screen()), grown(card, 4))) return;
      followed = false;
      go(centred(card, viewport().zoom), true);
    }
  }, [flow, setViewport, loop]);

  useEffect(() => {
    loop.onScene = guide.follow;
    const leaveSize = flow.subscribe((state, before) => {
      if (state.width !== before.width || state.height !== before.height) guide.refit();
    });
    const leaveSelection = playground.store.subscribe(({ selection }, before) => {
      if (selection.path === null || selection.path === before.selection.path) return;
      const card = loop.scene.card(selection.path);
      if (card !== undefined) guide.show(card);
    });
    return () => {
      loop.onScene = () => {};
      leaveSize();
      leaveSelection();
    };
  }, [flow, guide, playground, loop]);

  return guide;
}
