import { createContext, useContext } from 'react';
import type { WhyQuestion } from '../../view/why/question.ts';

/** What is open on this screen right now. Not worth keeping, so it is not in the store. */
export interface Desk {
  readonly dialog: DialogName | null;
  /** The form unfolded under the selected process. */
  readonly form: FormName | null;
  /** On a phone: the panel that is up as a sheet. */
  readonly sheet: PanelName | null;
  readonly phone: boolean;
  /** What was asked of the past; its answer stands in the inspector's place. */
  readonly question: WhyQuestion | null;
  openDialog(dialog: DialogName | null): void;
  /** Unfolds the form, and the inspector with it. */
  openForm(form: FormName | null): void;
  openSheet(sheet: PanelName | null): void;
  /** Asks why, and unfolds the inspector; null puts the answer away. */
  askWhy(question: WhyQuestion | null): void;
}
export type DialogName = 'share' | 'help' | 'settings' | 'conformance' | 'note' | 'compare';
export type FormName = 'exit' | 'send';
export type PanelName = 'left' | 'inspector' | 'log';

export const DeskContext = createContext<Desk | null>(null);

export function useDesk(): Desk {
  const desk = useContext(DeskContext);
  if (desk === null) throw new Error('useDesk needs a DeskContext above it');
  return desk;
}
