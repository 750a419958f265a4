import { useEffect, useRef } from 'react';
import { printPid } from '../../view/paths.ts';
import type { ProcessKey } from '../../view/view.ts';
import { useCanvas } from './canvas-context.ts';
import text from './card-text.module.css';
import { eased } from './easing.ts';

const COUNT_MS = 320;

/** A pid. When another process takes the card, the number counts up: it is a new one, not the old one healed. */
export function Pid({ pid }: { pid: ProcessKey }) {
  const { still } = useCanvas();
  const span = useRef<HTMLSpanElement>(null);
  const before = useRef(pid);

  useEffect(() => {
    const from = before.current;
    before.current = pid;
    const shown = span.current;
    if (shown === null) return;
    if (still() || pid <= from) {
      // React has written it, but the end of the count before wrote the old one over it.
      shown.textContent = printPid(pid);
      return;
    }
    const start = performance.now();
    const count = (now: number) => {
      const part = eased((now - start) / COUNT_MS);
      shown.textContent = printPid(Math.round(from + (pid - from) * part));
      if (part < 1) frame = requestAnimationFrame(count);
    };
    let frame = requestAnimationFrame(count);
    return () => {
      cancelAnimationFrame(frame);
      shown.textContent = printPid(pid);
    };
  }, [pid, still]);

  return (
    <span className={text.pid} ref={span} data-pid={pid}>
      {printPid(pid)}
    </span>
  );
}
