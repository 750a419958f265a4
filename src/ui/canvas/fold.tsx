import { ChevronDown, ChevronRight } from 'lucide-react';
import { useSyncExternalStore } from 'react';
import { useStore } from 'zustand';
import { counted } from '../shared/format.ts';
import { useCanvas } from './canvas-context.ts';
import fold from './fold.module.css';
import type { SceneCard } from './scene.ts';

/**
 * Collapses the subtree of a supervisor, or opens it again and says how many processes are hidden.
 * Pools that were opened one by one close first.
 */
export function Fold({ card }: { card: SceneCard }) {
  const { playground, loop } = useCanvas();
  const collapsed = useStore(playground.store, (state) => state.collapsed.has(card.path));
  const opened = useSyncExternalStore(loop.subscribe, () => loop.openPools(card.path)) > 0;
  const childless = useStore(playground.store, ({ view }) => {
    const process = card.pid === null ? undefined : view.processes.get(card.pid);
    return (process?.supervisor?.children.length ?? 0) === 0;
  });
  if (childless && !collapsed) return null;
  const Icon = collapsed ? ChevronRight : ChevronDown;
  return (
    <button
      type="button"
      className={`${fold.button} ${card.lists ? fold.beside : ''}`}
      tabIndex={-1}
      aria-expanded={!collapsed}
      aria-label={
        collapsed
          ? `Show ${counted(card.collapsedCount, 'process')} below ${card.title}`
          : opened
            ? `Show the children of ${card.title} as one`
            : `Collapse ${card.title}`
      }
      onClick={() => {
        loop.guide?.anchor(card.path);
        if (opened && !collapsed) loop.closePools(card.path);
        else playground.setCollapsed(card.path, !collapsed);
      }}
    >
      <Icon size={14} aria-hidden="true" />
      {collapsed && card.collapsedCount}
    </button>
  );
}
