import { type NodeTypes, ReactFlow, useStoreApi } from '@xyflow/react';
import {
  type KeyboardEvent,
  type MouseEvent,
  useEffect,
  useMemo,
  useRef,
  useState,
  useSyncExternalStore,
} from 'react';
import styles from './canvas.module.css';
import { useCanvas } from './canvas-context.ts';
import { MIN_ZOOM } from './geometry.ts';
import { type Guide, MAX_ZOOM } from './guide.ts';
import { nextCard } from './keyboard.ts';
import { NodeCache } from './node-cache.ts';
import { PoolCard } from './pool-card.tsx';
import type { SceneCard } from './scene.ts';
import { SupervisorCard } from './supervisor-card.tsx';
import { WorkerCard } from './worker-card.tsx';
import { YouCard } from './you-card.tsx';

const NODE_TYPES: NodeTypes = {
  supervisor: SupervisorCard,
  worker: WorkerCard,
  client: WorkerCard,
  pool: PoolCard,
  you: YouCard,
};
const NO_EDGES: never[] = [];

/** React Flow holds the cards that can be read, and the viewport; all else is painted by the loop. */
export function Flow({ guide }: { guide: Guide }) {
  const { playground, loop } = useCanvas();
  const host = useRef<HTMLDivElement>(null);
  const under = useRef<HTMLCanvasElement>(null);
  const over = useRef<HTMLCanvasElement>(null);
  const flow = useStoreApi();
  const mounted = useSyncExternalStore(loop.subscribe, loop.mountedCards);
  const [cache] = useState(() => new NodeCache());
  const nodes = useMemo(() => cache.nodesOf(mounted), [cache, mounted]);

  useEffect(() => {
    if (host.current === null || under.current === null || over.current === null) return;
    return loop.connect(host.current, under.current, over.current, {
      viewport: () => {
        const [x, y, zoom] = flow.getState().transform;
        return { x, y, zoom };
      },
      size: () => flow.getState(),
      subscribe: flow.subscribe,
    });
  }, [loop, flow]);

  const treePoint = (event: MouseEvent) => {
    const box = host.current?.getBoundingClientRect();
    const [x, y, zoom] = flow.getState().transform;
    const left = event.clientX - (box?.left ?? 0);
    const top = event.clientY - (box?.top ?? 0);
    return { left, top, x: (left - x) / zoom, y: (top - y) / zoom };
  };

  const select = (card: SceneCard | null) =>
    playground.select(
      card === null ? { path: null, pid: null } : { path: card.path, pid: card.pid },
    );

  const cardOf = (element: Element): SceneCard | undefined =>
    loop.scene.card(element.closest('.react-flow__node')?.getAttribute('data-id') ?? '');

  const onClick = (event: MouseEvent) => {
    if (isControl(event.target)) return;
    const { left, top, x, y } = treePoint(event);
    const seq = loop.overlay.messageAt(left, top);
    // A card that is still on its way to its place is where it is seen.
    if (seq === null) select(cardOf(event.target as Element) ?? loop.scene.hit(x, y));
    else playground.select({ seq });
  };

  /** The process menu, further out, finds its process by `data-path` or the node; a shape on canvas has neither. */
  const onContextMenu = (event: MouseEvent) => {
    event.preventDefault();
    const { x, y } = treePoint(event);
    const card = cardOf(event.target as Element) ?? loop.scene.hit(x, y);
    if (host.current === null) return;
    if (card === null) delete host.current.dataset.path;
    else host.current.dataset.path = card.path;
  };

  const onKeyDown = (event: KeyboardEvent) => {
    const card = cardOf(event.target as Element);
    if (card === undefined || isControl(event.target)) return;
    // Space plays and pauses here too: who has clicked a card wants to see what it does.
    if (event.key === 'Enter') select(card);
    else {
      const next = nextCard(loop.scene.cards, card, event.key);
      if (next === null) return;
      focusCard(host.current, next);
    }
    event.preventDefault();
    event.stopPropagation();
  };

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the cards inside are what one focuses and names.
    <div
      ref={host}
      className={styles.host}
      onClick={onClick}
      onContextMenu={onContextMenu}
      onKeyDown={onKeyDown}
      onFocus={(event) => {
        const card = event.target.matches(':focus-visible') && cardOf(event.target);
        if (card) guide.show(card);
      }}
    >
      <canvas ref={under} className={styles.layer} />
      <ReactFlow
        nodes={nodes}
        edges={NO_EDGES}
        nodeTypes={NODE_TYPES}
        minZoom={MIN_ZOOM}
        maxZoom={MAX_ZOOM}
        nodesDraggable={false}
        nodesConnectable={false}
        nodesFocusable
        edgesFocusable={false}
        elementsSelectable={false}
        disableKeyboardA11y
        zoomOnDoubleClick={false}
        deleteKeyCode={null}
        selectionKeyCode={null}
        multiSelectionKeyCode={null}
        panActivationKeyCode={null}
        zoomActivationKeyCode={null}
        onMove={(domEvent) => {
          loop.moved();
          guide.released(domEvent);
        }}
        attributionPosition="bottom-right"
      />
      <canvas ref={over} className={styles.layer} data-over />
    </div>
  );
}

const isControl = (target: EventTarget): boolean => (target as Element).closest('button') !== null;

function focusCard(host: HTMLElement | null, card: SceneCard): void {
  host?.querySelector<HTMLElement>(`[data-id="${CSS.escape(card.path)}"]`)?.focus();
}
