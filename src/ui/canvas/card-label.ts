import type { ProcessView } from '../../view/view.ts';
import { counted } from '../shared/format.ts';
import { type Look, wasKilled } from '../shared/process-look.ts';
import type { SceneCard } from './scene.ts';

/** Id of the element that names the card. Spaces would make several ids of it. */
export const labelId = (card: SceneCard): string => `card:${card.path}`.replaceAll(/\s/g, '_');

/** The accessible name of a card: "server, kv, gen_server, running, 3 restarts". */
export function cardLabel(
  title: string,
  process: ProcessView | undefined,
  look: Look,
  restarts: number,
): string {
  const parts = [title];
  if (process?.name != null && process.name !== title) parts.push(process.name);
  if (process !== undefined) parts.push(process.behaviour);
  if (process?.machine != null) parts.push(`state ${process.machine.state}`);
  if (look.tone === 'crashed' && wasKilled(look.word)) parts.push('killed');
  else {
    parts.push(look.tone === 'waiting' ? look.word : look.tone);
    if (look.tone === 'crashed') parts.push(look.word);
  }
  if (process !== undefined && process.mailbox > 0) parts.push(counted(process.mailbox, 'message'));
  const postponed = process?.machine?.postponed.length ?? 0;
  if (postponed > 0) parts.push(`${postponed} postponed`);
  if (restarts > 0) parts.push(counted(restarts, 'restart'));
  return parts.join(', ');
}
