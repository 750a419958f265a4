import type { Context } from './context.ts';
import type { Node } from './node.ts';
import { firstCall, PLAIN, type Run } from './plain.ts';
import type { Process } from './process.ts';
import { equalTerms, freezeTerm, type Term } from './term.ts';

/** `[key, value]` each, the oldest key first. Replaced, never changed, so a fork shares it. */
export type Dictionary = readonly (readonly [key: Term, value: Term])[];

const NOTHING: readonly never[] = Object.freeze([]);

/** A process's dictionary. One that was not changed yet has what proc_lib puts there: who started the process, and with which call. */
export function dictionaryOf(process: Process): Dictionary {
  const { ancestors, dictionary } = process;
  if (dictionary !== null) return dictionary;
  if (ancestors === null) return NOTHING;
  return freezeTerm([
    ['$ancestors', ancestors],
    ['$initial_call', initialCall(process)],
  ]) as unknown as Dictionary;
}

const lookUp = (dictionary: Dictionary, key: Term): Term | undefined =>
  dictionary.find(([each]) => equalTerms(each, key))?.[1];

const without = (dictionary: Dictionary, key: Term): Dictionary =>
  Object.freeze(dictionary.filter(([each]) => !equalTerms(each, key)));

/** Who started it, who started that one, and so on, by name or pid; nobody, for a process that proc_lib knows nothing of. */
export function ancestorsOf(process: Process): readonly Term[] {
  if (process.dictionary === null) return process.ancestors ?? NOTHING;
  const ancestors = lookUp(process.dictionary, '$ancestors');
  return Array.isArray(ancestors) ? ancestors : NOTHING;
}

/** Undefined when its dictionary doesn't tell. */
export const initialCallOf = (process: Process): Term | undefined =>
  lookUp(dictionaryOf(process), '$initial_call');

/** Port of `trans_init/3`. OTP: of who entered a loop, the function that did. */
function initialCall({ behaviour, module, data }: Process): Term {
  if (behaviour === PLAIN) return firstCall(data as Run);
  if (behaviour.name === 'gen_event') return ['gen_event', 'init_it', 6];
  return behaviour.name === 'supervisor' ? ['supervisor', module, 1] : [module, 'init', 1];
}

/** The ancestors that processes of one parent have in common. */
export interface Lineage {
  readonly parent: Term;
  readonly above: readonly Term[];
  readonly all: readonly Term[];
}

/** Makes a process one of proc_lib's. What one parent starts in a row shares the list: ten thousand children would keep as many. */
export function noteAncestors(node: Node, process: Process): void {
  const { spawner } = process;
  if (spawner === null) {
    process.ancestors = NOTHING;
    return;
  }
  const starter = node.find(spawner);
  const parent = starter?.name ?? spawner;
  const above = starter === null ? NOTHING : ancestorsOf(starter);
  const last = node.lineage;
  if (last === null || last.parent !== parent || last.above !== above)
    node.lineage = { parent, above, all: Object.freeze([parent, ...above]) };
  process.ancestors = (node.lineage as Lineage).all;
}

// The functions of `erlang`: the bodies of `Self`'s methods.

export function put(context: Context, key: Term, value: Term): Term | undefined {
  const entry = freezeTerm([key, value]) as readonly [Term, Term];
  return context.effect((_node, process) => {
    const dictionary = dictionaryOf(process);
    process.dictionary = Object.freeze([...without(dictionary, entry[0]), entry]);
    return lookUp(dictionary, entry[0]);
  });
}

export function get(context: Context, key: Term | undefined): Dictionary | Term | undefined {
  return context.effect((_node, process) => {
    const dictionary = dictionaryOf(process);
    return key === undefined ? dictionary : lookUp(dictionary, key);
  });
}

export function erase(context: Context, key: Term | undefined): Dictionary | Term | undefined {
  return context.effect((_node, process) => {
    const dictionary = dictionaryOf(process);
    process.dictionary = key === undefined ? NOTHING : without(dictionary, key);
    return key === undefined ? dictionary : lookUp(dictionary, key);
  });
}

export function getKeys(context: Context, value: Term | undefined): readonly Term[] {
  return context.effect((_node, process) =>
    Object.freeze(
      dictionaryOf(process)
        .filter((entry) => value === undefined || equalTerms(entry[1], value))
        .map(([key]) => key),
    ),
  );
}
