import type { MessageView } from '../../view/view.ts';

/**
 * The playground's pictures as path data, for SVG and (with `new Path2D(d)`) for a 2D canvas alike.
 * One 20 px grid, strokes 1.5 px wide with round ends, one colour.
 */
export interface Picture {
  readonly stroke: string;
  readonly fill: string;
}

const circle = (x: number, y: number, r: number): string =>
  `M${x - r} ${y}a${r} ${r} 0 1 0 ${2 * r} 0a${r} ${r} 0 1 0 ${-2 * r} 0z`;

export const PICTURES = {
  /** A box, an arrow in, an arrow out. */
  gen_server: {
    stroke:
      'M8 4.6V2.5h9v15H8v-2.1M1.8 7.2h8.6M8.2 5l2.2 2.2-2.2 2.2M10.4 12.8H1.8M4 10.6l-2.2 2.2L4 15',
    fill: '',
  },
  /** Two states and the way from one to the other. */
  gen_statem: {
    stroke: `${circle(5.2, 13, 3)}${circle(14.8, 13, 3)}M5.8 8.2C7 4.2 12.8 4.2 14.3 7.8M11.9 7.3l2.5.8.7-2.6`,
    fill: '',
  },
  /** A bell over a list of handlers. */
  gen_event: {
    stroke:
      'M5.8 9.7c1.2-1 1.4-2 1.4-3.6a2.8 2.8 0 0 1 5.6 0c0 1.6.2 2.6 1.4 3.6zM4 13.6h12M4 17h12',
    fill: circle(10, 10.9, 1.1),
  },
  /** A plain process: spawned, with no behaviour. */
  process: { stroke: circle(10, 10, 6.5), fill: circle(10, 10, 1.8) },
  application: { stroke: 'M2.5 15.5v-11h5l1.8 2.2h8.2v8.8zM2.5 9.2h15', fill: '' },
  node: { stroke: 'M3 4h14v9.5H3zM7 17h6M10 13.5V17', fill: '' },
  /** A person outside, who asks. */
  client: {
    stroke: `${circle(10, 6.3, 3.1)}M3.8 17.2c.4-3.6 2.8-5.4 6.2-5.4s5.8 1.8 6.2 5.4`,
    fill: '',
  },
} as const satisfies Record<string, Picture>;
export type PictureName = keyof typeof PICTURES;

const DOME =
  'M2.5 9.3a7.5 6.6 0 0 1 15 0c-1.3-1.3-3.7-1.3-5 0-1.3-1.3-3.7-1.3-5 0-1.3-1.3-3.7-1.3-5 0zM10 2.7V1.3';
const DOTS = [4, 10, 16].map((x) => circle(x, 15.4, 1.8));

/** Which of three children a strategy restarts when the first filled one dies. */
const FILLED: Record<string, readonly boolean[]> = {
  one_for_one: [true, false, false],
  one_for_all: [true, true, true],
  rest_for_one: [false, true, true],
};

const UMBRELLAS: Record<string, Picture> = {
  ...Object.fromEntries(
    Object.entries(FILLED).map(([strategy, filled]) => [
      strategy,
      { stroke: DOME + DOTS.join(''), fill: DOTS.filter((_, index) => filled[index]).join('') },
    ]),
  ),
  /** One of many alike: a child, and the row goes on. */
  simple_one_for_one: {
    stroke: DOME + circle(4, 15.4, 1.8),
    fill: circle(4, 15.4, 1.8) + [9.4, 12.8, 16.2].map((x) => circle(x, 15.4, 1)).join(''),
  },
};

export function umbrella(strategy: string): Picture {
  return UMBRELLAS[strategy] ?? (UMBRELLAS.one_for_one as Picture);
}

/** Signs of messages under way. */
export const SIGNS = {
  call: { stroke: '', fill: 'M6 3.5 16 10 6 16.5z' },
  reply: { stroke: '', fill: 'M14 3.5 4 10l10 6.5z' },
  cast: { stroke: '', fill: circle(10, 10, 4.5) },
  info: { stroke: circle(10, 10, 4.5), fill: '' },
  timer: { stroke: circle(10, 10, 6), fill: 'M10 10V4a6 6 0 0 1 6 6z' },
  exit_signal: { stroke: '', fill: 'M11.8 1.5 4.2 11.4h4.6l-1 7.1 8-10.2h-4.9z' },
  down: { stroke: 'M5 2.5v15.5', fill: 'M5 3h11l-3 3.6 3 3.6H5z' },
} as const satisfies Record<string, Picture>;
export type SignName = keyof typeof SIGNS;

/** What a process does, as on its card: a thick bar while it is busy in a callback; while it waits a hollow one, dotted to whom. */
export const DOINGS = {
  busy: { stroke: '', fill: 'M7 2.5h6v15H7z' },
  waits: {
    stroke: 'M3 2.5h5v15H3z',
    fill: [11.6, 15, 18.4].map((x) => circle(x, 10, 1.2)).join(''),
  },
} as const satisfies Record<string, Picture>;

export function signOf(kind: MessageView['kind']): SignName {
  switch (kind) {
    case 'call':
    case 'sync_notify':
      return 'call';
    case 'reply':
    case 'ack':
      return 'reply';
    case 'cast':
    case 'notify':
      return 'cast';
    case 'timeout':
      return 'timer';
    case 'exit':
    case 'exit_signal':
      return 'exit_signal';
    case 'down':
      return 'down';
    case 'info':
    case 'system':
      return 'info';
  }
}
