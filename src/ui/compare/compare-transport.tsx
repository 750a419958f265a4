import { StepBack, StepForward } from 'lucide-react';
import { useStore } from 'zustand';
import { MICROSECONDS_PER_MS } from '../../base/sim-time.ts';
import type { Comparison, ComparisonState } from '../../store/comparison-state.ts';
import { formatTime } from '../shared/format.ts';
import { IconButton } from '../shared/icon-button.tsx';
import { PlayButton } from '../shared/play-button.tsx';
import { formatSpeed, POSITION_MAX, positionOf, speedAt } from '../shared/speed-scale.ts';
import styles from './compare.module.css';

/** Drives both runs to the same virtual moment. */
export function CompareTransport({ comparison }: { comparison: Comparison }) {
  const run = useStore(comparison.store, (state) => state.run.type);
  const atStart = useStore(comparison.store, (state) => state.now === 0);
  const playing = run === 'playing';
  const ready = run !== 'loading' && run !== 'failed';
  return (
    <section className={styles.transport} aria-label="Transport of both runs">
      <IconButton
        label="Step back"
        hint=","
        disabled={!ready || atStart}
        onClick={() => comparison.stepBack()}
      >
        <StepBack size={20} aria-hidden="true" />
      </IconButton>
      <PlayButton
        playing={playing}
        what=" both"
        disabled={!ready || run === 'idle'}
        onClick={() => (playing ? comparison.pause() : comparison.play())}
      />
      <IconButton
        label="To what comes next on either side"
        hint="."
        disabled={!ready || run === 'idle'}
        onClick={() => comparison.step()}
      >
        <StepForward size={20} aria-hidden="true" />
      </IconButton>
      <MomentSlider comparison={comparison} disabled={!ready} />
      <Clock comparison={comparison} />
      <Speed comparison={comparison} />
      <span className={styles.words} role="status">
        {WORDS[run]}
      </span>
    </section>
  );
}

const ms = (at: number): number => Math.floor(at / MICROSECONDS_PER_MS);

/** The known run; where it parts is marked. */
function MomentSlider({ comparison, disabled }: { comparison: Comparison; disabled: boolean }) {
  const now = useStore(comparison.store, (state) => ms(state.now));
  const end = useStore(comparison.store, (state) => Math.max(1, ms(state.end)));
  const turn = useStore(comparison.store, (state) => state.turn?.at ?? null);
  return (
    <span className={styles.slider}>
      <input
        type="range"
        aria-label="Moment on view, of both"
        aria-valuetext={formatTime(now * MICROSECONDS_PER_MS)}
        min={0}
        max={end}
        step={1}
        value={Math.min(now, end)}
        disabled={disabled}
        onChange={(event) => comparison.jump(event.target.valueAsNumber * MICROSECONDS_PER_MS)}
      />
      {turn !== null && ms(turn) <= end && (
        <span
          className={styles.mark}
          style={{ left: `${(ms(turn) / end) * 100}%` }}
          title={`First difference: ${formatTime(turn)}`}
          aria-hidden="true"
        >
          ≠
        </span>
      )}
    </span>
  );
}

function Clock({ comparison }: { comparison: Comparison }) {
  const time = useStore(comparison.store, (state) => formatTime(state.now));
  return (
    <span className={`mono ${styles.time}`} title="Virtual time, the same on both sides">
      {time}
    </span>
  );
}

function Speed({ comparison }: { comparison: Comparison }) {
  const speed = useStore(comparison.store, (state) => state.speed);
  const text = formatSpeed(speed);
  return (
    <label className={styles.speed} title="Virtual seconds a second">
      <span className="quiet">speed</span>
      <input
        type="range"
        min={0}
        max={POSITION_MAX}
        step={1}
        value={positionOf(speed)}
        aria-label="Speed of both"
        aria-valuetext={text === 'max' ? 'as fast as possible' : text}
        onChange={(event) => comparison.setSpeed(speedAt(event.target.valueAsNumber))}
      />
      <output>{text}</output>
    </label>
  );
}

const WORDS: Record<ComparisonState['run']['type'], string> = {
  loading: 'loading…',
  paused: 'paused',
  playing: 'running',
  idle: 'idle: nothing left to do on either side',
  failed: "can't run",
};
