import { useStore } from 'zustand';
import { Sign } from '../shared/pictograms.tsx';
import styles from './canvas.module.css';
import { useCanvas } from './canvas-context.ts';

const SIGNS = [
  ['call', 'call'],
  ['reply', 'reply'],
  ['cast', 'cast'],
  ['info', 'info'],
  ['timer', 'timer'],
  ['exit_signal', 'exit signal'],
  ['down', 'DOWN'],
] as const;

/** What the lines mean that were asked for. */
export function Lines() {
  const { playground } = useCanvas();
  const links = useStore(playground.store, ({ settings }) => settings.showLinks);
  const monitors = useStore(playground.store, ({ settings }) => settings.showMonitors);
  if (!links && !monitors) return null;
  return (
    <div className={styles.lines}>
      <Line kind="supervision" text="supervises" />
      {links && <Line kind="link" text="link" />}
      {monitors && <Line kind="monitor" text="monitors" />}
    </div>
  );
}

/** What the signs of messages mean: unfolds on request. Stands still while the run goes on. */
export function Signs() {
  const { playground } = useCanvas();
  const messages = useStore(playground.store, ({ settings }) => settings.showMessages);
  if (!messages) return null;
  return (
    <details className={styles.signs}>
      <summary>Signs</summary>
      <ul>
        {SIGNS.map(([sign, text]) => (
          <li key={sign} data-sign={sign}>
            <Sign of={sign} size={16} /> {text}
          </li>
        ))}
        <li>
          <Line kind="wait" text="waits for the answer of" />
        </li>
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
