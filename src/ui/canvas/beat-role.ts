import type { BeatOnShow } from '../../store/playground-state.ts';
import type { CardPath, ProcessKey } from '../../view/view.ts';

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
  path: CardPath,
  pid: ProcessKey | null,
): RoleText {
  if (beat === null) return '';
  const place = beat.paths.indexOf(path);
  const spot = pid === null ? -1 : beat.pids.indexOf(pid);
  if (place < 0 && spot < 0) return '';
  const ordered = (type: RoleType, index: number): RoleText =>
    beat.paths.length > 1 && index >= 0 ? `${type} ${index + 1}` : type;
  switch (beat.beat) {
    case 'throw':
      return 'throws';
    case 'exit_signal':
      return spot === 0 && beat.pids.length > 1 ? 'signals' : 'hears';
    case 'decision':
      return place >= 0 ? ordered('affected', place) : 'decides';
    case 'stop':
      return place >= 0 ? ordered('stops', place) : 'decides';
    case 'start':
      return place >= 0 ? ordered('starts', place) : 'decides';
    case 'give_up':
      return place >= 0 ? ordered('affected', place) : 'gives_up';
  }
}

export function parseRole(text: RoleText): Role | null {
  if (text === '') return null;
  const [type, order] = text.split(' ');
  return { type: type as RoleType, order: Number(order ?? 0) };
}
