import type { SimTime } from '../../base/sim-time.ts';
import { printPid } from '../../view/paths.ts';
import { isOrderly } from '../../view/reason.ts';
import { statusAt } from '../../view/status.ts';
import type { ChildView, ProcessKey, ProcessView, View } from '../../view/view.ts';

/** The meanings of look.md's table that a process can have; names of the colours in theme.css. */
export type Tone = 'running' | 'busy' | 'waiting' | 'crashed' | 'exited' | 'restarting';

export interface StatusWords {
  readonly tone: Tone;
  readonly words: string;
}

/** By what name people know a process: registered, else its child id, else its pid. */
export function nameOf(view: View, pid: ProcessKey): string {
  if (pid === 0) return 'outside';
  const process = view.processes.get(pid);
  if (process === undefined) return printPid(pid);
  return process.name ?? childOf(view, process)?.id ?? printPid(pid);
}

/** The child of its supervisor that this process fills, or filled last. */
export function childOf(view: View, process: ProcessView): ChildView | undefined {
  const children = view.processes.get(process.supervisedBy)?.supervisor?.children;
  return children?.find(
    ({ current, incarnations }) =>
      current === process.pid || incarnations.some(({ pid }) => pid === process.pid),
  );
}

/** Whom a command is for: by name while the name is its own, for a name survives a restart. */
export function targetOf(view: View, process: ProcessView): string {
  const { name, pid } = process;
  return name !== null && view.names.get(name) === pid ? name : printPid(pid);
}

export const isAlive = (process: ProcessView): boolean => process.status.type !== 'exited';

export function statusOf(view: View, process: ProcessView, now: SimTime): StatusWords {
  const status = statusAt(process, now);
  switch (status.type) {
    case 'starting':
      return (childOf(view, process)?.restarts ?? 0) > 0
        ? { tone: 'restarting', words: 'restarting: in init' }
        : { tone: 'busy', words: 'starting: in init' };
    case 'running':
      return { tone: 'running', words: 'running' };
    case 'busy':
      return { tone: 'busy', words: `busy in ${status.callback}` };
    case 'waiting':
      return { tone: 'waiting', words: waitWords(view, status.kind, status.peer) };
    case 'exited':
      return isOrderly(status.reason)
        ? { tone: 'exited', words: `exited: ${status.reason}` }
        : {
            tone: 'crashed',
            words: `${status.how === 'crashed' ? 'crashed' : 'exited'}: ${status.reason}`,
          };
  }
}

function waitWords(view: View, kind: string, peer: ProcessKey): string {
  const whom = peer === 0 ? '' : ` ${nameOf(view, peer)}`;
  switch (kind) {
    case 'sleep':
      return 'sleeps';
    case 'start':
      return `waits for${whom || ' a child'} to start`;
    case 'stop':
      return `waits for${whom || ' a child'} to stop`;
    default:
      return whom === '' ? 'waits for a message' : `waits for${whom}`;
  }
}
