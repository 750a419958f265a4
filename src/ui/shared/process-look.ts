import { parentPath } from '../../view/paths.ts';
import { isOrderly } from '../../view/reason.ts';
import type { CardPath, ChildView, ProcessStatus, ProcessView, View } from '../../view/view.ts';
import { nameOf } from './process-words.ts';

/** The meanings a process can have in look.md's table; names of the colours in theme.css. */
export type Tone = 'running' | 'busy' | 'waiting' | 'crashed' | 'exited' | 'restarting';

/** What is shown of a process's status, by colour, shape and word. */
export interface Look {
  readonly tone: Tone;
  /** The word beside colour and shape: a callback, a reason, for whom it waits. Empty when there is nothing to say. */
  readonly word: string;
}

/**
 * Which pictogram stands for a process, as on the canvas: who asks from outside of every tree is a client. Init has
 * a place of its own there, and no client's.
 */
export function pictogramOf(behaviour: string, path: CardPath): string {
  const isOutside = parentPath(path) === null && path !== 'init';
  return behaviour === 'process' && isOutside ? 'client' : behaviour;
}

/** `status` is that of the process at the moment on view (`statusAt`), `child` the place it fills. */
export function lookOf(
  view: View,
  process: ProcessView | undefined,
  status: ProcessStatus | undefined,
  child: ChildView | undefined,
): Look {
  if (child?.current === 'restarting')
    return { tone: 'restarting', word: restartWord(view, process) };
  if (process === undefined || status === undefined)
    return { tone: 'exited', word: child === undefined ? '' : 'not running' };
  switch (status.type) {
    case 'running':
      return { tone: 'running', word: '' };
    case 'starting':
      return child !== undefined && child.restarts > 0
        ? { tone: 'restarting', word: restartWord(view, process) }
        : { tone: 'busy', word: 'init' };
    case 'suspended':
      return { tone: 'waiting', word: 'suspended' };
    case 'busy':
      return { tone: 'busy', word: status.callback };
    case 'waiting':
      return { tone: toneOf(status), word: waitWord(view, status) };
    case 'exited':
      return { tone: toneOf(status), word: status.reason };
  }
}

/** The tone alone, for what is drawn without words. */
export function toneOf(status: ProcessStatus): Tone {
  switch (status.type) {
    case 'exited':
      return isOrderly(status.reason) ? 'exited' : 'crashed';
    case 'starting':
      return 'busy';
    case 'suspended':
      return 'waiting';
    case 'waiting':
      // To sleep or to look for mail is to be idle; to wait for another is not.
      return status.kind === 'sleep' || status.kind === 'receive' ? 'running' : 'waiting';
    default:
      return status.type;
  }
}

/** The same for a line with room: "busy in handle_call", "crashed: badarith". */
export function sayLook({ tone, word }: Look, status: ProcessStatus | undefined): string {
  switch (tone) {
    case 'running':
      return status?.type === 'waiting' ? word : 'running';
    case 'busy':
      return status?.type === 'starting' ? 'starting: in init' : `busy in ${word}`;
    case 'restarting':
      return status?.type === 'starting' ? `${word}: in init` : word;
    case 'waiting':
      return word;
    case 'exited':
    case 'crashed':
      if (status === undefined) return word;
      if (wasKilled(word)) return 'killed';
      return `${tone === 'crashed' && status.type === 'exited' && status.how === 'crashed' ? 'crashed' : 'exited'}: ${word}`;
  }
}

/** Ended by `kill`, or by that of somebody it was linked to; in either style of terms. */
export const wasKilled = (reason: string): boolean => reason === 'killed' || reason === '"killed"';

/** "restart 3 of 5": how much of the budget this restart takes. */
function restartWord(view: View, process: ProcessView | undefined): string {
  const above = process && view.processes.get(process.supervisedBy)?.supervisor;
  if (above?.lastDecision == null) return 'restarting';
  const { count, intensity } = above.lastDecision;
  return `restart ${count} of ${intensity}`;
}

function waitWord(view: View, { kind, peer }: Extract<ProcessStatus, { type: 'waiting' }>): string {
  const whom = peer === 0 ? '' : nameOf(view, peer);
  switch (kind) {
    case 'sleep':
      return 'sleeps';
    case 'receive':
      return 'waits for a message';
    case 'start':
      return `starts ${whom || 'a child'}`;
    case 'stop':
      return `stops ${whom || 'a child'}`;
    case 'call':
      return `waits for ${whom || 'an answer'}`;
  }
}
