import { printPid } from '../../view/paths.ts';
import type { ChildView, ProcessKey, ProcessStatus, ProcessView, View } from '../../view/view.ts';

/** What a card says of its process, each by colour, shape and word (the table of the style sheet). */
export type Tone = 'running' | 'busy' | 'waiting' | 'crashed' | 'exited' | 'restarting';

export interface CardLook {
  readonly tone: Tone;
  /** The word beside colour and shape: a callback, a reason, for whom it waits. Empty when there is nothing to say. */
  readonly word: string;
}

/** By what name people know a process: registered, or else its child id, or else its pid. */
export function nameOf(view: View, pid: ProcessKey): string {
  const process = view.processes.get(pid);
  return process?.name ?? (process && childOf(view, process))?.id ?? printPid(pid);
}

/** The child of its supervisor that this process fills, or filled last. */
export function childOf(view: View, process: ProcessView): ChildView | undefined {
  const children = view.processes.get(process.supervisedBy)?.supervisor?.children;
  return (
    children?.find((child) => child.current === process.pid) ??
    children?.find((child) => child.incarnations.at(-1)?.pid === process.pid)
  );
}

/** `status` is that of the process at the moment on view (`statusAt`). */
export function lookOf(
  view: View,
  process: ProcessView | undefined,
  status: ProcessStatus | undefined,
  child: ChildView | undefined,
): CardLook {
  if (child?.current === 'restarting')
    return { tone: 'restarting', word: restartWord(view, process) };
  if (process === undefined || status === undefined)
    return { tone: 'exited', word: child === undefined ? '' : 'not running' };
  switch (status.type) {
    case 'running':
      return { tone: 'running', word: process.callback };
    case 'starting':
      return child !== undefined && child.restarts > 0
        ? { tone: 'restarting', word: restartWord(view, process) }
        : { tone: 'busy', word: 'init' };
    case 'busy':
      return { tone: 'busy', word: status.callback };
    case 'waiting':
      return { tone: toneOf(status), word: waitWord(view, status) };
    case 'exited':
      return { tone: toneOf(status), word: status.reason };
  }
}

/** "restart 3 of 5": how much of the budget this restart takes. */
function restartWord(view: View, process: ProcessView | undefined): string {
  const above = process && view.processes.get(process.supervisedBy)?.supervisor;
  if (above?.lastDecision == null) return 'restarting';
  const { count, intensity } = above.lastDecision;
  return `restart ${count} of ${intensity}`;
}

/** Reasons that OTP does not count as a crash. */
export function isClean(reason: string): boolean {
  return reason === 'normal' || reason === 'shutdown' || reason.startsWith('{shutdown,');
}

function waitWord(view: View, { kind, peer }: Extract<ProcessStatus, { type: 'waiting' }>): string {
  const whom = peer === 0 ? '' : ` ${nameOf(view, peer)}`;
  switch (kind) {
    case 'sleep':
      return 'sleeps';
    case 'receive':
      return 'waits for a message';
    case 'start':
      return `starts${whom}`;
    case 'stop':
      return `stops${whom}`;
    case 'call':
      return `waits for${whom}`;
  }
}

/** The tone alone, for what is drawn without words. */
export function toneOf(status: ProcessStatus): Tone {
  switch (status.type) {
    case 'exited':
      return isClean(status.reason) ? 'exited' : 'crashed';
    case 'starting':
      return 'busy';
    case 'waiting':
      // To sleep or to look for mail is to be idle; to wait for another is not.
      return status.kind === 'sleep' || status.kind === 'receive' ? 'running' : 'waiting';
    default:
      return status.type;
  }
}

/** The accessible name of a card: "server, kv, gen_server, running, 3 restarts". */
export function cardLabel(
  title: string,
  process: ProcessView | undefined,
  look: CardLook,
  restarts: number,
): string {
  const parts = [title];
  if (process?.name != null && process.name !== title) parts.push(process.name);
  if (process !== undefined) parts.push(process.behaviour);
  parts.push(look.tone === 'waiting' ? look.word : look.tone);
  if (look.tone === 'crashed') parts.push(look.word);
  if (process !== undefined && process.mailbox > 0) parts.push(counted(process.mailbox, 'message'));
  if (restarts > 0) parts.push(counted(restarts, 'restart'));
  return parts.join(', ');
}

export const counted = (count: number, noun: string): string =>
  `${count} ${noun}${count === 1 ? '' : 's'}`;
