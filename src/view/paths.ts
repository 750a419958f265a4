import type { CardPath, ProcessKey, ProcessView, SupervisorView, View } from './view.ts';

/** As Erlang prints it. */
export const printPid = (pid: ProcessKey): string => `<0.${pid}.0>`;

/** The path of the child `id` of the supervisor at `parent`. A `/` within an id would read as a level. */
export const childPath = (parent: CardPath, id: string): CardPath => `${parent}/${oneLevel(id)}`;

/** The card of whoever sends from outside: the person, and the script. A process can't take that path by its name. */
export const YOU: CardPath = 'you';

/** The path of a process that no supervisor started. */
export const rootPath = (pid: ProcessKey, name: string | null): CardPath =>
  name === null || name === YOU ? printPid(pid) : oneLevel(name);

/** The process that makes a call from outside: nobody's child, of the engine's own module. */
export const isShell = (parent: ProcessKey, module: string): boolean =>
  parent === 0 && module === 'shell';

/** The place of OTP's application master: it starts everything, and is no part of the system. */
export const isInit = ({ parent, name }: ProcessView): boolean => parent === 0 && name === 'init';

const oneLevel = (id: string): string => (id.includes('/') ? id.replaceAll('/', '%2F') : id);

/** Where the process, or the outside as 0, has its card; null when it is not in the view. Constant time. */
export function pathOf(view: View, pid: ProcessKey): CardPath | null {
  if (pid === 0) return view.you === null ? null : YOU;
  return view.processes.get(pid)?.path ?? null;
}

/** The process whose card stands at `path`: the present one, or the last that was. Null for a place where none is. */
export function processAt(view: View, path: CardPath): ProcessView | null {
  if (path === YOU) return view.processes.get(view.you?.at(-1) ?? 0) ?? null;
  const root = view.roots.find((pid) => {
    const own = view.processes.get(pid)?.path ?? '';
    return path === own || (path.startsWith(own) && path[own.length] === '/');
  });
  let process = root === undefined ? undefined : view.processes.get(root);
  while (process !== undefined && process.path !== path) {
    const { supervisor } = process;
    if (supervisor === null) return null;
    const above = process.path;
    const child = supervisor.children.find(({ id }) => {
      const own = childPath(above, id);
      return path === own || (path.startsWith(own) && path[own.length] === '/');
    });
    const pid = child === undefined ? 0 : shownPid(child);
    process = view.processes.get(pid);
  }
  return process ?? null;
}

/** Whom the card of a child shows: the present process, else the last. 0 when there never was one. */
export function shownPid(child: SupervisorView['children'][number]): ProcessKey {
  return typeof child.current === 'number' ? child.current : (child.incarnations.at(-1)?.pid ?? 0);
}

/** The path one level up; null for a root. */
export function parentPath(path: CardPath): CardPath | null {
  const slash = path.lastIndexOf('/');
  return slash < 0 ? null : path.slice(0, slash);
}
