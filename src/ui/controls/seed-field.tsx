import { Dices } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import { useStore } from 'zustand';
import type { Playground } from '../../store/playground-state.ts';
import styles from './top-bar.module.css';

/** As scenarios and links have it. */
const SEED_MAX = Number.MAX_SAFE_INTEGER;

/** Null for what is no seed. */
function seedOf(typed: string): number | null {
  const seed = /^\s*\d+\s*$/.test(typed) ? Number(typed) : Number.NaN;
  return Number.isSafeInteger(seed) ? seed : null;
}

/** The seed, to read, to type and to draw anew. */
export function SeedField({ playground }: { playground: Playground }) {
  const seed = useStore(playground.store, (state) => state.seed);
  // What is being typed; null when nobody types.
  const [typed, setTyped] = useState<string | null>(null);
  const [refused, setRefused] = useState(false);
  const shown = typed ?? String(seed);
  const leave = () => {
    setTyped(null);
    setRefused(false);
  };

  const accept = (event?: FormEvent) => {
    event?.preventDefault();
    if (typed === null) return;
    const wanted = seedOf(typed);
    // What can't be a seed stays, with what is wrong about it, to be put right.
    if (wanted === null) return setRefused(true);
    if (wanted !== seed) playground.newSeed(wanted);
    leave();
  };

  return (
    <form className={styles.seed} onSubmit={accept}>
      <label htmlFor="seed" className="quiet">
        seed
      </label>
      <input
        id="seed"
        className={`mono ${styles.seedInput}`}
        inputMode="numeric"
        autoComplete="off"
        value={shown}
        // Sixteen digits at most; and the padding.
        style={{ width: `${Math.min(18, Math.max(4, shown.length + 2))}ch` }}
        aria-invalid={refused}
        aria-describedby={refused ? 'seed-refused' : undefined}
        onChange={(event) => {
          setTyped(event.target.value);
          setRefused(false);
        }}
        onKeyDown={(event) => {
          if (event.key === 'Escape') leave();
        }}
        onBlur={() => accept()}
      />
      {refused && (
        <span id="seed-refused" className={`field-error ${styles.refused}`} role="alert">
          A seed is a whole number from 0 to {SEED_MAX}. The run still has the seed {seed}.
        </span>
      )}
      <button
        type="button"
        className="icon-button"
        aria-label="New seed"
        title="New seed: the same system, another order of events"
        onClick={() => playground.newSeed()}
      >
        <Dices size={18} aria-hidden="true" />
      </button>
    </form>
  );
}
