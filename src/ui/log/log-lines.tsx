import {
  type KeyboardEvent,
  useCallback,
  useEffect,
  useLayoutEffect,
  useRef,
  useState,
} from 'react';
import { useStore } from 'zustand';
import type { Playground } from '../../store/playground-state.ts';
import type { LogLine } from '../../view/view.ts';
import { useDesk } from '../shared/desk.ts';
import styles from './log.module.css';
import { LogRow } from './log-row.tsx';
import { contentHeight, ROW_PX, rowsInSight, type Scroll, scrollTopFor } from './rows-in-sight.ts';

/**
 * The lines, only those in sight in the document. Follows the end while it is there, and stays where
 * it is once somebody has scrolled up. Not a live region: the caption tells the beats aloud, and rows
 * that come and go with scrolling would be read as news.
 */
export function LogLines({ playground }: { playground: Playground }) {
  const count = useStore(playground.store, (state) => state.logLength);
  const filter = useStore(playground.store, (state) => state.logFilter);
  // Texts arrive later than lines: read them again then.
  useStore(playground.store, (state) => state.logVersion);
  const selected = useStore(playground.store, (state) => state.selection.seq);
  const selectedPid = useStore(playground.store, (state) => state.selection.pid);
  const scroller = useRef<HTMLDivElement>(null);
  const { scrollTop, height, atEnd } = useScroll(scroller);
  const scroll: Scroll = { count, scrollTop, height };

  // In the same breath as the lines come: a scroll event in between would find the end out of sight.
  // biome-ignore lint/correctness/useExhaustiveDependencies: follows the end when there are more lines, or others.
  useLayoutEffect(() => {
    const element = scroller.current;
    if (element !== null && atEnd.current) element.scrollTop = element.scrollHeight;
  }, [count, filter, height]);

  // The store brings the process of the line along.
  const select = useCallback((line: LogLine) => playground.select({ seq: line.seq }), [playground]);

  const { askWhy } = useDesk();
  const ask = useCallback(
    (line: LogLine) => {
      select(line);
      askWhy({ type: 'event', seq: line.seq });
    },
    [select, askWhy],
  );

  /** Arrow keys walk the lines from the selected one, or from the last. */
  const walk = (event: KeyboardEvent) => {
    const by = STEPS[event.key];
    if (by === undefined || count === 0) return;
    event.preventDefault();
    const from = indexOfSeq(playground, count, selected) ?? (by < 0 ? count : -1);
    const index = Math.min(count - 1, Math.max(0, from + by));
    const [line] = playground.logLines(index, index + 1);
    if (line !== undefined) select(line);
    if (scroller.current !== null) scroller.current.scrollTop = scrollTopFor(index, scroll);
  };

  const { first, end, top } = rowsInSight(scroll);
  return (
    <div
      ref={scroller}
      className={styles.scroller}
      role="log"
      aria-live="off"
      aria-label="What happened"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a keyboard scrolls it, and walks its lines.
      tabIndex={0}
      onKeyDown={walk}
    >
      {count === 0 && <NoLines filtered={filter.text !== '' || filter.path !== null} />}
      <div className={styles.lines} style={{ height: contentHeight(count) }}>
        {playground.logLines(first, end).map((line, index) => (
          <LogRow
            key={line.seq}
            playground={playground}
            line={line}
            top={top + index * ROW_PX}
            selected={line.seq === selected}
            related={selectedPid !== null && line.pid === selectedPid}
            onSelect={select}
            onWhy={ask}
          />
        ))}
      </div>
    </div>
  );
}

const STEPS: Readonly<Record<string, number>> = {
  ArrowUp: -1,
  ArrowDown: 1,
  PageUp: -6,
  PageDown: 6,
};

/** Where the element is scrolled to, how high it is, and whether its end is in sight. */
function useScroll(scroller: { readonly current: HTMLDivElement | null }) {
  const [place, setPlace] = useState({ scrollTop: 0, height: 200 });
  const atEnd = useRef(true);
  useEffect(() => {
    const element = scroller.current;
    if (element === null) return;
    const look = () => {
      const { scrollTop, clientHeight, scrollHeight } = element;
      atEnd.current = scrollTop + clientHeight > scrollHeight - ROW_PX;
      setPlace({ scrollTop, height: clientHeight });
    };
    const resized = new ResizeObserver(([entry]) => {
      const height = entry?.contentRect.height ?? 0;
      setPlace((before) => ({ ...before, height }));
    });
    element.addEventListener('scroll', look, { passive: true });
    resized.observe(element);
    return () => {
      element.removeEventListener('scroll', look);
      resized.disconnect();
    };
  }, [scroller]);
  return { ...place, atEnd };
}

function NoLines({ filtered }: { filtered: boolean }) {
  return (
    <p className={styles.none}>
      {filtered
        ? 'No line passes the filter. Empty it, or switch on more kinds.'
        : 'Nothing has happened yet. Play (Space), or take one step (full stop).'}
    </p>
  );
}

/** Lines are in order of `seq`, so half of the rest is out at each look. */
function indexOfSeq(playground: Playground, count: number, seq: number | null): number | null {
  if (seq === null) return null;
  let [low, high] = [0, count - 1];
  while (low <= high) {
    const middle = (low + high) >> 1;
    const found = playground.logLines(middle, middle + 1)[0]?.seq ?? 0;
    if (found === seq) return middle;
    if (found < seq) low = middle + 1;
    else high = middle - 1;
  }
  return null;
}
