import { Maximize2, ZoomIn, ZoomOut } from 'lucide-react';
import { type KeyboardEvent, useEffect, useRef } from 'react';
import type { Playground } from '../../store/playground-state.ts';
import { IconButton } from '../shared/icon-button.tsx';
import { listenTo } from './gestures.ts';
import styles from './timeline.module.css';
import { TimelineLoop } from './timeline-loop.ts';

/** How much happens when, what stands out, and where one is: a slider over the whole known run. */
export default function TimelineStrip({ playground }: { playground: Playground }) {
  const slider = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const tip = useRef<HTMLDivElement>(null);
  const loop = useRef<TimelineLoop | null>(null);

  useEffect(() => {
    if (slider.current === null || canvas.current === null || tip.current === null) return;
    const made = new TimelineLoop(playground, {
      slider: slider.current,
      canvas: canvas.current,
      tip: tip.current,
    });
    loop.current = made;
    const leave = listenTo(slider.current, made, (seq) => {
      playground.select({ seq });
      playground.jump({ type: 'event', seq });
    });
    return () => {
      leave();
      made.stop();
    };
  }, [playground]);

  const press = (event: KeyboardEvent) => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const act = loop.current === null ? undefined : keyed(loop.current, event);
    if (act === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    act();
  };

  return (
    <section className={styles.strip} aria-label="Timeline">
      <div
        ref={slider}
        className={styles.slider}
        role="slider"
        tabIndex={0}
        aria-label="Moment on view"
        aria-valuemin={0}
        aria-valuemax={0}
        aria-valuenow={0}
        aria-description="Arrow left and right: an event. Up and down, page up and down: further. Shift and an arrow moves the strip, plus and minus zoom, 0 shows all."
        onKeyDown={press}
      >
        <canvas ref={canvas} className={styles.canvas} />
        <div ref={tip} className={styles.tip} hidden aria-hidden="true" />
      </div>
      <div className={styles.tools}>
        <IconButton
          label="Zoom the timeline out"
          hint="−"
          onClick={() => loop.current?.zoom(1 / 2)}
        >
          <ZoomOut size={16} aria-hidden="true" />
        </IconButton>
        <IconButton label="Zoom the timeline in" hint="+" onClick={() => loop.current?.zoom(2)}>
          <ZoomIn size={16} aria-hidden="true" />
        </IconButton>
        <IconButton label="The whole timeline" hint="0" onClick={() => loop.current?.fit()}>
          <Maximize2 size={16} aria-hidden="true" />
        </IconButton>
      </div>
    </section>
  );
}

/** What a key does on the strip; undefined for a key that is not its own. */
function keyed(loop: TimelineLoop, { key, shiftKey }: KeyboardEvent): (() => void) | undefined {
  switch (key) {
    case 'ArrowLeft':
      return () => (shiftKey ? loop.pan(-0.2) : loop.goByEvent(-1));
    case 'ArrowRight':
      return () => (shiftKey ? loop.pan(0.2) : loop.goByEvent(1));
    case 'ArrowDown':
      return () => loop.goByPart(-0.01);
    case 'ArrowUp':
      return () => loop.goByPart(0.01);
    case 'PageDown':
      return () => loop.goByPart(-0.1);
    case 'PageUp':
      return () => loop.goByPart(0.1);
    case 'Home':
      return () => loop.goTo(0);
    case 'End':
      return () => loop.goToEnd();
    case '+':
    case '=':
      return () => loop.zoom(2);
    case '-':
      return () => loop.zoom(1 / 2);
    case '0':
      return () => loop.fit();
    default:
      return undefined;
  }
}
