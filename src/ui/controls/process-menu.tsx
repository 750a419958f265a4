import { type MouseEvent, type ReactNode, Suspense, useState } from 'react';
import type { Playground } from '../../store/playground-state.ts';
import { printPid } from '../../view/paths.ts';
import { lazyPart } from '../shared/lazy-part.tsx';

// The menu and its library come when the first menu is asked for: the page must open fast.
const load = () => import('./process-menu-list.tsx');
const ProcessMenuList = lazyPart(load);

/** Where to open, for whom. */
interface Opened {
  readonly x: number;
  readonly y: number;
  readonly serial: number;
}

/**
 * Gives everything within it that stands for a process its context menu: by right click, by a long
 * press, by the menu key. One menu for all cards, so that a thousand cards cost nothing.
 *
 * An element stands for a process when it carries `data-path` (a card path) or `data-pid`; a React
 * Flow node by its own `data-id`, if that is a card path.
 */
export function ProcessMenu({
  playground,
  children,
}: {
  playground: Playground;
  children: ReactNode;
}) {
  const [opened, setOpened] = useState<Opened | null>(null);

  const open = (event: MouseEvent) => {
    const place = event.target instanceof Element ? placeOf(event.target) : null;
    if (place === null) return;
    event.preventDefault();
    if (!selectPlace(playground, place)) return;
    const box = place.getBoundingClientRect();
    // The menu key reports no place of its own in some browsers.
    const pointed = event.clientX !== 0 || event.clientY !== 0;
    setOpened({
      x: pointed ? event.clientX : box.left + 16,
      y: pointed ? event.clientY : box.top + 16,
      serial: (opened?.serial ?? 0) + 1,
    });
  };

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: catches what bubbles up from the cards, which are focusable.
    <div style={{ display: 'contents' }} onContextMenu={open} onPointerOver={() => void load()}>
      {children}
      {opened !== null && (
        <Suspense fallback={null}>
          <ProcessMenuList
            key={opened.serial}
            playground={playground}
            x={opened.x}
            y={opened.y}
            onClose={() => setOpened(null)}
          />
        </Suspense>
      )}
    </div>
  );
}

const placeOf = (element: Element): HTMLElement | null =>
  element.closest<HTMLElement>('[data-path], [data-pid], .react-flow__node[data-id]');

/** Selects the process an element stands for; false when there is none. */
function selectPlace(playground: Playground, place: HTMLElement): boolean {
  const { view } = playground.store.getState();
  const path = place.dataset.path ?? place.dataset.id ?? null;
  const wanted = Number(place.dataset.pid ?? Number.NaN);
  for (const process of view.processes.values()) {
    if (process.pid !== wanted && process.path !== path && printPid(process.pid) !== path) continue;
    playground.select({ path: process.path, pid: process.pid });
    return true;
  }
  return false;
}
