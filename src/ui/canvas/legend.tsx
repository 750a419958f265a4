import { Sign } from '../shared/pictograms.tsx';
import styles from './canvas.module.css';

const SIGNS = [
  ['call', 'call'],
  ['reply', 'reply'],
  ['cast', 'cast'],
  ['info', 'info'],
  ['timer', 'timer'],
  ['exit_signal', 'exit signal'],
  ['down', 'DOWN'],
] as const;

const LINES = [
  ['supervision', 'supervises'],
  ['link', 'link'],
  ['monitor', 'monitors'],
  ['wait', 'waits for the answer of'],
] as const;

/** What lines and the signs of messages mean: unfolds on request. Stands still while the run goes on. */
export function Signs() {
  return (
    <details className={styles.signs}>
      <summary>Signs</summary>
      <ul>
        {SIGNS.map(([sign, text]) => (
          <li key={sign} data-sign={sign}>
            <Sign of={sign} size={16} /> {text}
          </li>
        ))}
        {LINES.map(([kind, text]) => (
          <li key={kind}>
            <Line kind={kind} text={text} />
          </li>
        ))}
      </ul>
    </details>
  );
}

function Line({ kind, text }: { kind: string; text: string }) {
  return (
    <span className={styles.legendLine}>
      <svg width={34} height={10} data-kind={kind} aria-hidden="true">
        <path d={kind === 'monitor' ? 'M1 5H32M26 1 32 5 26 9' : 'M1 5H33'} />
      </svg>
      {text}
    </span>
  );
}
