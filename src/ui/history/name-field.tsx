import { type KeyboardEvent, useEffect, useRef } from 'react';
import styles from './history.module.css';

/** A name, in its place. Enter keeps it, Escape leaves it as it was. */
export function NameField({
  name,
  onName,
  onLeave,
}: {
  name: string;
  onName: (name: string) => void;
  /** It is over; by a key, or because somebody went elsewhere. */
  onLeave: (by: 'key' | 'elsewhere') => void;
}) {
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => field.current?.select(), []);
  const press = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.key !== 'Enter' && event.key !== 'Escape') return;
    event.preventDefault();
    if (event.key === 'Enter') onName(event.currentTarget.value);
    onLeave('key');
  };
  return (
    <span className={styles.naming}>
      <input
        ref={field}
        className="field"
        aria-label="Name of the branch"
        defaultValue={name}
        maxLength={60}
        onKeyDown={press}
        onBlur={() => onLeave('elsewhere')}
      />
      <span className="quiet">Enter keeps it</span>
    </span>
  );
}
