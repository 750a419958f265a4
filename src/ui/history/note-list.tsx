import { Flag, Pencil, Play, Trash2 } from 'lucide-react';
import { type KeyboardEvent, useRef, useState } from 'react';
import { useStore } from 'zustand';
import type { Bookmark } from '../../scenario/saved-run.ts';
import type { Playground } from '../../store/playground-state.ts';
import { bookmarkHere, canRun } from '../../store/selectors.ts';
import { useDesk } from '../shared/desk.ts';
import { formatTime } from '../shared/format.ts';
import { focusRow, walkRows } from '../shared/walk-rows.ts';
import styles from './history.module.css';
import { NoteField } from './note-field.tsx';

/** The notes on moments of this run, in order: the story that it tells. */
export function NoteList({ playground }: { playground: Playground }) {
  const desk = useDesk();
  const bookmarks = useStore(playground.store, (state) => state.bookmarks);
  const here = useStore(playground.store, bookmarkHere);
  const runnable = useStore(playground.store, canRun);
  const [editing, setEditing] = useState<Bookmark | null>(null);
  const [focused, setFocused] = useState(0);
  const list = useRef<HTMLOListElement>(null);
  const focusable = Math.min(focused, bookmarks.length - 1);
  const leave = () => {
    setEditing(null);
    requestAnimationFrame(() => focusRow(list.current));
  };
  const remove = (place: number) => {
    playground.setNote(place, '');
    leave();
  };
  const press = (event: KeyboardEvent<HTMLOListElement>) => {
    if (editing !== null || event.ctrlKey || event.metaKey || event.altKey) return;
    if (walkRows(event)) return;
    const row = (event.target as HTMLElement).closest<HTMLElement>('button[data-row]');
    if (row === null || (event.key !== 'F2' && event.key !== 'Delete')) return;
    event.preventDefault();
    const place = Number(row.dataset.row);
    if (event.key === 'F2') setEditing(bookmarks[place] ?? null);
    else remove(place);
  };
  return (
    <section className={styles.column} aria-label="Notes">
      <div className={styles.head}>
        <button
          type="button"
          className={`button ${styles.small}`}
          disabled={!runnable}
          title="A note on the moment on view (b)"
          onClick={() => desk.openDialog('note')}
        >
          <Flag size={14} aria-hidden="true" /> {here < 0 ? 'Note this moment' : 'Edit this note'}
        </button>
        {bookmarks.length > 0 && (
          <button
            type="button"
            className={`button ${styles.small}`}
            disabled={!runnable}
            onClick={() => playground.goToBookmark(0)}
          >
            <Play size={14} aria-hidden="true" /> Play the story
          </button>
        )}
      </div>
      {bookmarks.length === 0 && (
        <p className={styles.hint}>
          No note yet. Put one on the moment on view, then on others: they are a story that plays
          from note to note, and they travel in the link.
        </p>
      )}
      <ol ref={list} aria-label="Notes" onKeyDown={press}>
        {bookmarks.map((bookmark, place) => (
          <li
            key={`${bookmark.at}/${bookmark.step}/${bookmark.given}`}
            className={styles.item}
            data-present={place === here}
            onFocus={() => setFocused(place)}
          >
            {editing === bookmark ? (
              <NoteField
                note={bookmark.note}
                onSave={(note) => {
                  playground.setNote(place, note);
                  leave();
                }}
                onLeave={leave}
              />
            ) : (
              <NoteLine
                playground={playground}
                bookmark={bookmark}
                place={place}
                present={place === here}
                tabIndex={place === focusable ? 0 : -1}
                onEdit={() => setEditing(bookmark)}
                onRemove={() => remove(place)}
              />
            )}
          </li>
        ))}
      </ol>
    </section>
  );
}

function NoteLine({
  playground,
  bookmark: { at, note },
  place,
  present,
  tabIndex,
  onEdit,
  onRemove,
}: {
  playground: Playground;
  bookmark: Bookmark;
  place: number;
  present: boolean;
  tabIndex: number;
  onEdit: () => void;
  onRemove: () => void;
}) {
  const which = `note ${place + 1}`;
  return (
    <>
      <button
        type="button"
        className={`${styles.row} ${styles.noteRow}`}
        data-row={place}
        tabIndex={tabIndex}
        aria-current={present ? 'true' : undefined}
        title={note}
        onClick={() => playground.goToBookmark(place)}
      >
        <span className={`mono ${styles.when}`}>
          <Flag size={12} aria-hidden="true" /> {formatTime(at)}
        </span>
        <span className={styles.note}>{note}</span>
        {present && <span className={styles.badge}>on view</span>}
      </button>
      <span className={styles.tools}>
        <button
          type="button"
          className="icon-button"
          tabIndex={tabIndex}
          aria-label={`Edit ${which}`}
          title="Edit (F2)"
          onClick={onEdit}
        >
          <Pencil size={14} aria-hidden="true" />
        </button>
        <button
          type="button"
          className="icon-button"
          tabIndex={tabIndex}
          aria-label={`Delete ${which}`}
          title="Delete (Del)"
          onClick={onRemove}
        >
          <Trash2 size={14} aria-hidden="true" />
        </button>
      </span>
    </>
  );
}
