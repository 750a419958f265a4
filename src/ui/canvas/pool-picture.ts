import type { SimTime } from '../../base/sim-time.ts';
import { statusAt } from '../../view/status.ts';
import type { ProcessKey, View } from '../../view/view.ts';
import { type Tone, toneOf } from '../shared/process-look.ts';

/** Cells of a pool's card. More members than cells: a cell stands for several, and shows the worst of them. */
export const CELLS = { columns: 34, rows: 3 } as const;
const SIDE = 6;

/** From calm to alarming; the later of two wins a shared cell. */
const SEVERITY: readonly Tone[] = ['running', 'exited', 'waiting', 'busy', 'restarting', 'crashed'];

export interface PoolPicture {
  /** By tone, the cells of that tone as one SVG path. */
  readonly cells: readonly { readonly tone: Tone; readonly path: string }[];
  readonly crashed: number;
  readonly busy: number;
  /** Messages waiting in all mailboxes. */
  readonly waiting: number;
}

export function poolPicture(view: View, members: readonly ProcessKey[], now: SimTime): PoolPicture {
  const count = Math.min(members.length, CELLS.columns * CELLS.rows);
  const worst = new Uint8Array(count);
  let crashed = 0;
  let busy = 0;
  let waiting = 0;
  members.forEach((pid, index) => {
    const process = view.processes.get(pid);
    const tone = process === undefined ? 'exited' : toneOf(statusAt(process, now));
    if (tone === 'crashed') crashed++;
    if (tone === 'busy') busy++;
    waiting += process?.mailbox ?? 0;
    const cell = Math.floor((index * count) / members.length);
    worst[cell] = Math.max(worst[cell] as number, SEVERITY.indexOf(tone));
  });
  const paths = new Map<Tone, string>();
  worst.forEach((severity, index) => {
    const tone = SEVERITY[severity] as Tone;
    const x = (index % CELLS.columns) * SIDE;
    const y = Math.floor(index / CELLS.columns) * SIDE;
    paths.set(tone, (paths.get(tone) ?? '') + cellPath(tone, x, y));
  });
  return { cells: [...paths].map(([tone, path]) => ({ tone, path })), crashed, busy, waiting };
}

/** Equal texts, equal pictures. */
export const poolKey = ({ cells, crashed, busy, waiting }: PoolPicture): string =>
  `${crashed} ${busy} ${waiting} ${cells.map(({ tone, path }) => tone + path).join('|')}`;

/** Shape as well as colour: a cross for a crash, a bar for one at work, a frame for one that is gone, else a square. */
function cellPath(tone: Tone, x: number, y: number): string {
  if (tone === 'crashed') return `M${x} ${y}l5 5M${x + 5} ${y}l-5 5`;
  if (tone === 'exited') return `M${x + 1} ${y + 1}h3v3h-3z`;
  return `M${x} ${y}h5v5h-5z`;
}
