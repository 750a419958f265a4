import { NO_LANES, type SequenceQuery } from '../../view/sequence-rows.ts';
import type { ScaleMode } from '../../view/sequence-scale.ts';
import type { CardPath } from '../../view/view.ts';

/** What somebody has chosen to see in the diagram. */
export interface SequenceChoice extends Omit<SequenceQuery, 'lanes'> {
  /** Null: the selected process and whom it talks to, or those who say most. */
  readonly lanes: readonly CardPath[] | null;
  readonly scale: ScaleMode;
}

const { lanes: _, ...rest } = NO_LANES;
export const FIRST_CHOICE: SequenceChoice = Object.freeze({ ...rest, lanes: null, scale: 'order' });

/** More than this can't be told apart. */
export const LANES_MAX = 24;
