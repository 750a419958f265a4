import { type KeyboardEvent, useEffect, useRef } from 'react';
import styles from './history.module.css';

/** As many characters as a link takes in one note. */
const NOTE_LENGTH = 2_000;

/** A note, being written. Enter saves it, Shift and Enter begin a new line, Escape leaves it as it was. */
export function NoteField({
  note,
  onSave,
  onLeave,
}: {
  note: string;
  onSave: (note: string) => void;
  onLeave: () => void;
}) {
  const field = useRef<HTMLTextAreaElement>(null);
  useEffect(() => {
    field.current?.focus();
    field.current?.select();
  }, []);
  const save = () => onSave(field.current?.value.trim() ?? '');
  const press = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    const isSave = event.key === 'Enter' && !event.shiftKey;
    if (!isSave && event.key !== 'Escape') return;
    event.preventDefault();
    if (isSave) save();
    else onLeave();
  };
  return (
    <div className={styles.writing}>
      <textarea
        ref={field}
        className="field"
        data-first-focus
        rows={3}
        aria-label="Note"
        placeholder="What is there to see at this moment?"
        maxLength={NOTE_LENGTH}
        defaultValue={note}
        onKeyDown={press}
      />
      <div className={styles.writingButtons}>
        <button type="button" className="button primary" onClick={save}>
          Save
        </button>
        <button type="button" className="button" onClick={onLeave}>
          Cancel
        </button>
        <span className="quiet">Enter saves{note === '' ? '' : '; without words it goes'}.</span>
      </div>
    </div>
  );
}
