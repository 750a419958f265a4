import '@xyflow/react/dist/base.css';
import { ReactFlowProvider } from '@xyflow/react';
import { useState } from 'react';
import { useStore } from 'zustand';
import type { Playground } from '../../store/playground-state.ts';
import styles from './canvas.module.css';
import { CanvasContext, useCanvas } from './canvas-context.ts';
import { CanvasLoop } from './canvas-loop.ts';
import { CanvasTools } from './canvas-tools.tsx';
import { EmptyCanvas } from './empty-canvas.tsx';
import { Flow } from './flow.tsx';
import { Signs } from './legend.tsx';
import { Minimap } from './minimap.tsx';
import { useGuide } from './use-guide.ts';

/**
 * The living tree: cards for processes, edges of supervision, and the messages between them.
 * A process's menu is opened by whoever stands around it and knows `.react-flow__node[data-id]`
 * and `data-path` (ui/controls/process-menu.tsx).
 */
export function Canvas({
  playground,
  label = 'Supervision tree',
}: {
  playground: Playground;
  /** What it is called aloud. */
  label?: string;
}) {
  const [context] = useState(() => {
    const loop = new CanvasLoop(playground);
    return { playground, loop, hold: loop.hold, still: loop.still };
  });
  return (
    <CanvasContext value={context}>
      <ReactFlowProvider>
        <Surface label={label} />
      </ReactFlowProvider>
    </CanvasContext>
  );
}

function Surface({ label }: { label: string }) {
  const { playground } = useCanvas();
  const guide = useGuide();
  const empty = useStore(playground.store, ({ view }) => view.processes.size === 0);
  return (
    <section className={styles.canvas} aria-label={label}>
      <Flow guide={guide} />
      {empty && <EmptyCanvas playground={playground} />}
      <Minimap guide={guide} />
      <div className={styles.tools}>
        <Signs />
        <CanvasTools guide={guide} />
      </div>
    </section>
  );
}
