import type { View } from '../view/view.ts';
import { viewOf } from './demo-view.ts';
import { TraceWriter } from './trace-writer.ts';

/** A tree to be started: a leaf is a string, a supervisor a list that begins with its id. */
export type Shape = string | readonly Shape[];

/** A view of this supervision tree, with so many clients. Every leaf runs a module of its own unless its id is `module_N`. */
export function treeView(shape: readonly Shape[], clients = 0): View {
  const trace = new TraceWriter();
  let pid = 1;
  const start = (list: readonly Shape[], parent: number): number => {
    const [id, ...children] = list as readonly [string, ...Shape[]];
    const own = ++pid;
    trace.spawn(own, parent, 'supervisor', `${id}_sup`, parent === 0 ? id : undefined);
    const specs = children.map((child) =>
      typeof child === 'string'
        ? { id: child, start: `${child.replace(/_\d+$/, '')}:start_link` }
        : { id: child[0] as string, type: 'supervisor' as const },
    );
    trace.supervisor(own, {}, specs);
    for (const child of children) {
      if (typeof child === 'string') trace.child(own, ++pid, child);
      else trace.started(own, start(child, own), child[0] as string, false);
    }
    return own;
  };
  start(shape, 0);
  for (let client = 1; client <= clients; client++)
    trace.spawn(++pid, 0, 'process', `m${client}`, `client_${client}`);
  return viewOf(trace);
}
