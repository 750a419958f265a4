import {
  FastForward,
  Flag,
  RotateCcw,
  SkipBack,
  SkipForward,
  Square,
  StepBack,
  StepForward,
} from 'lucide-react';
import type { ReactNode } from 'react';
import { useStore } from 'zustand';
import type { Playground, RunState } from '../../store/playground-state.ts';
import type { Search } from '../../store/search.ts';
import { bookmarkHere, canRun, searchOf } from '../../store/selectors.ts';
import { search } from '../shared/actions.ts';
import { useDesk } from '../shared/desk.ts';
import { counted, formatCount, formatTime } from '../shared/format.ts';
import { IconButton } from '../shared/icon-button.tsx';
import { PlayButton } from '../shared/play-button.tsx';
import { SpeedSlider } from './speed-slider.tsx';
import styles from './transport.module.css';
import { TransportMenu } from './transport-menu.tsx';
import { Whereabouts } from './whereabouts.tsx';

export function Transport({ playground }: { playground: Playground }) {
  const desk = useDesk();
  const run = useStore(playground.store, (state) => state.run.type);
  const noted = useStore(playground.store, (state) => bookmarkHere(state) >= 0);
  const playing = run === 'playing';
  const runnable = useStore(playground.store, canRun);
  const atStart = useStore(playground.store, (state) => state.view.seq === 0);
  return (
    <section className={styles.transport} aria-label="Transport">
      <div className={styles.buttons}>
        {!desk.phone && (
          <IconButton label="Restart" hint="r" onClick={() => playground.restart()}>
            <RotateCcw size={18} aria-hidden="true" />
          </IconButton>
        )}
        <IconButton
          label="Back to the crash before"
          hint="Shift+N"
          disabled={!runnable || atStart}
          onClick={() => playground.previousCrash()}
        >
          <SkipBack size={18} aria-hidden="true" />
        </IconButton>
        <IconButton
          label="Step back"
          hint=","
          disabled={!runnable || atStart}
          onClick={() => playground.stepBack()}
        >
          <StepBack size={20} aria-hidden="true" />
        </IconButton>
        <PlayButton
          playing={playing}
          disabled={!runnable}
          onClick={() => (playing ? playground.pause() : playground.play())}
        />
        <span className={styles.marked}>
          <IconButton label="Step" hint="." disabled={!runnable} onClick={() => playground.step()}>
            <StepForward size={20} aria-hidden="true" />
          </IconButton>
        </span>
        <SearchButton playground={playground} what="crash" label="Step to next crash" hint="n">
          <SkipForward size={18} aria-hidden="true" />
        </SearchButton>
        {desk.phone ? (
          <TransportMenu playground={playground} />
        ) : (
          <>
            <SearchButton playground={playground} what="idle" label="Run until idle" hint="i">
              <FastForward size={18} aria-hidden="true" />
            </SearchButton>
            <IconButton
              label={noted ? 'Edit the note on this moment' : 'Note this moment'}
              hint="b"
              disabled={!runnable}
              onClick={() => desk.openDialog('note')}
            >
              <Flag size={18} fill={noted ? 'currentColor' : 'none'} aria-hidden="true" />
            </IconButton>
          </>
        )}
      </div>
      <SpeedSlider playground={playground} />
      <Clock playground={playground} />
      <Steps playground={playground} />
      <Whereabouts playground={playground} />
      <RunWords playground={playground} />
    </section>
  );
}

/** While it looks, it is the button that stops it. */
function SearchButton({
  playground,
  what,
  label,
  hint,
  children,
}: {
  playground: Playground;
  what: Search['for'];
  label: string;
  hint: string;
  children: ReactNode;
}) {
  const runnable = useStore(playground.store, canRun);
  const isLooking = useStore(playground.store, (state) => searchOf(state)?.for === what);
  return (
    <IconButton
      label={isLooking ? 'Stop looking' : label}
      hint={isLooking ? 'Esc' : hint}
      disabled={!runnable}
      onClick={() => search(playground, what)}
    >
      {isLooking ? <Square size={16} fill="currentColor" aria-hidden="true" /> : children}
    </IconButton>
  );
}

function Clock({ playground }: { playground: Playground }) {
  const time = useStore(playground.store, (state) => formatTime(state.now));
  return (
    <span title="Virtual time">
      <span className={`quiet ${styles.unit}`}>t = </span>
      <span className={`mono ${styles.time}`}>{time}</span>
    </span>
  );
}

function Steps({ playground }: { playground: Playground }) {
  const step = useStore(playground.store, (state) => state.view.step);
  return (
    <span className={styles.steps} title={counted(step, 'step')}>
      <span className={`quiet ${styles.unit}`}>step </span>
      {formatCount(step)}
    </span>
  );
}

function RunWords({ playground }: { playground: Playground }) {
  const run = useStore(playground.store, (state) => state.run.type);
  return (
    <span className={styles.words} data-run={run} role="status">
      {WORDS[run]}
    </span>
  );
}

const WORDS: Record<RunState['type'], string> = {
  loading: 'loading…',
  paused: 'paused',
  playing: 'running',
  idle: 'idle: nothing left to do',
  stuck: 'not answering',
  broken: 'halted by a mistake',
  failed: "can't run",
};
