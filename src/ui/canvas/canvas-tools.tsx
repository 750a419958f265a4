import { Cable, Eye, Mail, Maximize, Minus, Plus } from 'lucide-react';
import type { ReactNode } from 'react';
import { useStore } from 'zustand';
import { IconButton } from '../shared/icon-button.tsx';
import styles from './canvas.module.css';
import { useCanvas } from './canvas-context.ts';
import type { Guide } from './guide.ts';

/** Zoom and fit, and what else is drawn: links, monitors, messages. */
export function CanvasTools({ guide }: { guide: Guide }) {
  return (
    <div className={styles.toolbar} role="toolbar" aria-label="Canvas">
      <Toggle of="showMessages" label="Show messages">
        <Mail size={16} />
      </Toggle>
      <Toggle of="showLinks" label="Show links">
        <Cable size={16} />
      </Toggle>
      <Toggle of="showMonitors" label="Show monitors">
        <Eye size={16} />
      </Toggle>
      <span className={styles.toolsGap} />
      <IconButton label="Zoom out" onClick={() => guide.zoomBy(1 / 1.4)}>
        <Minus size={16} />
      </IconButton>
      <IconButton label="Zoom in" onClick={() => guide.zoomBy(1.4)}>
        <Plus size={16} />
      </IconButton>
      <IconButton label="Fit the tree" onClick={guide.fit}>
        <Maximize size={16} />
      </IconButton>
    </div>
  );
}

function Toggle({
  of,
  label,
  children,
}: {
  of: 'showMessages' | 'showLinks' | 'showMonitors';
  label: string;
  children: ReactNode;
}) {
  const { playground } = useCanvas();
  const on = useStore(playground.store, ({ settings }) => settings[of]);
  return (
    <button
      type="button"
      className="icon-button"
      aria-label={label}
      aria-pressed={on}
      title={label}
      onClick={() => playground.setSettings({ [of]: !on })}
    >
      {children}
    </button>
  );
}
