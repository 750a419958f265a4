import type { ProcessKey, ProcessView, View } from '../../view/view.ts';
import { writeRoute } from './flights.ts';
import { type Frame, inTreeUnits } from './frame.ts';
import { ROUTE_LENGTH, trace } from './route.ts';
import type { Scene } from './scene.ts';

const RELATIONS = ['link', 'monitor', 'wait'] as const;
export type Relation = (typeof RELATIONS)[number];

/** More lines of dots than these are no help to anybody, and slow to draw. */
const WAITS_DRAWN = 60;
/** In the place of a route's shape: there is no way, because both are hidden or under the same card. */
const NOWHERE = -1;
/** Pattern on screen of each, in CSS pixels; a link is a whole line. */
const DASHES: Record<Relation, readonly number[]> = { link: [], monitor: [7, 5], wait: [2, 5] };

/** Lines between cards other than supervision: links and monitors when asked for, and who waits for whom. */
export class Relations {
  #found: number[] = [];
  #routes: Float32Array = new Float32Array(0);
  #scene: Scene | null = null;

  /** Looks who is related now; whether that differs from before. */
  fill({ state: { view, settings }, scene }: Frame): boolean {
    const found = relationsIn(view, settings.showLinks, settings.showMonitors);
    const same =
      scene === this.#scene &&
      found.length === this.#found.length &&
      found.every((value, index) => value === this.#found[index]);
    if (same) return false;
    this.#scene = scene;
    this.#found = found;
    this.#routes = routesOf(found, view, scene);
    return true;
  }

  paint(context: CanvasRenderingContext2D, frame: Frame): void {
    if (this.#found.length === 0) return;
    inTreeUnits(context, frame);
    context.lineCap = 'round';
    RELATIONS.forEach((relation, index) => {
      this.#paintOne(context, frame, relation, index);
    });
    context.setLineDash([]);
    context.lineCap = 'butt';
  }

  #paintOne(
    context: CanvasRenderingContext2D,
    { viewport: { zoom }, colours }: Frame,
    relation: Relation,
    index: number,
  ): void {
    context.beginPath();
    for (let at = 0; at * 3 < this.#found.length; at++) {
      if (this.#found[at * 3] !== index || this.#routes[at * ROUTE_LENGTH] === NOWHERE) continue;
      trace(this.#routes, at * ROUTE_LENGTH, context);
      if (relation === 'monitor') traceHead(this.#routes, at * ROUTE_LENGTH, context, 8 / zoom);
    }
    context.setLineDash(DASHES[relation].map((length) => length / zoom));
    context.lineWidth = (relation === 'monitor' ? 1.75 : 2.5) / zoom;
    context.strokeStyle = relation === 'wait' ? colours.waiting : colours['ink-2'];
    context.stroke();
  }
}

/** `[relation, from, to]` of all, in one row. Links are told once a pair. */
function relationsIn(view: View, links: boolean, monitors: boolean): number[] {
  const found: number[] = [];
  let waits = 0;
  for (const process of view.processes.values()) {
    if (process.status.type === 'exited') continue;
    if (links) addAll(found, 0, process.pid, process.links, (peer) => process.pid < peer);
    if (monitors) addAll(found, 1, process.pid, process.monitors, () => true);
    const peer = waitedFor(process);
    if (peer !== 0 && waits++ < WAITS_DRAWN) found.push(2, process.pid, peer);
  }
  return found;
}

function waitedFor({ status }: ProcessView): ProcessKey {
  return status.type === 'waiting' && status.kind === 'call' ? status.peer : 0;
}

function addAll(
  found: number[],
  relation: number,
  pid: ProcessKey,
  peers: readonly ProcessKey[],
  wanted: (peer: ProcessKey) => boolean,
): void {
  for (const peer of peers) if (wanted(peer)) found.push(relation, pid, peer);
}

function routesOf(found: readonly number[], view: View, scene: Scene): Float32Array {
  const routes = new Float32Array((found.length / 3) * ROUTE_LENGTH).fill(NOWHERE);
  for (let at = 0; at * 3 < found.length; at++) {
    const from = scene.cardOf(view, found[at * 3 + 1] as number);
    const to = scene.cardOf(view, found[at * 3 + 2] as number);
    if (from !== null && to !== null && from !== to)
      writeRoute(routes, at * ROUTE_LENGTH, from, to);
  }
  return routes;
}

/** An arrow head at the end: who is watched. */
function traceHead(
  routes: Float32Array,
  at: number,
  context: CanvasRenderingContext2D,
  size: number,
): void {
  const x = routes[at + 5] as number;
  const y = routes[at + 6] as number;
  const elbow = routes[at] === 1;
  const fromX = elbow ? x : (routes[at + 3] as number);
  const fromY = routes[at + 4] as number;
  const angle = Math.atan2(y - fromY, x - fromX);
  context.moveTo(x - size * Math.cos(angle - 0.45), y - size * Math.sin(angle - 0.45));
  context.lineTo(x, y);
  context.lineTo(x - size * Math.cos(angle + 0.45), y - size * Math.sin(angle + 0.45));
}
