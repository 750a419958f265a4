import { type Arrow, LANE_PX, laneX, type RowMark } from './sequence-picture.ts';
import { ROW_PX } from './sequence-scale.ts';

/** Where an arrow begins and ends, off the middles of the lanes. */
export function arrowEnds(
  { from, to, top, bottom, fate }: Arrow,
  px = LANE_PX,
): {
  readonly x1: number;
  readonly y1: number;
  readonly x2: number;
  readonly y2: number;
} {
  const side = to > from ? 1 : to < from ? -1 : 0;
  const [x1, whole] = [laneX(from, px) + 4 * (side === 0 ? 1 : side), laneX(to, px) - 5 * side];
  if (side === 0)
    return { x1, y1: top, x2: laneX(to, px) + 5, y2: Math.max(bottom, top + ROW_PX / 2) };
  // What never arrives ends in the air.
  const part = fate === 'arrived' ? 1 : fate === 'lost' ? 0.8 : 0.6;
  return { x1, y1: top, x2: x1 + (whole - x1) * part, y2: bottom };
}

/** The line of an arrow; one to the own lane is a loop. */
export function arrowPath(arrow: Arrow, px = LANE_PX): string {
  const { x1, y1, x2, y2 } = arrowEnds(arrow, px);
  if (arrow.from === arrow.to)
    return `M${x1} ${round(y1)}C${x1 + 28} ${round(y1)} ${x2 + 28} ${round(y2)} ${x2} ${round(y2)}`;
  return `M${x1} ${round(y1)}L${round(x2)} ${round(y2)}`;
}

/** The head of an arrow, as a triangle along its way; a dot on what is under way, which points at nobody yet. */
export function arrowHead(arrow: Arrow, px = LANE_PX): string {
  const { x1, y1, x2, y2 } = arrowEnds(arrow, px);
  if (arrow.fate === 'under_way')
    return `M${round(x2 - 3.5)} ${round(y2)}a3.5 3.5 0 1 0 7 0a3.5 3.5 0 1 0 -7 0z`;
  const isLoop = arrow.from === arrow.to;
  const [dx, dy] = isLoop ? [-1, 0] : [x2 - x1, y2 - y1];
  const length = Math.max(1, Math.sqrt(dx * dx + dy * dy));
  const [ux, uy] = [dx / length, dy / length];
  const [bx, by] = [x2 - 7 * ux, y2 - 7 * uy];
  return `M${round(x2)} ${round(y2)}L${round(bx - 3.5 * uy)} ${round(by + 3.5 * ux)}L${round(bx + 3.5 * uy)} ${round(by - 3.5 * ux)}z`;
}

/** Where the words of an arrow stand, and how many fit. */
export function arrowLabel(
  arrow: Arrow,
  px = LANE_PX,
): {
  readonly x: number;
  readonly y: number;
  readonly anchor: 'start' | 'end';
  readonly most: number;
} {
  const isLeft = arrow.to < arrow.from;
  const lanes = Math.max(1, Math.abs(arrow.to - arrow.from));
  return {
    x: laneX(arrow.from, px) + (isLeft ? -9 : 9),
    y: arrow.top - 4,
    anchor: isLeft ? 'end' : 'start',
    most: Math.floor((lanes * px - 18) / CHARACTER_PX),
  };
}

/** Words that fit, with an ellipsis for what does not. */
export const cutTo = (text: string, most: number): string =>
  text.length <= most ? text : `${text.slice(0, Math.max(0, most - 1))}…`;

/** By which colour the kinds are told apart, besides their words. */
export function toneOf(kind: Arrow['kind']): 'plain' | 'signal' | 'spawn' {
  if (kind === 'spawn') return 'spawn';
  return kind === 'exit_signal' || kind === 'exit' || kind === 'down' ? 'signal' : 'plain';
}

export const isAnswer = (kind: Arrow['kind']): boolean => kind === 'reply' || kind === 'ack';

/** The sign that stands on the lane at a mark. */
export const MARK_SIGNS: Readonly<Record<RowMark['sign'], string>> = {
  birth: '○',
  restart: '↻',
  crash: '✕',
  end: '▬',
  decision: '☂',
  timeout: '◔',
  state: '=',
  command: '▸',
};

export const round = (value: number): number => Math.round(value * 10) / 10;

/** Width of a letter of the labels, which are monospaced. */
const CHARACTER_PX = 6.7;
/** How many letters fit beside the sign of a mark. */
export const markMost = (px = LANE_PX): number => Math.floor((px - 20) / CHARACTER_PX);
