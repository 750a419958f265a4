import { badarg, isPid } from './check-args.ts';
import type { Context } from './context.ts';
import { dictionaryOf } from './dictionary.ts';
import type { Node } from './node.ts';
import { firstCall, PLAIN, plainBody, type Run } from './plain.ts';
import { linkedPids, type Process } from './process.ts';
import { freezeTerm, type Pid, type Term } from './term.ts';

/** What `process_info` can tell of a process, in the order in which it tells all. */
const ITEMS: Readonly<Record<ProcessInfoItem, (node: Node, process: Process) => Term>> = {
  registered_name: (_node, { name }) => name,
  initial_call: (_node, process) => initialCall(process),
  status: (node, process) => statusOf(node, process),
  message_queue_len: (_node, { queued }) => queued,
  messages: (_node, process) => messagesOf(process),
  links: (_node, process) => linkedPids(process),
  dictionary: (_node, process) => dictionaryOf(process) as unknown as Term,
  monitors: (node, process) => monitorsOf(node, process),
  monitored_by: (_node, { watchers }) => (watchers ?? []).map(({ pid }) => pid),
  trap_exit: (_node, { trapExit }) => trapExit,
  parent: (_node, { spawner }) => spawner,
  reductions: (_node, { reductions }) => reductions,
};

export type ProcessInfoItem =
  | 'registered_name'
  | 'initial_call'
  | 'status'
  | 'message_queue_len'
  | 'messages'
  | 'links'
  | 'dictionary'
  | 'monitors'
  | 'monitored_by'
  | 'trap_exit'
  | 'parent'
  | 'reductions';

/** `[item, value]`; the name of a process that has none is the empty list, and that alone when nothing else is asked. */
export type ProcessInfo = readonly [item: ProcessInfoItem, value: Term] | readonly [];

// Looking at processes: the bodies of `Self`'s methods.

export function processInfo(
  context: Context,
  pid: Pid,
  items: ProcessInfoItem | readonly ProcessInfoItem[],
): ProcessInfo | readonly ProcessInfo[] | undefined {
  if (!isPid(pid)) throw raised(pid, items);
  const asked: readonly unknown[] = Array.isArray(items) ? items : [items];
  if (!asked.every((item) => typeof item === 'string' && Object.hasOwn(ITEMS, item)))
    throw raised(pid, items);
  return context.effect((node) => {
    const process = node.exits.settled(pid);
    if (process === null) return undefined;
    const told = (asked as ProcessInfoItem[]).map((item) => {
      const value = ITEMS[item](node, process);
      return [item, item === 'registered_name' ? (value ?? []) : value];
    });
    const isUnnamed = items === 'registered_name' && process.name === null;
    const alone = isUnnamed ? [] : (told[0] as Term);
    return freezeTerm(Array.isArray(items) ? told : alone) as unknown as ProcessInfo;
  });
}

const raised = (pid: unknown, items: unknown): Error =>
  items === ALL_ITEMS ? badarg('process_info', pid) : badarg('process_info', pid, items);

export const ALL_ITEMS = Object.freeze(Object.keys(ITEMS)) as readonly ProcessInfoItem[];

export const processes = (context: Context): readonly Pid[] =>
  context.effect((node) =>
    Object.freeze(
      node.processes
        .filter((process) => process !== null)
        .map(({ pid }) => pid)
        .sort((left, right) => left.id - right.id),
    ),
  );

function initialCall({ behaviour, data }: Process): Term {
  if (behaviour !== PLAIN) return ['proc_lib', 'init_p', 5];
  return firstCall(data as Run);
}

function statusOf(node: Node, process: Process): Term {
  if (process === node.current) return 'running';
  return process.scheduled ? 'runnable' : 'waiting';
}

function messagesOf(process: Process): Term[] {
  const messages: Term[] = [];
  for (let message = process.head; message !== null; message = message.next)
    messages.push(plainBody(message));
  return messages;
}

/** `[process, what the DOWN will name]`. */
function monitorsOf(node: Node, { watching }: Process): Term[] {
  return [...(watching ?? [])].flatMap(([ref, pid]) => {
    const watcher = node.find(pid)?.watchers?.find((each) => each.ref === ref);
    return watcher === undefined ? [] : [['process', watcher.object]];
  });
}
