import { type KeyboardEvent, Suspense, useId } from 'react';
import { useStore } from 'zustand';
import type { Playground } from '../store/playground-state.ts';
import { ProcessMenu } from './controls/process-menu.tsx';
import { GalleryPanel } from './gallery/gallery-panel.tsx';
import { Region } from './notices/region.tsx';
import styles from './playground.module.css';
import { lazyPart } from './shared/lazy-part.tsx';
import { panelSetting, setPanel } from './shared/panels.ts';

const TreeOutline = lazyPart(() => import('./outline/tree-outline.tsx'));

/** Two tabs: the scenarios, and the tree as an outline. */
export function LeftPanel({ playground }: { playground: Playground }) {
  const outline = useStore(playground.store, ({ settings }) => panelSetting(settings, 'outline'));
  const id = useId();
  const show = (wanted: boolean) => setPanel(playground, 'outline', wanted);
  const press = (event: KeyboardEvent<HTMLElement>) => {
    if (event.key !== 'ArrowLeft' && event.key !== 'ArrowRight') return;
    event.preventDefault();
    show(!outline);
    const other = outline ? 0 : 1;
    event.currentTarget.querySelectorAll<HTMLElement>('[role="tab"]')[other]?.focus();
  };
  const tab = (wanted: boolean, label: string) => (
    <button
      type="button"
      role="tab"
      id={`${id}-${wanted}`}
      className={styles.tab}
      aria-selected={outline === wanted}
      aria-controls={`${id}-panel`}
      tabIndex={outline === wanted ? 0 : -1}
      onClick={() => show(wanted)}
    >
      {label}
    </button>
  );
  return (
    <>
      <div role="tablist" aria-label="Left panel" className={styles.tabs} onKeyDown={press}>
        {tab(false, 'Scenarios')}
        {tab(true, 'Tree')}
      </div>
      <div
        role="tabpanel"
        id={`${id}-panel`}
        aria-labelledby={`${id}-${outline}`}
        className={styles.scroll}
      >
        {outline ? (
          <Region playground={playground} name="the outline" key="outline">
            <ProcessMenu playground={playground}>
              <Suspense fallback={null}>
                <TreeOutline playground={playground} />
              </Suspense>
            </ProcessMenu>
          </Region>
        ) : (
          <Region playground={playground} name="the gallery" key="gallery">
            <GalleryPanel playground={playground} />
          </Region>
        )}
      </div>
    </>
  );
}
