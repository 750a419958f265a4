import { Pid, type Term } from '../../runtime/term.ts';
import type { JsonTerm } from './parse-scenarios.ts';

/** Our modules' names, told apart from a scenario's atoms: a stack trace is known by them. */
export const WORKER = 'otp_trace_worker';
export const SUPERVISOR = 'otp_trace_supervisor';
const CODE = new Set<unknown>([WORKER, SUPERVISOR, 'gen_server', 'supervisor']);

/**
 * A term of our runtime as the traces have it: pids without number, no stack traces, no
 * `{gen_server,call,…}` around a reason, no child record. A scenario's own terms pass as they are.
 */
export function normalise(term: Term): JsonTerm {
  if (term instanceof Pid) return 'pid';
  if (typeof term === 'boolean') return String(term);
  if (Array.isArray(term)) return normaliseTuple(term as readonly Term[]);
  if (typeof term === 'object' && term !== null) {
    if ('list' in term)
      return { list: (term as unknown as { list: readonly Term[] }).list.map(normalise) };
  }
  if (typeof term === 'string' || typeof term === 'number') return term;
  throw new Error(`the format has no such term: ${JSON.stringify(term)}`);
}

function normaliseTuple(tuple: readonly Term[]): JsonTerm {
  const [first, second] = tuple;
  if (tuple.length === 2 && (isStack(second) || isFailedCall(second)))
    return normalise(first as Term);
  if (first === 'child' && typeof second === 'object' && !Array.isArray(second)) return 'child';
  // Tuples and lists are both arrays here; this is where OTP itself makes a list.
  if (LISTS.has(first) && Array.isArray(second))
    return [first as string, { list: (second as readonly Term[]).map(normalise) }];
  return tuple.map(normalise);
}

/** A child spec that is a list is what start_child appends, asked of a supervisor that is not simple_one_for_one. */
const LISTS = new Set<unknown>(['bad_combination', 'invalid_child_spec']);

function isStack(term: Term | undefined): boolean {
  return (
    Array.isArray(term) &&
    term.length > 0 &&
    term.every((frame) => Array.isArray(frame) && isFrame(frame))
  );
}

/** The callback that raised, or a built-in function with its arguments. */
const isFrame = ({ 0: module, length }: readonly Term[]): boolean =>
  module === 'erlang' ? length === 3 : length === 2 && CODE.has(module);

function isFailedCall(term: Term | undefined): boolean {
  return Array.isArray(term) && term.length === 3 && term[0] === 'gen_server' && term[1] === 'call';
}
