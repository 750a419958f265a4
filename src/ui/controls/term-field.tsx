import { useId } from 'react';
import type { TypedTerm } from '../shared/parse-term.ts';
import styles from './process-actions.module.css';

/** A field for a term: tells what is wrong, and at which column, once something is typed. */
export function TermField({
  label,
  value,
  onValue,
  typed,
  rows,
  hint,
  onSubmit,
  takesFocus = false,
  example = '{lookup, apples}',
}: {
  label: string;
  value: string;
  onValue: (value: string) => void;
  typed: TypedTerm;
  rows: number;
  /** What stands below while nothing is wrong. */
  hint: string;
  onSubmit?: () => void;
  takesFocus?: boolean;
  example?: string;
}) {
  const id = useId();
  const wrong = !typed.ok && value.trim() !== '';
  return (
    <div className={styles.term}>
      <label htmlFor={id} className={styles.label}>
        {label}
      </label>
      <textarea
        id={id}
        className="field mono"
        rows={rows}
        value={value}
        spellCheck={false}
        autoCapitalize="off"
        autoComplete="off"
        // biome-ignore lint/a11y/noAutofocus: the person has just asked for this form.
        autoFocus={takesFocus}
        placeholder={example}
        aria-invalid={wrong}
        aria-describedby={`${id}-below`}
        onChange={(event) => onValue(event.target.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Enter' || event.shiftKey) return;
          event.preventDefault();
          if (onSubmit !== undefined) onSubmit();
          else event.currentTarget.form?.requestSubmit();
        }}
      />
      <p id={`${id}-below`} className={wrong ? 'field-error' : `quiet ${styles.hint}`}>
        {wrong ? typed.message : hint}
      </p>
    </div>
  );
}
