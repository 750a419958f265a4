import { Suspense } from 'react';
import type { Playground } from '../store/playground-state.ts';
import { ProcessMenu } from './controls/process-menu.tsx';
import { Canvas } from './lazy-canvas.ts';
import { Region } from './notices/region.tsx';
import { RunTrouble } from './notices/run-trouble.tsx';
import styles from './playground.module.css';
import { preloadProcessPanel } from './process-place.tsx';

/** The tree, with the menu of its processes, and what stands in its place when it can't be shown. */
export function Stage({ playground }: { playground: Playground }) {
  return (
    <main className={styles.stage} onPointerEnter={preloadProcessPanel}>
      <Region playground={playground} name="the tree">
        <ProcessMenu playground={playground}>
          <Suspense fallback={null}>
            <Canvas playground={playground} />
          </Suspense>
        </ProcessMenu>
      </Region>
      <RunTrouble playground={playground} />
    </main>
  );
}
