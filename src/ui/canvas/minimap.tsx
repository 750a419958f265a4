import { type PointerEvent, useEffect, useRef } from 'react';
import styles from './canvas.module.css';
import { useCanvas } from './canvas-context.ts';
import type { Guide } from './guide.ts';
import { MINIMAP, minimapScale, paintMinimap } from './paint-minimap.ts';

/** The whole tree in small, and what part of it is in view; pointing at it goes there. Hidden while all is in view. */
export function Minimap({ guide }: { guide: Guide }) {
  const { loop } = useCanvas();
  const canvas = useRef<HTMLCanvasElement>(null);

  useEffect(() => loop.addPainter((frame) => paintMinimap(canvas.current, frame)), [loop]);

  const go = (event: PointerEvent<HTMLCanvasElement>) => {
    if (event.buttons !== 1) return;
    const { bounds } = loop.scene;
    if (bounds === null) return;
    const box = event.currentTarget.getBoundingClientRect();
    const { scale, left, top } = minimapScale(bounds);
    guide.goTo((event.clientX - box.left - left) / scale, (event.clientY - box.top - top) / scale);
    event.currentTarget.setPointerCapture(event.pointerId);
  };

  return (
    <canvas
      ref={canvas}
      className={styles.minimap}
      style={{ width: MINIMAP.width, height: MINIMAP.height }}
      onPointerDown={go}
      onPointerMove={go}
    />
  );
}
