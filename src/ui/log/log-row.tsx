import { memo } from 'react';
import type { Playground } from '../../store/playground-state.ts';
import type { LogKind, LogLine } from '../../view/view.ts';
import { beatLook } from '../shared/beat-look.ts';
import { formatTime } from '../shared/format.ts';
import { nameOf } from '../shared/process-words.ts';
import styles from './log.module.css';

const SIGNS: Record<Exclude<LogKind, 'beat'>, string> = {
  message: '·',
  change: '⇄',
  process: '○',
  timer: '◔',
  state: '=',
  report: '▤',
  command: '▸',
};

export const LogRow = memo(function LogRow({
  playground,
  line,
  top,
  selected,
  related,
  onSelect,
  onWhy,
}: {
  playground: Playground;
  line: LogLine;
  top: number;
  selected: boolean;
  /** It is a line of the selected process. */
  related: boolean;
  onSelect: (line: LogLine) => void;
  /** Asks why it happened. */
  onWhy: (line: LogLine) => void;
}) {
  const { sign, word, tone } = lookOf(line);
  return (
    <>
      <button
        type="button"
        tabIndex={-1}
        className={styles.row}
        style={{ transform: `translateY(${top}px)` }}
        aria-pressed={selected}
        data-kind={line.kind}
        data-tone={tone}
        data-related={related}
        data-seq={line.seq}
        onClick={() => onSelect(line)}
      >
        <span className={`mono ${styles.time}`}>{formatTime(line.at)}</span>
        <span className={styles.sign} aria-hidden="true">
          {sign}
        </span>
        <span className={styles.word}>{word}</span>
        <span className={styles.who}>{nameOf(playground.store.getState().view, line.pid)}</span>
        <span className={styles.text} title={line.text}>
          {line.text}
        </span>
      </button>
      <button
        type="button"
        tabIndex={-1}
        className={styles.why}
        style={{ transform: `translateY(${top}px)` }}
        title="Why did this happen? (w)"
        onClick={() => onWhy(line)}
      >
        Why?
      </button>
    </>
  );
});

const lookOf = ({ kind, beat }: LogLine) =>
  kind === 'beat' ? beatLook(beat) : { sign: SIGNS[kind], word: kind, tone: undefined };
