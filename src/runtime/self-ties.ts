import { ALIAS_MODES, type AliasMode } from './aliases.ts';
import { areOptions, badarg, isBoolean, isDest, isPid, isRef } from './check-args.ts';
import type { Context } from './context.ts';
import { ErlangError, type ExitReason } from './exit-reason.ts';
import type { Node } from './node.ts';
import { hasLink, type Process } from './process.ts';
import type { Dest } from './self.ts';
import { freezeTerm, type Pid, Ref, type Term } from './term.ts';
import { MESSAGE } from './trace-event.ts';

/** Options of `monitor/3`. */
export interface MonitorOptions {
  /** The ref is an alias too, for so long. */
  readonly alias?: Exclude<AliasMode, 'reply'> | undefined;
  /** The `type` of the message, instead of `'DOWN'`. */
  readonly tag?: Term | undefined;
}

/** Options of `demonitor/2`. */
export interface DemonitorOptions {
  /** A DOWN that is already in the mailbox is removed. */
  readonly flush?: boolean | undefined;
  /** The answer is whether the monitor was still there. Default: it is true. */
  readonly info?: boolean | undefined;
}

export interface AliasOptions {
  /** The alias is good for one message. Default: until `unalias`. */
  readonly reply?: boolean | undefined;
}

const MONITOR_OPTIONS = {
  alias: (mode: unknown) => mode !== 'reply' && ALIAS_MODES.includes(mode as AliasMode),
  tag: () => true,
};
const DEMONITOR_OPTIONS = { flush: isBoolean, info: isBoolean };
const ALIAS_OPTIONS = { reply: isBoolean };

// What processes do to each other, and to their references, besides talking: the bodies of `Self`'s methods.

export function exitOther(context: Context, pid: Pid, reason: ExitReason): void {
  if (!isPid(pid)) throw badarg('exit', pid, reason);
  const term = freezeTerm(reason);
  if (!context.isLive) return;
  const { node, process } = context;
  const target = node.find(pid);
  if (target === null) return;
  if (target === process && (term === 'kill' || !process.trapExit))
    process.doomed = term === 'kill' ? 'killed' : term;
  else node.exits.send(process, target, term, true);
}

export function link(context: Context, pid: Pid): void {
  if (!isPid(pid)) throw badarg('link', pid);
  const missing = context.effect((node, process) => {
    const other = pid.id === process.pid.id ? process : node.exits.settled(pid);
    if (other !== null) {
      if (!hasLink(process, pid)) node.ties.link(process, other);
      return false;
    }
    if (process.trapExit) node.exits.deliver(process, pid, 'noproc');
    return !process.trapExit;
  });
  if (missing) throw new ErlangError('noproc', ['link', [pid]]);
}

export const areMonitorOptions = (options: unknown): boolean =>
  areOptions(options, MONITOR_OPTIONS);

/** With a tag that is frozen. */
export const monitorOptions = ({ alias, tag }: MonitorOptions): MonitorOptions => ({
  alias,
  tag: tag === undefined ? 'DOWN' : freezeTerm(tag),
});

export function monitor(context: Context, dest: Dest, options: MonitorOptions): Ref {
  const isGood = isDest(dest) && areMonitorOptions(options);
  if (!isGood) throw badarg('monitor', 'process', dest, options);
  const { alias, tag } = monitorOptions(options);
  const ref = context.effect((node, process) => {
    const target = destination(node, process, dest);
    if (target === undefined) return null;
    const object = typeof dest === 'string' ? [dest, node.name] : dest;
    const settings = { alias, tag: tag as Term };
    return new Ref(node.name, node.ties.monitor(process, target, freezeTerm(object), settings));
  });
  if (ref === null) throw badarg('monitor', 'process', dest, options);
  return ref;
}

/** Undefined: on another node, of which one that is alone can know nothing. */
function destination(node: Node, process: Process, dest: Dest): Process | null | undefined {
  if (typeof dest !== 'string' && 'id' in dest)
    return dest.id === process.pid.id ? process : node.exits.settled(dest);
  const [name, at] = typeof dest === 'string' ? [dest, node.name] : dest;
  if (at !== node.name) return undefined;
  const named = node.whereis(name);
  return named === null || named === process ? named : node.exits.settled(named.pid);
}

export function demonitor(context: Context, ref: Ref, options: DemonitorOptions): boolean {
  const isGood = areOptions(options, DEMONITOR_OPTIONS);
  if (!isGood || !isRef(ref) || ref.node !== context.node.name)
    throw badarg('demonitor', ref, options);
  const { flush = false, info = false } = options;
  return context.effect((node, process) => {
    const found = node.ties.demonitor(process, ref.id);
    if (!found && flush) removeDown(node, process, ref);
    return found || !info;
  });
}

function removeDown(node: Node, process: Process, ref: Ref): void {
  for (
    let before = null, message = process.head;
    message !== null;
    before = message, message = message.next
  ) {
    if (message.kind === MESSAGE.down && (message.body as { ref?: Ref }).ref?.id === ref.id)
      return node.mail.discard(process, before, message);
  }
}

export function alias(context: Context, options: AliasOptions): Ref {
  if (!areOptions(options, ALIAS_OPTIONS)) throw badarg('alias', options);
  const mode = options.reply === true ? 'reply' : 'explicit_unalias';
  return context.effect((node, process) => {
    const ref = node.newRef();
    node.aliases.add(process, ref, mode);
    return new Ref(node.name, ref);
  });
}

export function unalias(context: Context, ref: Ref): boolean {
  if (!isRef(ref)) throw badarg('unalias', ref);
  return context.effect(
    (node, process) => ref.node === node.name && node.aliases.remove(process, ref.id),
  );
}

export function register(context: Context, name: string, pid: Pid): void {
  if (!isPid(pid)) throw badarg('register', name, pid);
  const done = context.effect((node) => {
    const process = node.find(pid);
    return process !== null && node.register(process, name);
  });
  if (!done) throw badarg('register', name, pid);
}

export function unregister(context: Context, name: string): void {
  const done = context.effect((node) => {
    const process = node.whereis(name);
    if (process !== null) node.unregister(process);
    return process !== null;
  });
  if (!done) throw badarg('unregister', name);
}
