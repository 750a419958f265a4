import type { BeatOnShow, PlaygroundState } from '../../store/playground-state.ts';
import { tellsBeats } from '../../store/speed.ts';
import { withoutStack } from '../../view/reason.ts';
import type { ProcessView, View } from '../../view/view.ts';
import { counted } from '../shared/format.ts';

/** Whether what `shown` tells is not over: a supervisor of it has yet to bring a child up, or is giving up. */
export function goesOn(view: View, { beat, pids }: BeatOnShow): boolean {
  if (beat === 'start') return false;
  return pids.some((pid) => {
    const process = view.processes.get(pid);
    if (process === undefined) return false;
    const above = view.processes.get(process.supervisedBy);
    return [process, above].some((each) => each !== undefined && isAtWork(view, each));
  });
}

function isAtWork(view: View, { supervisor, status }: ProcessView): boolean {
  if (supervisor === null || status.type === 'exited') return false;
  const decision = supervisor.lastDecision?.decision;
  if (decision === 'give_up' || decision === 'auto_shutdown') return true;
  return supervisor.children.some(({ current }) => {
    if (typeof current !== 'number') return current === 'restarting';
    const child = view.processes.get(current);
    return child !== undefined && (child.status.type === 'exited' || !child.ready);
  });
}

/** The supervisor that is gone when none is left; null while one lives, or when there was none. */
export function lastSupervisor(view: View): ProcessView | null {
  let last: ProcessView | null = null;
  for (const pid of view.roots) {
    const process = view.processes.get(pid);
    if (process == null || process.supervisor === null) continue;
    if (process.status.type !== 'exited') return null;
    last = process;
  }
  return last;
}

/** "The start of {kv,start,[]} failed: badarith." */
export function sayBootFailure(report: string): string {
  const [, start, reason] =
    /^#?\{"?start"?(?: =>|:) (.*?), ?"?reason"?(?: =>|:) (.*?)\}?$/s.exec(report) ?? [];
  return start === undefined || reason === undefined
    ? `The system could not be started: ${report}. Press R to start again.`
    : `The start of ${start} failed: ${withoutStack(reason)}. Press R to start again.`;
}

/** There is a tree. */
export const hasTree = (view: View): boolean =>
  view.roots.some((pid) => {
    const process = view.processes.get(pid);
    return process != null && process.supervisor !== null && process.status.type !== 'exited';
  });

/** While it plays and no beat is on show. Too fast for beats, crashes and restarts are told as counts. */
export function sayRunning({ view, speed }: Pick<PlaygroundState, 'view' | 'speed'>): string {
  if (view.crashes + view.restarts === 0)
    return 'Running. Kill a process to see what its supervisor does.';
  if (tellsBeats(speed)) return 'Running.';
  return `Running, too fast to tell each: ${counted(view.crashes, 'crash')}, ${counted(view.restarts, 'restart')} so far.`;
}
