import { areOptions, badarg, isBoolean, NO_OPTIONS } from './check-args.ts';
import type { Context } from './context.ts';
import type { Node } from './node.ts';
import { spawnPlain } from './plain.ts';
import type { Process } from './process.ts';
import { areMonitorOptions, type MonitorOptions, monitorOptions } from './self-ties.ts';
import { freezeTerm, type Pid, Ref, type Term } from './term.ts';
import { MESSAGE } from './trace-event.ts';

/** Options of `spawn_opt/4`. */
export interface SpawnOptions {
  readonly link?: boolean | undefined;
  /** Default: no monitor. */
  readonly monitor?: boolean | MonitorOptions | undefined;
}

/** Options of `spawn_request/4`. */
export interface SpawnRequestOptions extends SpawnOptions {
  /** When to tell how it went. Default: yes. */
  readonly reply?: 'yes' | 'no' | 'error_only' | 'success_only' | undefined;
  /** The `type` of the reply. Default: `'spawn_reply'`. */
  readonly replyTag?: Term | undefined;
}

export interface Spawned {
  readonly pid: Pid;
  /** Of the monitor. */
  readonly ref: Ref;
}

const SPAWN_OPTIONS = {
  link: isBoolean,
  monitor: (value: unknown) => isBoolean(value) || (typeof value === 'object' && value !== null),
};
const REPLIES: readonly unknown[] = ['yes', 'no', 'error_only', 'success_only'];
const REQUEST_OPTIONS = {
  ...SPAWN_OPTIONS,
  reply: (value: unknown) => REPLIES.includes(value),
  replyTag: () => true,
};

// The ways to spawn a plain process: the bodies of `Self`'s methods.

export function spawn(
  context: Context,
  module: string,
  name: string,
  args: readonly Term[],
  options: SpawnOptions,
): { readonly pid: Pid; readonly ref: Ref | null } {
  const terms = freezeTerm(args) as readonly Term[];
  if (!areOptions(options, SPAWN_OPTIONS) || !isMonitor(options))
    throw badarg('spawn_opt', module, name, terms, options);
  const ties = tiesOf(options);
  return context.effect((node, process) => {
    const ref = ties.monitor === null ? 0 : node.newRef();
    const child = spawnTied(node, process, { module, name, terms, ref, ...ties });
    return { pid: child.pid, ref: ref === 0 ? null : new Ref(node.name, ref) };
  });
}

export function spawnRequest(
  context: Context,
  module: string,
  name: string,
  args: readonly Term[],
  options: SpawnRequestOptions,
): Ref {
  const isFunction = typeof module === 'string' && typeof name === 'string' && Array.isArray(args);
  if (!isFunction) throw badarg('spawn_request', module, name, args, options);
  const terms = freezeTerm(args) as readonly Term[];
  const isGood = areOptions(options, REQUEST_OPTIONS);
  if (isGood && !isMonitor(options)) throw badarg('spawn_request', module, name, terms, options);
  const { reply = 'yes', replyTag = 'spawn_reply' } = isGood ? options : {};
  const tag = freezeTerm(replyTag);
  const ties = isGood ? tiesOf(options) : null;
  return context.effect((node, process) => {
    const ref = new Ref(node.name, node.newRef());
    const answer = (result: string, value: Term): void =>
      node.mail.send(
        process,
        process,
        MESSAGE.info,
        0,
        freezeTerm({ type: tag, ref, result, value }),
      );
    if (ties === null) answer('error', 'badopt');
    else {
      const child = spawnTied(node, process, { module, name, terms, ref: ref.id, ...ties });
      if (reply === 'yes' || reply === 'success_only') answer('ok', child.pid);
    }
    return ref;
  });
}

interface Ties {
  readonly link: boolean;
  readonly monitor: MonitorOptions | null;
}

const isMonitor = ({ monitor = false }: SpawnOptions): boolean =>
  typeof monitor === 'boolean' || areMonitorOptions(monitor);

function tiesOf({ link = false, monitor = false }: SpawnOptions): Ties {
  if (monitor === false) return { link, monitor: null };
  return { link, monitor: monitorOptions(monitor === true ? NO_OPTIONS : monitor) };
}

interface Spawning extends Ties {
  readonly module: string;
  readonly name: string;
  readonly terms: readonly Term[];
  /** Of its monitor, if it has one. */
  readonly ref: number;
}

/** The tie is there before the process does anything, and before anybody is told of it. */
function spawnTied(
  node: Node,
  process: Process,
  { module, name, terms, ref, link, monitor }: Spawning,
): Process {
  const child = spawnPlain(node, process, { module, function: name, of: 'exports', args: terms });
  if (link) node.ties.link(process, child);
  if (monitor !== null) {
    const { alias, tag = 'DOWN' } = monitor;
    node.ties.monitor(process, child, child.pid, { ref, alias, tag });
  }
  return child;
}
