import { FolderOpen, ListTree, PanelLeftClose, PanelRightClose, ScanSearch } from 'lucide-react';
import type { ReactNode } from 'react';
import { useStore } from 'zustand';
import type { Playground } from '../store/playground-state.ts';
import { Caption } from './caption/caption.tsx';
import { Transport } from './controls/transport.tsx';
import { LeftPanel } from './left-panel.tsx';
import { LowerPanel } from './lower-panel.tsx';
import { Region } from './notices/region.tsx';
import styles from './playground.module.css';
import { ProcessPlace } from './process-place.tsx';
import { useDesk } from './shared/desk.ts';
import { IconButton } from './shared/icon-button.tsx';
import {
  defaultSize,
  isOpen,
  lowerHeight,
  panelSetting,
  setPanel,
  togglePanel,
} from './shared/panels.ts';
import { Splitter } from './shared/splitter.tsx';
import { usePageSize } from './shared/use-page-size.ts';
import { Stage } from './stage.tsx';
import { StoryPlace } from './story-place.tsx';
import { TimelinePlace } from './timeline-place.tsx';

const RAIL_PX = 40;
const FOLDED_LOG_PX = 29;
/** However large the panels were made, on whatever screen: the tree keeps this much. */
const CANVAS_WIDTH_MIN = 320;
const CANVAS_HEIGHT_MIN = 160;

export function DesktopLayout({ playground }: { playground: Playground }) {
  const settings = useStore(playground.store, (state) => state.settings);
  const page = usePageSize();
  const { question } = useDesk();
  const left = useStore(playground.store, (state) => isOpen(state, 'left', page.width));
  const inspector = useStore(playground.store, (state) => isOpen(state, 'inspector', page.width));
  const log = useStore(playground.store, (state) => isOpen(state, 'log', page.width));
  const asked = question !== null && settings.panels.inspector !== false;
  const opened = { left, inspector: inspector || asked, log };
  const open = (name: keyof typeof opened) => opened[name];
  const widest = Math.max(200, (page.width - CANVAS_WIDTH_MIN) / 2);
  const side = (name: 'left' | 'inspector') => {
    const size = panelSetting(settings, `${name}Size`) || defaultSize(`${name}Size`, page.width);
    return open(name) ? Math.min(size, widest) : RAIL_PX;
  };
  const highest = Math.max(80, page.height - 44 - 48 - 49 - 40 - CANVAS_HEIGHT_MIN);
  const logSize = Math.min(lowerHeight(settings), highest);
  return (
    <div
      className={styles.desktop}
      style={{
        gridTemplateColumns: `${side('left')}px minmax(0, 1fr) ${side('inspector')}px`,
        gridTemplateRows: `minmax(0, 1fr) auto auto auto ${open('log') ? logSize : FOLDED_LOG_PX}px`,
      }}
    >
      <SidePanel
        playground={playground}
        name="left"
        open={open('left')}
        size={side('left')}
        max={widest}
      >
        <LeftPanel playground={playground} />
      </SidePanel>
      <Stage playground={playground} />
      <div className={styles.captionPlace}>
        <Region playground={playground} name="the caption">
          <Caption playground={playground} />
        </Region>
        <StoryPlace playground={playground} />
      </div>
      <SidePanel
        playground={playground}
        name="inspector"
        open={open('inspector')}
        size={side('inspector')}
        max={widest}
      >
        <div className={styles.scroll}>
          <ProcessPlace playground={playground} />
        </div>
      </SidePanel>
      <div className={styles.transportPlace}>
        <Region playground={playground} name="the transport">
          <Transport playground={playground} />
        </Region>
      </div>
      <TimelinePlace playground={playground} />
      <section className={styles.logPlace} aria-label="Log">
        {open('log') && (
          <Splitter
            side="bottom"
            label="Height of the log"
            size={logSize}
            min={80}
            max={highest}
            onSize={(size) => setPanel(playground, 'logSize', size)}
            onFold={() => togglePanel(playground, 'log')}
          />
        )}
        <LowerPanel
          playground={playground}
          open={open('log')}
          onToggle={() => togglePanel(playground, 'log')}
        />
      </section>
    </div>
  );
}

function SidePanel({
  playground,
  name,
  open,
  size,
  max,
  children,
}: {
  playground: Playground;
  name: 'left' | 'inspector';
  open: boolean;
  size: number;
  max: number;
  children: ReactNode;
}) {
  const left = name === 'left';
  const label = left ? 'Scenarios and outline' : 'Inspector';
  if (!open) return <Rail playground={playground} name={name} label={label} />;
  return (
    <aside className={left ? styles.left : styles.inspector} aria-label={label}>
      <button
        type="button"
        className={`icon-button ${styles.foldSide}`}
        aria-label={`Fold: ${label}`}
        title={`Fold (${left ? '[' : ']'})`}
        onClick={() => setPanel(playground, name, false)}
      >
        {left ? (
          <PanelLeftClose size={16} aria-hidden="true" />
        ) : (
          <PanelRightClose size={16} aria-hidden="true" />
        )}
      </button>
      {children}
      <Splitter
        side={left ? 'left' : 'right'}
        label={`Width: ${label}`}
        size={size}
        min={left ? 160 : 240}
        max={max}
        onSize={(next) => setPanel(playground, `${name}Size`, next)}
        onFold={() => setPanel(playground, name, false)}
      />
    </aside>
  );
}

/** A folded side panel: what it would show, one button each. */
function Rail({
  playground,
  name,
  label,
}: {
  playground: Playground;
  name: 'left' | 'inspector';
  label: string;
}) {
  const unfold = (outline?: boolean) => {
    if (outline !== undefined) setPanel(playground, 'outline', outline);
    setPanel(playground, name, true);
  };
  return (
    <aside className={name === 'left' ? styles.left : styles.inspector} aria-label={label}>
      <div className={styles.rail}>
        {name === 'left' ? (
          <>
            <IconButton label="Scenarios" onClick={() => unfold(false)}>
              <FolderOpen size={18} aria-hidden="true" />
            </IconButton>
            <IconButton label="Tree as an outline" onClick={() => unfold(true)}>
              <ListTree size={18} aria-hidden="true" />
            </IconButton>
          </>
        ) : (
          <IconButton label="Inspector" onClick={() => unfold()}>
            <ScanSearch size={18} aria-hidden="true" />
          </IconButton>
        )}
      </div>
    </aside>
  );
}
