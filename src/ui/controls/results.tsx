import { useStore } from 'zustand';
import type { Playground } from '../../store/playground-state.ts';
import { formatTime } from '../shared/format.ts';
import { actionWords, resultWords } from './message.ts';
import styles from './process-actions.module.css';

const SHOWN = 4;

/** What came of the last few things that were asked, newest first. */
export function Results({ playground }: { playground: Playground }) {
  const commands = useStore(playground.store, (state) => state.commands);
  const results = useStore(playground.store, (state) => state.results);
  const style = useStore(playground.store, (state) => state.settings.terms);
  const asked = commands
    .map((command, index) => ({ command, index }))
    .filter(({ command }) => ['call', 'cast', 'info', 'notify'].includes(command.type))
    .slice(-SHOWN)
    .reverse();
  if (asked.length === 0) return null;
  return (
    <ul className={styles.results} aria-label="What came of it" aria-live="polite">
      {asked.map(({ command, index }) => {
        const result = results.get(index) ?? (command.type === 'call' ? 'pending' : { type: 'ok' });
        return (
          <li key={index} className={styles.result}>
            <span className={`quiet mono ${styles.asked}`}>
              {formatTime(command.at)} {actionWords(command, style)}
            </span>
            <span
              className={`mono ${styles.answer}`}
              data-result={typeof result === 'string' ? result : result.type}
            >
              → {resultWords(result, style)}
            </span>
          </li>
        );
      })}
    </ul>
  );
}
