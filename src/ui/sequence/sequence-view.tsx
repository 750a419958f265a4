import {
  type KeyboardEvent,
  type MouseEvent,
  useCallback,
  useDeferredValue,
  useEffect,
  useId,
  useMemo,
  useRef,
} from 'react';
import { useStore } from 'zustand';
import type { Playground } from '../../store/playground-state.ts';
import { CausalOrder } from '../../view/causal-order.ts';
import { sequencePicture } from '../../view/sequence-picture.ts';
import { ROW_PX } from '../../view/sequence-scale.ts';
import { rowWords } from '../../view/sequence-words.ts';
import type { CardPath } from '../../view/view.ts';
import { formatTime } from '../shared/format.ts';
import { LaneHeads } from './lane-heads.tsx';
import { contentHeight, topOf } from './scroll-map.ts';
import styles from './sequence.module.css';
import { type Relation, SequenceDrawing } from './sequence-drawing.tsx';
import { usePane } from './use-pane.ts';
import type { ShownRows } from './use-rows.ts';

/** Rows drawn beyond each edge, so that fast scrolling shows no gap. */
const BEYOND = 4;
const NEAR_PX = 2 * ROW_PX;

/** The diagram itself: heads that stay, and the rows in sight. */
export function SequenceView({
  playground,
  shown,
  onHide,
  onUnfold,
}: {
  playground: Playground;
  shown: ShownRows;
  onHide: (path: CardPath) => void;
  onUnfold: (from: number, to: number) => void;
}) {
  const { rows, scale } = shown;
  const { buffer } = rows;
  const id = useId();
  const scroller = useRef<HTMLDivElement>(null);
  // Somebody drags through the run: what can't be drawn in time is passed over.
  const now = useDeferredValue(useStore(playground.store, (state) => state.view.seq));
  const selected = useStore(playground.store, (state) => state.selection.seq);
  // Texts arrive later than rows: read them again then.
  const texts = useStore(playground.store, (state) => state.logVersion);
  const total = scale.height + ROW_PX;
  const presentRow = rows.indexOf(now);
  const presentY = scale.y(presentRow) - ROW_PX / 2;
  const selectedRow = selected === null ? -1 : rows.rowOf(selected);
  const selectedY = selectedRow < 0 ? null : scale.y(selectedRow);
  const place = usePane(scroller, total, presentY, selectedY, NEAR_PX);
  const { pane, scrollTop, reveal } = place;
  const lanes = rows.query.lanes.length;
  const px = laneWidth(place.width - GUTTER_PX, lanes);

  const top = topOf(pane, scrollTop);
  const first = Math.max(rows.first, scale.rowAt(top) - BEYOND);
  const end = Math.min(rows.length, scale.rowAt(top + pane.height) + BEYOND + 1);
  const { length, seenTo } = rows;
  // biome-ignore lint/correctness/useExhaustiveDependencies: rows may have come, or texts, or what was under way.
  const picture = useMemo(
    () => sequencePicture(rows, scale, first, end),
    [rows, scale, first, end, length, seenTo, texts],
  );
  const inSight = Array.from({ length: Math.max(0, end - first) }, (_, index) => first + index);

  const missing = inSight
    .map((row) => rows.sendingAt(row))
    .filter((seq) => seq >= 0 && buffer.has(seq) && buffer.text(seq) === undefined);
  const wanted = missing.join(' ');
  useEffect(() => {
    if (wanted !== '') playground.askTexts(wanted.split(' ').map(Number));
  }, [playground, wanted]);

  // While the run goes on, the future of an event would be another one with each frame.
  const known = useStore(playground.store, (state) =>
    state.run.type === 'playing' ? -1 : state.extent.seq,
  );
  // biome-ignore lint/correctness/useExhaustiveDependencies: what is known belongs to it.
  const order = useMemo(
    () => (selected === null ? null : new CausalOrder(rows.buffer, selected)),
    [rows, selected, known],
  );
  const relation = useCallback(
    (seq: number): Relation => {
      if (order === null || selectedRow < 0) return 'none';
      if (seq === order.seq) return 'selected';
      return order.isBefore(seq) ? 'before' : order.isAfter(seq) ? 'after' : 'apart';
    },
    [order, selectedRow],
  );

  const choose = (row: number) => {
    if (row < 0 || row >= rows.length) return;
    playground.select({ seq: rows.seqAt(row) });
  };
  const open = (row: number) => {
    if (row < 0 || row >= rows.length) return;
    const seq = rows.seqAt(row);
    if (rows.foldedAt(row) === 0) playground.jump({ type: 'event', seq });
    else onUnfold(seq, row + 1 < rows.length ? rows.seqAt(row + 1) : rows.seenTo);
  };
  const rowUnder = (event: MouseEvent<HTMLElement>) =>
    scale.rowAt(top + event.clientY - event.currentTarget.getBoundingClientRect().top);

  const press = (event: KeyboardEvent) => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const from = selectedRow >= 0 ? selectedRow : presentRow - 1;
    const page = Math.max(1, Math.floor(pane.height / ROW_PX) - 1);
    const to = walk(event.key, from, rows.length - 1, page);
    if (to !== null) choose(to);
    else if (event.key === 'Enter') open(selectedRow);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };

  const width = lanes * px;
  const shift = `translate(0 ${-top})`;
  return (
    <div className={styles.body}>
      <div ref={scroller} className={styles.scroller}>
        <div className={styles.heads} style={{ width: width + GUTTER_PX }}>
          <div className={styles.corner} style={{ width: GUTTER_PX }} aria-hidden="true">
            {selectedRow >= 0 && (
              <>
                <span>▮ before it</span>
                <span>▯ after it</span>
              </>
            )}
          </div>
          <LaneHeads playground={playground} rows={rows} px={px} onHide={onHide} />
        </div>
        <div
          className={styles.content}
          style={{ width: width + GUTTER_PX, height: contentHeight(pane) }}
        >
          <div
            className={styles.window}
            style={{ height: pane.height }}
            role="listbox"
            aria-label="Sequence of events"
            aria-activedescendant={
              selectedRow >= first && selectedRow < end ? `${id}-${selectedRow}` : undefined
            }
            tabIndex={0}
            onKeyDown={press}
            onClick={(event) => choose(rowUnder(event))}
            onDoubleClick={(event) => open(rowUnder(event))}
          >
            <svg
              className={styles.gutter}
              width={GUTTER_PX}
              height={pane.height}
              aria-hidden="true"
            >
              <g transform={shift}>
                {inSight.map((row) => (
                  <GutterRow
                    key={rows.seqAt(row)}
                    y={scale.y(row)}
                    time={timeAt(shown, row, first)}
                    relation={relation(rows.seqAt(row))}
                  />
                ))}
              </g>
            </svg>
            <svg className={styles.drawing} width={width} height={pane.height} aria-hidden="true">
              <g transform={shift}>
                {selectedY !== null && (
                  <rect
                    className={styles.chosen}
                    x={0}
                    y={selectedY - ROW_PX / 2}
                    width={width}
                    height={ROW_PX}
                  />
                )}
                <SequenceDrawing picture={picture} px={px} relation={relation} />
                <rect
                  className={styles.future}
                  x={0}
                  y={presentY}
                  width={width}
                  height={Math.max(0, top + pane.height - presentY)}
                />
                <line className={styles.present} x1={0} x2={width} y1={presentY} y2={presentY} />
              </g>
            </svg>
            {inSight.map((row) => (
              <div
                key={rows.seqAt(row)}
                id={`${id}-${row}`}
                role="option"
                tabIndex={-1}
                aria-selected={row === selectedRow}
                aria-posinset={row + 1}
                aria-setsize={rows.length}
                className="visually-hidden"
              >
                {rowWords(rows, row)}
                {RELATION_WORDS[relation(rows.seqAt(row))]}
              </div>
            ))}
          </div>
        </div>
      </div>
      {rows.length === 0 && (
        <p className={styles.none}>
          No message between these processes yet. Choose others, or switch on more kinds.
        </p>
      )}
      {reveal !== null && (
        <button type="button" className={styles.reveal} onClick={reveal}>
          To the moment on view
        </button>
      )}
    </div>
  );
}

function GutterRow({ y, time, relation }: { y: number; time: string; relation: Relation }) {
  return (
    <>
      <text className={styles.time} x={8} y={y + 4}>
        {time}
      </text>
      {(relation === 'before' || relation === 'after') && (
        <rect
          className={relation === 'before' ? styles.before : styles.after}
          x={GUTTER_PX - 8}
          y={y - ROW_PX / 2 + 2}
          width={5}
          height={ROW_PX - 4}
        />
      )}
    </>
  );
}

/** The time of a row, where it is another than that of the row above. */
function timeAt({ rows }: ShownRows, row: number, first: number): string {
  const { buffer } = rows;
  const at = (each: number) => buffer.ats[buffer.place(rows.seqAt(each))] as number;
  return row > first && at(row) === at(row - 1) ? '' : formatTime(at(row));
}

/** Which row a key leads to; null for a key that leads nowhere. */
function walk(key: string, from: number, last: number, page: number): number | null {
  const to = {
    ArrowUp: from - 1,
    ArrowDown: from + 1,
    PageUp: from - page,
    PageDown: from + page,
    Home: 0,
    End: last,
  }[key];
  return to === undefined || last < 0 ? null : Math.max(0, Math.min(last, to));
}

/** What the marks beside the times say, for who hears the rows. */
const RELATION_WORDS: Readonly<Partial<Record<Relation, string>>> = {
  before: ' Happened before the selected event.',
  after: ' Happened after the selected event.',
};

/** All lanes share the room there is, as long as their words are neither cut short nor lost between them. */
const laneWidth = (room: number, lanes: number): number =>
  Math.round(Math.max(112, Math.min(240, room / Math.max(1, lanes))));

/** Room for a time of hours, and the mark beside it. */
const GUTTER_PX = 100;
