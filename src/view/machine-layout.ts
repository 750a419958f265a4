import { withEarlier } from './machine-past.ts';
import type { MachinePast, MachineView, TransitionView } from './view.ts';

/** A state diagram in pixels. Nothing that is drawn moves when states or transitions come to it. */
export interface MachineDiagram {
  readonly width: number;
  readonly height: number;
  readonly boxes: readonly StateBox[];
  readonly arrows: readonly Arrow[];
  /** States seen that have no box: there are too many. */
  readonly hidden: number;
}

export interface StateBox {
  readonly state: string;
  readonly x: number;
  readonly y: number;
  readonly isCurrent: boolean;
  /** Only earlier incarnations were seen in it. */
  readonly isEarlier: boolean;
}

export interface Arrow {
  readonly transition: TransitionView;
  /** Path data: from the right side of one box, along a lane, to the right side of the other. */
  readonly path: string;
  /** Where its head touches the box. */
  readonly tip: { readonly x: number; readonly y: number };
  /** Left end and middle line of its label. */
  readonly label: { readonly x: number; readonly y: number };
  readonly isLast: boolean;
  /** Only earlier incarnations were seen to make it. */
  readonly isEarlier: boolean;
}

export const BOX = { width: 96, height: 28 } as const;
const LEFT = 12;
const TOP = 4;
/** Between two boxes there is room for two labels. */
const ROW = 62;
const RIGHT = LEFT + BOX.width;
const LANES = RIGHT + 18;
const LANE = 14;
const RADIUS = 5;
export const LABEL = { width: 112, height: 15 } as const;
const BOXES_MAX = 12;
const ARROWS_MAX = 40;
/** Where arrows touch a box, above and below its middle, in the order in which they come. */
const PORTS = [0, 7, -7, 3.5, -3.5, 10.5, -10.5, 5, -5];

/**
 * States in a column, in the order in which they were seen; every transition runs along a lane at its
 * right, the first that is free where it passes. Each takes its place among those that came before it, also
 * those of earlier incarnations.
 */
export function layoutMachine(
  machine: MachineView,
  earlier: MachinePast | null = null,
): MachineDiagram {
  const { state, last } = machine;
  const { states, transitions } = withEarlier(machine, earlier);
  const shown = states.slice(0, BOXES_MAX);
  const ports = shown.map(() => 0);
  const lanes: Span[][] = [];
  const labels: Place[] = [];
  const arrows: Arrow[] = [];
  const port = (row: number): number => {
    const turn = ports[row] as number;
    ports[row] = turn + 1;
    return middleOf(row) + (PORTS[turn % PORTS.length] as number);
  };
  for (const transition of transitions) {
    const [from, to] = [shown.indexOf(transition.from), shown.indexOf(transition.to)];
    if (from < 0 || to < 0 || arrows.length >= ARROWS_MAX) continue;
    const start = port(from);
    const end = port(to);
    const x =
      LANES + LANE * takeLane(lanes, { low: Math.min(start, end), high: Math.max(start, end) });
    const label = placeLabel(labels, x + 4, from, to);
    labels.push(label);
    const isLast = last !== null && last.from === transition.from && last.to === transition.to;
    arrows.push({
      transition,
      path: pathAlong(x, start, end),
      tip: { x: RIGHT, y: end },
      label,
      isLast,
      isEarlier: !machine.transitions.includes(transition),
    });
  }
  return {
    width: Math.max(RIGHT + 4, ...labels.map(({ x }) => x + LABEL.width)),
    height: TOP + ROW * Math.max(0, shown.length - 1) + BOX.height + TOP,
    boxes: shown.map((each, row) => ({
      state: each,
      x: LEFT,
      y: TOP + ROW * row,
      isCurrent: each === state,
      isEarlier: !machine.states.includes(each),
    })),
    arrows,
    hidden: states.length - shown.length,
  };
}

interface Span {
  readonly low: number;
  readonly high: number;
}
interface Place {
  readonly x: number;
  readonly y: number;
}

const middleOf = (row: number): number => TOP + ROW * row + BOX.height / 2;

/** The first lane in which nothing comes near. */
function takeLane(lanes: Span[][], span: Span): number {
  const isFree = (lane: readonly Span[]) =>
    lane.every(({ low, high }) => span.high + 4 < low || high + 4 < span.low);
  const free = lanes.findIndex(isFree);
  const place = free < 0 ? lanes.length : free;
  lanes[place] = [...(lanes[place] ?? []), span];
  return place;
}

/** Between the boxes that the arrow passes, if there is room; else beside them. */
function placeLabel(labels: readonly Place[], x: number, from: number, to: number): Place {
  const [low, high] = [Math.min(from, to), Math.max(from, to)];
  const between: number[] = [];
  for (let row = low; row < high; row++) {
    const gap = middleOf(row) + ROW / 2;
    between.push(gap - LABEL.height / 2, gap + LABEL.height / 2);
  }
  const beside: number[] = [];
  for (let row = low; row <= high; row++) beside.push(middleOf(row));
  const isFree = (y: number) =>
    labels.every(
      (other) => Math.abs(other.y - y) >= LABEL.height - 1 || Math.abs(other.x - x) >= LABEL.width,
    );
  const places = [...between, ...beside];
  return { x, y: places.find(isFree) ?? (places.at(-1) as number) };
}

function pathAlong(x: number, start: number, end: number): string {
  const down = end >= start ? 1 : -1;
  const radius = Math.min(RADIUS, Math.abs(end - start) / 2);
  return (
    `M${RIGHT} ${start}H${x - radius}Q${x} ${start} ${x} ${start + down * radius}` +
    `V${end - down * radius}Q${x} ${end} ${x - radius} ${end}H${RIGHT + 6}`
  );
}
