import { Dices } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import { useStore } from 'zustand';
import type { Playground } from '../../store/playground-state.ts';
import styles from './top-bar.module.css';

/** The seed, to read, to type and to draw anew. */
export function SeedField({ playground }: { playground: Playground }) {
  const seed = useStore(playground.store, (state) => state.seed);
  // What is being typed; null when nobody types.
  const [typed, setTyped] = useState<string | null>(null);

  const accept = (event?: FormEvent) => {
    event?.preventDefault();
    const wanted = Number(typed);
    if (
      typed !== null &&
      typed !== '' &&
      Number.isSafeInteger(wanted) &&
      wanted >= 0 &&
      wanted !== seed
    ) {
      playground.newSeed(wanted);
    }
    setTyped(null);
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
        value={typed ?? String(seed)}
        style={{ width: `${Math.min(12, Math.max(3, (typed ?? String(seed)).length + 1))}ch` }}
        onChange={(event) => setTyped(event.target.value.replace(/\D/g, '').slice(0, 15))}
        onBlur={() => accept()}
      />
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
