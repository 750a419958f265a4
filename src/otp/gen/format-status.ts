import { KILL_CLASS, toFailure } from '../../runtime/exit-reason.ts';
import { formatTerm } from '../../runtime/format-term.ts';
import type { Node } from '../../runtime/node.ts';
import type { Process } from '../../runtime/process.ts';
import { serverName } from '../../runtime/server-ref.ts';
import { freezeTerm, Pid, type Term } from '../../runtime/term.ts';

/** What a callback `formatStatus` is given, and gives back with other values in the same places. */
export interface FormatStatus {
  /** It waits for nothing and does nothing. */
  formatStatus?(status: { readonly [key: string]: Term }): unknown;
}

/**
 * Port of `gen:format_status/4`, of `format_status/1`: the status as the callback module wants it seen. If the callback fails, all
 * is as it was, and `EXIT` says so.
 */
export function formatStatus<Status extends Readonly<Record<string, Term>>>(
  node: Node,
  process: Process,
  callbacks: unknown,
  module: string,
  status: Status,
): Status & { readonly EXIT?: string } {
  const { formatStatus: format } = (callbacks ?? {}) as FormatStatus;
  if (typeof format !== 'function') return status;
  const failed = (how: string) => ({ ...status, EXIT: `${module}:format_status/1 ${how}` });
  let given: unknown;
  node.callbacks.enter(process);
  try {
    freezeTerm(status);
    given = freezeTerm(format.call(callbacks as FormatStatus, status));
  } catch (thrown) {
    if (toFailure(thrown, node.code).class === KILL_CLASS) process.doomed = 'too_many_reductions';
    return failed('crashed');
  } finally {
    node.callbacks.leave(process);
  }
  if (!isMap(given)) return failed('did not return a map');
  // OTP: a key may come to it, in spite of what the text says; none may be left out.
  if (Object.keys(status).some((key) => !Object.hasOwn(given as object, key)))
    return failed('returned a map with unknown keys');
  return given as Status;
}

function isMap(given: unknown): boolean {
  if (typeof given !== 'object' || given === null || Array.isArray(given)) return false;
  const prototype = Object.getPrototypeOf(given) as unknown;
  return prototype === Object.prototype || prototype === null;
}

/** For a report: nothing, if nothing was logged. */
export const logOf = ({ log }: { readonly log: Term }): { readonly log?: Term } =>
  Array.isArray(log) && log.length === 0 ? {} : { log };

/** Port of `gen:format_status_header/2`. */
export function statusHeader(what: string, process: Process): Term {
  const name = serverName(process);
  const line = `Status for ${what}`;
  const isPlain = typeof name === 'string' || name instanceof Pid;
  return ['header', isPlain ? `${line} ${formatTerm(name)}` : [line, name]];
}
