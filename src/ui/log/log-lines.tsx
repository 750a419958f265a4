import { useVirtualizer } from '@tanstack/react-virtual';
import { type KeyboardEvent, useCallback, useEffect, useRef } from 'react';
import { useStore } from 'zustand';
import type { Playground } from '../../store/playground-state.ts';
import type { LogLine } from '../../view/view.ts';
import styles from './log.module.css';
import { LogRow } from './log-row.tsx';

const ROW_PX = 24;

/**
 * The lines, only those in sight in the document. Follows the end while it is there, and stays where
 * it is once somebody has scrolled up. Not a live region: the caption tells the beats aloud, and rows
 * that come and go with scrolling would be read as news.
 */
export function LogLines({ playground }: { playground: Playground }) {
  const length = useStore(playground.store, (state) => state.logLength);
  const filter = useStore(playground.store, (state) => state.logFilter);
  // Texts arrive later than lines: read them again then.
  useStore(playground.store, (state) => state.logVersion);
  const selected = useStore(playground.store, (state) => state.selection.seq);
  const selectedPid = useStore(playground.store, (state) => state.selection.pid);
  const scroller = useRef<HTMLDivElement>(null);
  const atEnd = useRef(true);
  const virtualizer = useVirtualizer({
    count: length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_PX,
    overscan: 8,
    initialRect: { width: 800, height: 168 },
  });

  // biome-ignore lint/correctness/useExhaustiveDependencies: follows the end when the length or the filter changes.
  useEffect(() => {
    const element = scroller.current;
    if (element !== null && atEnd.current) element.scrollTop = element.scrollHeight;
  }, [length, filter]);

  // The store brings the process of the line along.
  const select = useCallback((line: LogLine) => playground.select({ seq: line.seq }), [playground]);

  /** Arrow keys walk the lines from the selected one, or from the last in sight. */
  const walk = (event: KeyboardEvent) => {
    const by = { ArrowUp: -1, ArrowDown: 1, PageUp: -6, PageDown: 6 }[event.key];
    if (by === undefined || length === 0) return;
    event.preventDefault();
    const from = indexOfSeq(playground, length, selected) ?? (by < 0 ? length : -1);
    const index = Math.min(length - 1, Math.max(0, from + by));
    const [line] = playground.logLines(index, index + 1);
    if (line !== undefined) select(line);
    virtualizer.scrollToIndex(index, { align: 'auto' });
  };

  const items = virtualizer.getVirtualItems();
  const first = items[0]?.index ?? 0;
  const lines = playground.logLines(first, (items.at(-1)?.index ?? -1) + 1);
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
      onScroll={({ currentTarget: { scrollTop, clientHeight, scrollHeight } }) => {
        atEnd.current = scrollTop + clientHeight > scrollHeight - ROW_PX;
      }}
    >
      {length === 0 && <NoLines filtered={filter.text !== '' || filter.path !== null} />}
      <div className={styles.lines} style={{ height: virtualizer.getTotalSize() }}>
        {items.map(({ index, start }) => {
          const line = lines[index - first];
          if (line === undefined) return null;
          return (
            <LogRow
              key={line.seq}
              playground={playground}
              line={line}
              top={start}
              selected={line.seq === selected}
              related={selectedPid !== null && line.pid === selectedPid}
              onSelect={select}
            />
          );
        })}
      </div>
    </div>
  );
}

function NoLines({ filtered }: { filtered: boolean }) {
  return (
    <p className={styles.none}>
      {filtered
        ? 'No line passes the filter. Empty it, or switch on more kinds.'
        : 'Nothing has happened yet. Press Space to play, or the full stop for one step.'}
    </p>
  );
}

/** Lines are in order of `seq`, so half of the rest is out at each look. */
function indexOfSeq(playground: Playground, length: number, seq: number | null): number | null {
  if (seq === null) return null;
  let [low, high] = [0, length - 1];
  while (low <= high) {
    const middle = (low + high) >> 1;
    const found = playground.logLines(middle, middle + 1)[0]?.seq ?? 0;
    if (found === seq) return middle;
    if (found < seq) low = middle + 1;
    else high = middle - 1;
  }
  return null;
}
