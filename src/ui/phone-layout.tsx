import { FolderOpen, ScanSearch, ScrollText, X } from 'lucide-react';
import type { ReactNode } from 'react';
import { useStore } from 'zustand';
import type { Playground } from '../store/playground-state.ts';
import { selectedProcess } from '../store/selectors.ts';
import { Caption } from './caption/caption.tsx';
import { Transport } from './controls/transport.tsx';
import { LeftPanel } from './left-panel.tsx';
import { LowerPanel } from './lower-panel.tsx';
import styles from './playground.module.css';
import { ProcessPlace } from './process-place.tsx';
import { type PanelName, useDesk } from './shared/desk.ts';
import { nameOf } from './shared/process-words.ts';
import { Stage } from './stage.tsx';
import { StoryPlace } from './story-place.tsx';
import { TimelinePlace } from './timeline-place.tsx';

/** The tree first; everything else comes up from below when asked for. */
export default function PhoneLayout({ playground }: { playground: Playground }) {
  const { sheet, openSheet } = useDesk();
  const selected = useStore(playground.store, (state) => {
    const process = selectedProcess(state);
    return process === null ? 'Process' : nameOf(state.view, process.pid);
  });
  return (
    <div className={styles.phone}>
      <div className={styles.phoneStage}>
        <Stage playground={playground} />
        {sheet !== null && (
          <Sheet name={sheet} onClose={() => openSheet(null)}>
            <SheetContent playground={playground} name={sheet} />
          </Sheet>
        )}
      </div>
      <Caption playground={playground} />
      <StoryPlace playground={playground} />
      <TimelinePlace playground={playground} />
      <Transport playground={playground} />
      <nav className={styles.phoneBar} aria-label="Panels">
        <SheetButton name="left" label="Scenarios, tree">
          <FolderOpen size={20} aria-hidden="true" />
        </SheetButton>
        <SheetButton name="inspector" label={selected}>
          <ScanSearch size={20} aria-hidden="true" />
        </SheetButton>
        <SheetButton name="log" label="Log">
          <ScrollText size={20} aria-hidden="true" />
        </SheetButton>
      </nav>
    </div>
  );
}

const SHEET_TITLES: Record<PanelName, string> = {
  left: 'Scenarios and tree',
  inspector: 'Process',
  log: 'Log',
};

function Sheet({
  name,
  onClose,
  children,
}: {
  name: PanelName;
  onClose: () => void;
  children: ReactNode;
}) {
  return (
    <section className={styles.sheet} aria-label={SHEET_TITLES[name]}>
      <button
        type="button"
        className={`icon-button ${styles.sheetClose}`}
        aria-label="Close"
        onClick={onClose}
      >
        <X size={18} aria-hidden="true" />
      </button>
      {children}
    </section>
  );
}

function SheetContent({ playground, name }: { playground: Playground; name: PanelName }) {
  switch (name) {
    case 'left':
      return <LeftPanel playground={playground} />;
    case 'inspector':
      return (
        <div className={styles.scroll}>
          <ProcessPlace playground={playground} />
        </div>
      );
    case 'log':
      return <LowerPanel playground={playground} open onToggle={null} />;
  }
}

function SheetButton({
  name,
  label,
  children,
}: {
  name: PanelName;
  label: string;
  children: ReactNode;
}) {
  const { sheet, openSheet } = useDesk();
  return (
    <button
      type="button"
      className={styles.phoneButton}
      aria-expanded={sheet === name}
      onClick={() => openSheet(sheet === name ? null : name)}
    >
      {children}
      <span>{label}</span>
    </button>
  );
}
