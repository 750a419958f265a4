import type { BeatOnShow } from '../../store/playground-state.ts';
import type { Beat, CardPath, ProcessKey } from '../../view/view.ts';
import type { SceneCard } from './scene.ts';

/**
 * What part a card has in the beat being told.
 *
 * `throws` tears; `signals` sends the exit signal and `hears` receives it; `decides` is the supervisor
 * and `affected` those it decided about; `stops` leaves, `starts` arrives, `gives_up` ends its tree.
 */
export type RoleType =
  | 'throws'
  | 'signals'
  | 'hears'
  | 'decides'
  | 'affected'
  | 'stops'
  | 'starts'
  | 'gives_up';

export interface Role {
  readonly type: RoleType;
  /** Place in the order of the affected, from 1; 0 when there is no order to tell. */
  readonly order: number;
}

/** As one text, so that a card is drawn anew only when its part changes: `affected 2`, or empty. */
export type RoleText = '' | RoleType | `${RoleType} ${number}`;

export function roleText(
  beat: BeatOnShow | null,
  { path, pid, members, collapsedCount }: RoleCard,
): RoleText {
  if (beat === null) return '';
  const place = beat.paths.indexOf(path);
  const spot = pid === null ? -1 : beat.pids.indexOf(pid);
  if (place < 0 && spot < 0) {
    return collapsedCount > 0 && hides(beat, path, members) ? HIDDEN[beat.beat] : '';
  }
  const ordered = (type: RoleType): RoleText =>
    beat.paths.length > 1 ? `${type} ${place + 1}` : type;
  switch (beat.beat) {
    case 'throw':
      return 'throws';
    case 'exit_signal':
      return spot === 0 && beat.pids.length > 1 ? 'signals' : 'hears';
    case 'decision':
      return place >= 0 ? ordered('affected') : 'decides';
    case 'stop':
      return place >= 0 ? ordered('stops') : 'decides';
    case 'start':
      return place >= 0 ? ordered('starts') : 'decides';
    case 'give_up':
      return place >= 0 ? ordered('affected') : 'gives_up';
  }
}

type RoleCard = Pick<SceneCard, 'path' | 'pid' | 'members' | 'collapsedCount'>;

/** It is about somebody in this pool, or below this collapsed supervisor. */
function hides(beat: BeatOnShow, path: CardPath, members: readonly ProcessKey[]): boolean {
  const below = `${path}/`;
  return (
    beat.pids.some((pid) => members.includes(pid)) ||
    beat.paths.some((each) => each.startsWith(below))
  );
}

/** A card that stands for many does not itself leave or arrive. */
const HIDDEN: Readonly<Record<Beat, RoleType>> = {
  throw: 'throws',
  exit_signal: 'signals',
  decision: 'affected',
  stop: 'affected',
  start: 'affected',
  give_up: 'gives_up',
};

export function parseRole(text: RoleText): Role | null {
  if (text === '') return null;
  const [type, order] = text.split(' ');
  return { type: type as RoleType, order: Number(order ?? 0) };
}
