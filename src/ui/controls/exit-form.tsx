import { type FormEvent, useEffect, useId, useRef, useState } from 'react';
import type { Playground } from '../../store/playground-state.ts';
import { selectedProcess } from '../../store/selectors.ts';
import { useDesk } from '../shared/desk.ts';
import { parseTerm } from '../shared/parse-term.ts';
import { targetOf } from '../shared/process-words.ts';
import { EXIT_REASONS } from './exit-reasons.ts';
import styles from './process-actions.module.css';
import { TermField } from './term-field.tsx';

/** `exit(Pid, Reason)` with one of the reasons that OTP treats apart, or one's own. */
export default function ExitForm({ playground }: { playground: Playground }) {
  const desk = useDesk();
  const form = useRef<HTMLFormElement>(null);
  const name = useId();
  const [choice, setChoice] = useState<string>('shutdown');
  const [text, setText] = useState('');
  const typed = parseTerm(text);
  const custom = choice === 'custom';
  // What it gives in newer browsers is a promise: an effect must not give it.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the field for one's own reason makes it longer.
  useEffect(() => void form.current?.scrollIntoView({ block: 'nearest' }), [custom]);

  const submit = (event: FormEvent) => {
    event.preventDefault();
    const state = playground.store.getState();
    const process = selectedProcess(state);
    const known = EXIT_REASONS.find(({ label }) => label === choice);
    if (process === null || (known === undefined && !typed.ok)) return;
    const reason = known !== undefined ? known.reason : typed.ok ? typed.term : null;
    playground.act({ type: 'exit', target: targetOf(state.view, process), reason });
    desk.openForm(null);
  };

  return (
    <form ref={form} className={styles.form} onSubmit={submit} aria-label="Exit with a reason">
      <fieldset className={styles.reasons}>
        <legend className="visually-hidden">Reason</legend>
        {[...EXIT_REASONS, { label: 'custom', hint: 'a term of your own' }].map(
          ({ label, hint }) => (
            <label key={label} className={styles.reason}>
              <input
                type="radio"
                name={name}
                value={label}
                checked={choice === label}
                // biome-ignore lint/a11y/noAutofocus: the person has just asked for this form.
                autoFocus={label === 'shutdown'}
                onChange={() => setChoice(label)}
              />
              <span className={label === 'custom' ? '' : 'mono'}>{label}</span>
              <span className={`quiet ${styles.hint}`}>{hint}</span>
            </label>
          ),
        )}
      </fieldset>
      {custom && (
        <TermField
          label="Reason"
          value={text}
          onValue={setText}
          typed={typed}
          rows={1}
          hint="Erlang or JSON."
          example="{shutdown, x}"
        />
      )}
      <div className={styles.row}>
        <button type="submit" className="button primary" disabled={custom && !typed.ok}>
          Send exit signal
        </button>
        <button type="button" className="button" onClick={() => desk.openForm(null)}>
          Cancel
        </button>
      </div>
    </form>
  );
}
