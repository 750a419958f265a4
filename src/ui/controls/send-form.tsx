import { type FormEvent, useEffect, useRef, useState } from 'react';
import { useStore } from 'zustand';
import { formatTerm } from '../../runtime/format-term.ts';
import type { Playground } from '../../store/playground-state.ts';
import { selectedProcess } from '../../store/selectors.ts';
import { useDesk } from '../shared/desk.ts';
import { parseTerm } from '../shared/parse-term.ts';
import { nameOf, targetOf } from '../shared/process-words.ts';
import { examplesFor, howFor, messageAction, type SendKind, shapesOfScenario } from './message.ts';
import styles from './process-actions.module.css';
import { Results } from './results.tsx';
import { TermField } from './term-field.tsx';

const VERBS: Record<SendKind, string> = {
  call: 'Call',
  cast: 'Cast',
  info: 'Send',
  notify: 'Notify',
};

/** OTP's own largest timeout; scenarios have the same bound. */
const TIMEOUT_MAX = 4_294_967_295;

/** The person as a client: asks the selected process, and shows what came of it. */
export default function SendForm({ playground }: { playground: Playground }) {
  const { phone } = useDesk();
  const form = useRef<HTMLFormElement>(null);
  // What it gives in newer browsers is a promise: an effect must not give it.
  useEffect(() => void form.current?.scrollIntoView({ block: 'nearest' }), []);
  const scenario = useStore(playground.store, (state) => state.scenario);
  const style = useStore(playground.store, (state) => state.settings.terms);
  const behaviour = useStore(playground.store, (state) => selectedProcess(state)?.behaviour ?? '');
  const target = useStore(playground.store, (state) => {
    const process = selectedProcess(state);
    return process === null ? '' : targetOf(state.view, process);
  });
  const who = useStore(playground.store, (state) => {
    const process = selectedProcess(state);
    return process === null ? '' : nameOf(state.view, process.pid);
  });
  const kinds = howFor(behaviour);
  const [chosen, setKind] = useState<SendKind>('call');
  const kind = kinds.includes(chosen) ? chosen : (kinds[0] ?? 'info');
  const [text, setText] = useState('');
  const [timeout, setTimeoutMs] = useState('5000');
  const typed = parseTerm(text, shapesOfScenario(scenario));
  const examples = examplesFor(scenario, target);
  const timeoutMs = /^\s*\d+\s*$/.test(timeout) ? Number(timeout) : Number.NaN;
  const timeoutWrong = kind === 'call' && !(timeoutMs <= TIMEOUT_MAX);

  const submit = (event?: FormEvent) => {
    event?.preventDefault();
    if (!typed.ok || timeoutWrong || target === '') return;
    playground.act(messageAction(kind, target, typed.term, timeoutMs));
  };

  return (
    <form ref={form} className={styles.form} onSubmit={submit} aria-label={`Send to ${who}`}>
      {examples.length > 0 && (
        <ul className={styles.examples} aria-label="Examples">
          {examples.map((example) => (
            <li key={`${example.type} ${example.label}`}>
              <button
                type="button"
                className={styles.example}
                title={`${example.type} ${formatTerm(example.message, style)}`}
                onClick={() => {
                  setKind(example.type);
                  setText(formatTerm(example.message, style));
                  playground.act(messageAction(example.type, target, example.message, 5000));
                }}
              >
                {example.label}
              </button>
            </li>
          ))}
        </ul>
      )}
      <fieldset className={styles.kinds}>
        <legend className="visually-hidden">How to send it</legend>
        {kinds.map((each) => (
          <label key={each} className={styles.kind} data-checked={kind === each}>
            <input
              type="radio"
              name="send-kind"
              className="visually-hidden"
              checked={kind === each}
              onChange={() => setKind(each)}
            />
            {each}
          </label>
        ))}
        {kind === 'call' && (
          <label className={styles.timeout}>
            <span className="quiet">timeout</span>
            <input
              className="field mono"
              inputMode="numeric"
              value={timeout}
              aria-invalid={timeoutWrong}
              aria-describedby={timeoutWrong ? 'timeout-refused' : undefined}
              onChange={(event) => setTimeoutMs(event.target.value)}
            />
            <span className="quiet">ms</span>
          </label>
        )}
      </fieldset>
      {timeoutWrong && (
        <p id="timeout-refused" className="field-error">
          A timeout is a whole number of milliseconds, from 0 to {TIMEOUT_MAX}.
        </p>
      )}
      <TermField
        label={kind === 'call' ? 'Request' : kind === 'notify' ? 'Event' : 'Message'}
        value={text}
        onValue={setText}
        typed={typed}
        rows={2}
        hint={
          typed.ok
            ? `as data: ${formatTerm(typed.term, 'javascript')}`
            : 'Erlang or JSON; Enter sends.'
        }
        onSubmit={submit}
        takesFocus={!phone}
      />
      <div className={styles.row}>
        <button type="submit" className="button primary" disabled={!typed.ok || timeoutWrong}>
          {VERBS[kind]} {who}
        </button>
      </div>
      <Results playground={playground} />
    </form>
  );
}
