import { From, Pid, Ref, type Term } from '../../runtime/term.ts';

/** The modules whose names stand in a stack trace. */
const CODE = /^(fuzz_\w+|gen_\w+)$/;

/** A term of our runtime as Erlang's side tells it: tuples for our objects, no pids' numbers, no stack traces. */
export function normalTerm(term: Term): unknown {
  if (term instanceof Pid) return 'pid';
  if (term instanceof Ref) return 'ref';
  if (term instanceof From) return 'from';
  if (term === null) return 'undefined';
  if (typeof term === 'boolean') return String(term);
  if (Array.isArray(term)) return normalTuple(term as readonly Term[]);
  if (typeof term !== 'object') return term;
  return normalObject(term as { readonly [key: string]: Term });
}

function normalTuple(tuple: readonly Term[]): unknown {
  const [first, second] = tuple;
  if (tuple.length === 2 && isStack(second)) return normalTerm(first as Term);
  if (tuple.length === 3 && isFailedCall(tuple)) return [first, second];
  if (first === 'unknown_system_msg') return [first, '...'];
  if (tuple.length === 2 && BAD.test(String(first)) && typeof second === 'object')
    return [first, '...'];
  return tuple.map(normalTerm);
}

/** What was wrong with a callback's result is told when it is a plain word; Erlang's results are written in another way. */
const BAD = /^bad_(return|action|state_enter_return|state_enter_action)_from_state_function$/;

function isStack(term: Term | undefined): boolean {
  return (
    Array.isArray(term) &&
    term.length > 0 &&
    term.every((frame) => Array.isArray(frame) && isFrame(frame))
  );
}

/** The callback that raised, or a built-in function with its arguments. */
const isFrame = ({ 0: module, length }: readonly Term[]): boolean =>
  module === 'erlang' ? length === 3 : length === 2 && CODE.test(String(module));

const isFailedCall = ([module, , args]: readonly Term[]): boolean =>
  ['gen_event', 'gen_statem', 'sys'].includes(module as string) && Array.isArray(args);

function normalObject(object: { readonly [key: string]: Term }): unknown {
  const { type, handler = null, reason = null } = object;
  switch (type) {
    case 'error':
    case 'stop':
      return [type, normalTerm(reason)];
    // A callback's result in the wrong place.
    case 'ok':
      return [type, normalTerm(object.state as Term)];
    case 'EXIT':
      return ['EXIT', 'pid', normalTerm(reason)];
    case 'gen_event_EXIT':
      return [type, normalTerm(handler), normalTerm(reason)];
    default:
      break;
  }
  if ('list' in object) return { list: (object.list as readonly Term[]).map(normalTerm) };
  return Object.fromEntries(Object.entries(object).map(([key, part]) => [key, normalTerm(part)]));
}
