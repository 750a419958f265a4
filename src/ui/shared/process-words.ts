import { printPid, YOU } from '../../view/paths.ts';
import type { ChildView, ProcessKey, ProcessView, View } from '../../view/view.ts';

/** By what name people know a process: registered, else its child id, else its pid. */
export function nameOf(view: View, pid: ProcessKey): string {
  if (pid === 0) return 'outside';
  const process = view.processes.get(pid);
  if (process === undefined) return printPid(pid);
  if (process.path === YOU) return YOU;
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
