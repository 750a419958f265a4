import type { KeyboardEvent, PointerEvent } from 'react';
import styles from './splitter.module.css';

/** Which edge of the canvas a splitter moves: dragging away from the canvas makes the panel smaller. */
export type SplitterSide = 'left' | 'right' | 'bottom';

const STEP = 16;

/**
 * The line between a panel and the canvas: drag it, or move it with the arrow keys; Enter folds the
 * panel. (A library does the same for 15 kB; the page's budget has better uses for them.)
 */
export function Splitter({
  side,
  label,
  size,
  min,
  max,
  onSize,
  onFold,
}: {
  side: SplitterSide;
  label: string;
  size: number;
  min: number;
  max: number;
  onSize: (size: number) => void;
  onFold: () => void;
}) {
  const set = (next: number) => onSize(Math.round(Math.min(max, Math.max(min, next))));

  const drag = (event: PointerEvent<HTMLDivElement>) => {
    if (event.button !== 0) return;
    event.preventDefault();
    const element = event.currentTarget;
    const start = side === 'bottom' ? event.clientY : event.clientX;
    element.setPointerCapture(event.pointerId);
    element.onpointermove = (move) => {
      const by = (side === 'bottom' ? move.clientY : move.clientX) - start;
      set(size + (side === 'left' ? by : -by));
    };
    element.onlostpointercapture = () => {
      element.onpointermove = null;
    };
  };

  const press = (event: KeyboardEvent) => {
    const grows = side === 'left' ? 'ArrowRight' : side === 'right' ? 'ArrowLeft' : 'ArrowUp';
    const shrinks = side === 'left' ? 'ArrowLeft' : side === 'right' ? 'ArrowRight' : 'ArrowDown';
    if (event.key === grows) set(size + STEP);
    else if (event.key === shrinks) set(size - STEP);
    else if (event.key === 'Home') set(min);
    else if (event.key === 'End') set(max);
    else if (event.key === 'Enter') onFold();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };

  return (
    // biome-ignore lint/a11y/useSemanticElements: a movable separator is focusable; <hr> is not.
    <div
      role="separator"
      tabIndex={0}
      aria-label={label}
      aria-orientation={side === 'bottom' ? 'horizontal' : 'vertical'}
      aria-valuenow={size}
      aria-valuemin={min}
      aria-valuemax={max}
      className={`${styles.splitter} ${styles[side]}`}
      onPointerDown={drag}
      onDoubleClick={onFold}
      onKeyDown={press}
    />
  );
}
