import { useStore } from 'zustand';
import type { Playground } from '../../store/playground-state.ts';
import { GROUP_TITLES, GROUPS } from '../shared/gallery-groups.ts';
import styles from './gallery.module.css';

/** The scenarios to open, and what there is to see and to try in the one that is open. */
export function GalleryPanel({ playground }: { playground: Playground }) {
  const open = useStore(playground.store, (state) => state.scenarioName);
  const scenario = useStore(playground.store, (state) => state.scenario);
  return (
    <div className={styles.gallery}>
      <section className={styles.about}>
        <h2>{scenario.title}</h2>
        <p>{scenario.description}</p>
      </section>
      <nav aria-label="Scenarios">
        {GROUPS.map((group) => {
          const entries = playground.gallery.filter((entry) => entry.group === group);
          if (entries.length === 0) return null;
          return (
            <section key={group}>
              <h3 className={styles.group}>{GROUP_TITLES[group]}</h3>
              <ul>
                {entries.map((entry) => (
                  <li key={entry.name}>
                    <button
                      type="button"
                      className={styles.entry}
                      aria-current={entry.name === open ? 'true' : undefined}
                      title={entry.description}
                      onClick={() => playground.openScenario(entry.name)}
                    >
                      {entry.title}
                    </button>
                  </li>
                ))}
              </ul>
            </section>
          );
        })}
      </nav>
    </div>
  );
}
