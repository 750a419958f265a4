import { Pause, Play } from 'lucide-react';
import styles from './play-button.module.css';

/** The large button of a transport. `what` is played: '' for the run, ' both' for two. */
export function PlayButton({
  playing,
  what = '',
  disabled,
  onClick,
}: {
  playing: boolean;
  what?: string;
  disabled: boolean;
  onClick: () => void;
}) {
  const does = playing ? 'Pause' : 'Play';
  const Sign = playing ? Pause : Play;
  return (
    <button
      type="button"
      className={styles.play}
      aria-label={`${does}${what}`}
      title={`${does} (Space)`}
      disabled={disabled}
      onClick={onClick}
    >
      <Sign size={20} fill="currentColor" aria-hidden="true" />
    </button>
  );
}
