import type { Playground, PlaygroundState } from '../../store/playground-state.ts';
import { CARDS } from '../../view/card-size.ts';
import { DEFAULT_ROOM } from '../../view/tree-arrangement.ts';
import type { CardPath } from '../../view/view.ts';
import { readColours } from '../shared/theme.ts';
import { type Detail, detailAt, textScale } from './detail.ts';
import { Easing } from './easing.ts';
import type { Frame } from './frame.ts';
import { overlaps, type Rect, roomOf, type Size, seen, type Viewport } from './geometry.ts';
import type { Guide } from './guide.ts';
import { Hold } from './hold.ts';
import { mountCards } from './mounting.ts';
import { Overlay } from './overlay.ts';
import { EMPTY_SCENE, type Scene, type SceneCard } from './scene.ts';
import { SceneKeeper } from './scene-keeper.ts';
import { Underlay } from './underlay.ts';

/** The minimap need not follow every message. */
const PAINTERS_MS = 250;
const REST_MS = 200;

/** What the loop asks of React Flow. */
export interface FlowSide {
  viewport(): Viewport;
  size(): Size;
  subscribe(listener: () => void): () => void;
}

/**
 * The canvas between React renders: one loop of animation frames, which runs only while something
 * changes. It takes the view, lays the tree out, says which cards React has to render (few, and
 * seldom), and paints all the rest on two canvases: edges and far-off cards below the cards in
 * the DOM, messages above them.
 */
export class CanvasLoop {
  readonly hold = new Hold();
  readonly easing = new Easing();
  readonly overlay = new Overlay();
  scene: Scene = EMPTY_SCENE;
  detail: Detail = 'whole';
  mounted: ReadonlySet<SceneCard> = new Set();
  /** Follows the tree with the viewport. */
  guide: Guide | null = null;

  readonly #playground: Playground;
  readonly #underlay: Underlay;
  readonly #keeper = new SceneKeeper();
  readonly #listeners = new Set<() => void>();
  readonly #painters = new Set<(frame: Frame) => void>();
  #flow: FlowSide | null = null;
  #host: HTMLElement | null = null;
  #frame: Frame | null = null;
  #state: PlaygroundState | null = null;
  #shapes: readonly SceneCard[] = [];
  #rests: ReturnType<typeof setTimeout> | undefined;
  #requested = 0;
  #paintedAt = 0;
  #room = DEFAULT_ROOM;
  #viewport: Viewport = { x: 0, y: 0, zoom: 0 };
  #size: Size = { width: 0, height: 0 };
  #stale = true;
  /** Of the texts on cards, at this detail. */
  #scale = 0;

  constructor(playground: Playground) {
    this.#playground = playground;
    this.#underlay = new Underlay(this.hold);
  }

  /** For React: called when the cards to render have changed. */
  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };
  readonly mountedCards = (): ReadonlySet<SceneCard> => this.mounted;

  /** Something else that is painted with the tree; seldomer than the rest while the run goes on. */
  addPainter(painter: (frame: Frame) => void): () => void {
    this.#painters.add(painter);
    this.repaint();
    return () => this.#painters.delete(painter);
  }

  /** The viewport moves: until it rests the browser is told to shift the cards, not to paint them. */
  readonly moved = (): void => {
    if (this.#host !== null) this.#host.dataset.moving = '';
    clearTimeout(this.#rests);
    this.#rests = setTimeout(() => delete this.#host?.dataset.moving, REST_MS);
  };

  /** Shows the members of a pool one by one. */
  openPool(pool: SceneCard): void {
    if (pool.parentPath !== null) this.guide?.anchor(pool.parentPath);
    this.#keeper.setExpanded([pool.path], true);
    this.request();
  }

  /** How many pools of a supervisor are shown one by one. */
  openPools(supervisor: CardPath): number {
    return this.#keeper.expandedBelow(supervisor).length;
  }

  closePools(supervisor: CardPath): void {
    this.#keeper.setExpanded(this.#keeper.expandedBelow(supervisor), false);
    this.request();
  }

  readonly still = (): boolean => document.documentElement.dataset.motion === 'reduced';

  connect(host: HTMLElement, under: HTMLCanvasElement, over: HTMLCanvasElement, flow: FlowSide) {
    this.#flow = flow;
    this.#host = host;
    this.#underlay.canvas = under;
    this.overlay.canvas = over;
    const request = () => this.request();
    const repaint = () => this.repaint();
    const leave = [flow.subscribe(request), this.#playground.store.subscribe(request)];
    // Theme and motion are attributes of the document; fonts come late.
    const theme = new MutationObserver(repaint);
    theme.observe(document.documentElement, { attributeFilter: ['data-theme', 'data-motion'] });
    document.fonts.ready.then(repaint);
    this.repaint();
    return () => {
      for (const each of leave) each();
      theme.disconnect();
      cancelAnimationFrame(this.#requested);
      this.#requested = 0;
      this.#flow = null;
    };
  }

  /** Everything is painted anew, in colours read anew. */
  repaint(): void {
    this.#frame = null;
    this.#stale = true;
    this.request();
  }

  request(): void {
    if (this.#requested === 0) this.#requested = requestAnimationFrame(this.#run);
  }

  readonly #run = (clock: number): void => {
    this.#requested = 0;
    const flow = this.#flow;
    if (flow === null) return;
    const state = this.#playground.store.getState();
    const before = this.#state;
    this.#state = state;
    const roomChanged = this.#takeRoom(flow.size());
    const sceneChanged = this.#takeScene(state, roomChanged, clock);
    const viewportChanged = this.#takeViewport(flow);
    const frame = this.#frameAt(state, clock);
    const more = sceneChanged || viewportChanged || this.#stale ? this.#mount(frame) : false;
    const moving = this.easing.moving(clock);
    const all = sceneChanged || viewportChanged || moving || this.#stale;
    this.#stale = more;
    this.#underlay.paint(frame, this.#shapes, all, before);
    this.overlay.paint(frame, all, before);
    if (all || clock - this.#paintedAt > PAINTERS_MS) {
      this.#paintedAt = clock;
      for (const painter of this.#painters) painter(frame);
    }
    if (more || moving || this.#underlay.animating || this.overlay.animating) this.request();
  };

  #takeRoom(size: Size): boolean {
    if (size.width === 0) return false;
    const room = roomOf(size);
    if (room.width === this.#room.width && room.height === this.#room.height) return false;
    this.#room = room;
    return true;
  }

  #takeScene(state: PlaygroundState, roomChanged: boolean, clock: number): boolean {
    const scene = this.#keeper.sceneOf(state, this.#room);
    if (scene === this.scene) return false;
    const before = this.scene;
    this.scene = scene;
    this.easing.settle(scene.cards, clock, this.still());
    this.guide?.follow(scene, before);
    if (roomChanged) this.guide?.resized();
    return true;
  }

  #takeViewport(flow: FlowSide): boolean {
    const viewport = flow.viewport();
    const size = flow.size();
    const same =
      viewport.x === this.#viewport.x &&
      viewport.y === this.#viewport.y &&
      viewport.zoom === this.#viewport.zoom &&
      size.width === this.#size.width &&
      size.height === this.#size.height;
    this.#viewport = viewport;
    this.#size = size;
    return !same;
  }

  /** Decides the level of detail and which cards are in the DOM; tells React when that changes. */
  #mount(frame: Frame): boolean {
    const visible = this.scene.cards.filter((card) => overlaps(card, frame.seen));
    const card = this.scene.cards[0] ?? CARDS.whole;
    const detail = detailAt(this.#viewport.zoom, card, visible.length, this.detail);
    const scale = textScale(detail, card);
    if (this.#host !== null && (detail !== this.detail || scale !== this.#scale)) {
      this.detail = detail;
      this.#scale = scale;
      this.#host.dataset.detail = detail;
      this.#host.style.setProperty('--text-scale', String(scale));
    }
    const { mounted, more } = mountCards(this.scene.cards, this.mounted, frame.seen, detail);
    this.#shapes = detail === 'shape' ? visible : visible.filter((card) => !mounted.has(card));
    if (mounted !== this.mounted) {
      this.mounted = mounted;
      for (const listener of this.#listeners) listener();
    }
    return more;
  }

  #frameAt(state: PlaygroundState, clock: number): Frame {
    const ratio = Math.min(2, window.devicePixelRatio || 1);
    const viewport = this.#viewport;
    const inView: Rect = seen(viewport, this.#size);
    this.#frame ??= {
      ratio,
      viewport,
      size: this.#size,
      seen: inView,
      clock,
      still: false,
      state,
      scene: this.scene,
      easing: this.easing,
      colours: readColours(),
      theme: document.documentElement.dataset.theme ?? '',
    };
    const frame = this.#frame;
    frame.ratio = ratio;
    frame.viewport = viewport;
    frame.size = this.#size;
    frame.seen = inView;
    frame.clock = clock;
    frame.still = this.still();
    frame.state = state;
    frame.scene = this.scene;
    return frame;
  }
}
