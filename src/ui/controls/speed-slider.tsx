import { useStore } from 'zustand';
import type { Playground } from '../../store/playground-state.ts';
import { formatSpeed, POSITION_MAX, positionOf, speedAt } from '../shared/speed-scale.ts';
import styles from './transport.module.css';

export function SpeedSlider({ playground }: { playground: Playground }) {
  const speed = useStore(playground.store, (state) => state.speed);
  const text = formatSpeed(speed);
  return (
    <label className={styles.speed} title="Virtual seconds a second (− and +)">
      <span className={`quiet ${styles.speedWord}`}>speed</span>
      <input
        type="range"
        min={0}
        max={POSITION_MAX}
        step={1}
        value={positionOf(speed)}
        aria-label="Speed"
        aria-valuetext={text === 'max' ? 'as fast as possible' : text}
        onChange={(event) => playground.setSpeed(speedAt(event.target.valueAsNumber))}
      />
      <output className={styles.speedValue}>{text}</output>
    </label>
  );
}
