import * as v from 'valibot';

/** The scenarios that were recorded from real OTP: `../shared/otp-traces/README.md` is their format. */

/** Erlang terms in JSON: atoms are strings, tuples arrays, lists `{"list": […]}`. */
export type JsonTerm =
  | string
  | number
  | readonly JsonTerm[]
  | { readonly list: readonly JsonTerm[] };

export type InitOutcome =
  | 'ok'
  | 'ignore'
  | { readonly error: JsonTerm }
  | { readonly crash: JsonTerm };

export type TerminateOutcome =
  | 'ok'
  | 'hang'
  | { readonly sleep: number }
  | { readonly crash: JsonTerm }
  | { readonly exit: JsonTerm };

export interface TracedWorker {
  readonly kind: 'worker';
  readonly trapExit: boolean;
  readonly init: readonly InitOutcome[];
  readonly terminate: TerminateOutcome;
}

export interface TracedSupervisor {
  readonly kind: 'supervisor';
  readonly id: string;
  readonly strategy: 'one_for_one' | 'one_for_all' | 'rest_for_one' | 'simple_one_for_one';
  readonly intensity: number;
  readonly period: number;
  readonly autoShutdown: 'never' | 'any_significant' | 'all_significant';
  readonly children: readonly TracedChild[];
}

export interface TracedChild {
  readonly id: string;
  readonly restart: 'permanent' | 'transient' | 'temporary';
  readonly shutdown: 'brutal_kill' | 'infinity' | number;
  readonly type: 'worker' | 'supervisor';
  readonly significant?: boolean | undefined;
  readonly start: TracedWorker | TracedSupervisor;
}

const term: v.GenericSchema<unknown, JsonTerm> = v.lazy(() =>
  v.union(
    // JSON's numbers hold no larger integer exactly.
    [
      v.string(),
      v.pipe(v.number(), v.safeInteger()),
      v.array(term),
      v.object({ list: v.array(term) }),
    ],
    'is no term: a string, an integer below 2^53, an array or {"list": […]}',
  ),
);
const count = v.pipe(v.number(), v.integer(), v.minValue(0));

const worker = v.object({
  kind: v.literal('worker'),
  trapExit: v.boolean(),
  init: v.pipe(
    v.array(
      v.union(
        [v.picklist(['ok', 'ignore']), v.object({ error: term }), v.object({ crash: term })],
        'is no outcome of init: "ok", "ignore", {"error": T} or {"crash": T}',
      ),
    ),
    v.nonEmpty('names no outcome'),
  ),
  terminate: v.union(
    [
      v.picklist(['ok', 'hang']),
      v.object({ sleep: count }),
      v.object({ crash: term }),
      v.object({ exit: term }),
    ],
    'is no outcome of terminate: "ok", "hang", {"sleep": ms}, {"crash": T} or {"exit": T}',
  ),
});

const supervisor: v.GenericSchema<unknown, TracedSupervisor> = v.lazy(() =>
  v.pipe(
    v.object({
      kind: v.literal('supervisor'),
      id: v.string(),
      strategy: v.picklist(['one_for_one', 'one_for_all', 'rest_for_one', 'simple_one_for_one']),
      intensity: count,
      period: v.pipe(v.number(), v.integer(), v.minValue(1)),
      autoShutdown: v.picklist(['never', 'any_significant', 'all_significant']),
      children: v.array(child),
    }),
    v.check(
      ({ strategy, children }) => strategy !== 'simple_one_for_one' || children.length === 1,
      'is a simple_one_for_one supervisor, which has exactly one child: the template',
    ),
  ),
);

const child: v.GenericSchema<unknown, TracedChild> = v.object({
  id: v.string(),
  restart: v.picklist(['permanent', 'transient', 'temporary']),
  shutdown: v.union(
    [v.picklist(['brutal_kill', 'infinity']), count],
    'is no shutdown: "brutal_kill", "infinity" or milliseconds',
  ),
  type: v.picklist(['worker', 'supervisor']),
  significant: v.optional(v.boolean()),
  start: v.lazy((start) =>
    (start as { kind?: unknown } | null)?.kind === 'supervisor' ? supervisor : worker,
  ),
});

const raising = { target: v.string(), class: v.picklist(['error', 'exit']), reason: term };
const onChild = { sup: v.string(), id: v.string() };
const onInstance = { sup: v.string(), instance: v.string() };
const op = <Name extends string>(name: Name) => ({ op: v.literal(name) });

const command = v.lazy((value) => {
  const named = (value as { op?: unknown; instance?: unknown } | null) ?? {};
  const instance = named.instance !== undefined;
  switch (named.op) {
    case 'exit':
      return v.object({ ...op('exit'), target: v.string(), reason: term });
    case 'crash':
      return v.object({ ...op('crash'), ...raising });
    case 'stop':
      return v.object({ ...op('stop'), target: v.string(), reason: term });
    case 'call_crash':
      return v.object({ ...op('call_crash'), ...raising });
    case 'start_child':
      return instance
        ? v.object({ ...op('start_child'), ...onInstance })
        : v.object({ ...op('start_child'), sup: v.string(), child });
    case 'terminate_child':
      return instance
        ? v.object({ ...op('terminate_child'), ...onInstance })
        : v.object({ ...op('terminate_child'), ...onChild });
    case 'restart_child':
      return v.object({ ...op('restart_child'), ...onChild });
    case 'delete_child':
      return v.object({ ...op('delete_child'), ...onChild });
    case 'get_childspec':
      return v.object({ ...op('get_childspec'), ...onChild });
    case 'which_children':
      return v.object({ ...op('which_children'), sup: v.string() });
    case 'count_children':
      return v.object({ ...op('count_children'), sup: v.string() });
    case 'parent_exit':
      return v.object({ ...op('parent_exit'), reason: term });
    default:
      return v.object({ op: v.literal('sleep', 'is no command of the format'), ms: count });
  }
});

const scenario = v.object({
  id: v.string(),
  seed: v.pipe(v.number(), v.safeInteger()),
  profile: v.string(),
  tree: supervisor,
  commands: v.array(command),
});

export type TracedCommand = v.InferOutput<typeof command>;
export interface TracedScenario extends Omit<v.InferOutput<typeof scenario>, 'tree'> {
  readonly tree: TracedSupervisor;
}

export interface ParsedFile<Value> {
  readonly values: readonly Value[];
  /** A sentence for each part that is not what it should be. */
  readonly errors: readonly string[];
}

/** Reads a file of scenarios. One that is malformed is left out and told; the others are good. */
export function parseScenarios(text: string): ParsedFile<TracedScenario> {
  return parseList(text, 'scenario', scenario as v.GenericSchema<unknown, TracedScenario>);
}

/** Reads a JSON array, item by item. When the whole is no JSON, that is told, and the lines that hold an item are read: the files have one a line. */
export function parseList<Value>(
  text: string,
  what: string,
  schema: v.GenericSchema<unknown, Value>,
): ParsedFile<Value> {
  const values: Value[] = [];
  const errors: string[] = [];
  for (const { item, at, error } of itemsOf(text)) {
    if (error !== undefined) errors.push(`${what} ${at}: ${error}`);
    else {
      const parsed = v.safeParse(schema, item, { abortEarly: true });
      if (parsed.success) values.push(parsed.output);
      else errors.push(`${what} ${nameOf(item, at)}: ${describe(parsed.issues[0])}`);
    }
  }
  return { values, errors };
}

interface Item {
  readonly at: string;
  readonly item?: unknown;
  readonly error?: string;
}

function itemsOf(text: string): Item[] {
  // A byte order mark is no part of the text.
  const json = text.replace(/^\uFEFF/, '');
  const whole = parseJson(json);
  if ('value' in whole) {
    if (!Array.isArray(whole.value)) return [{ at: 'file', error: 'is no JSON array' }];
    return whole.value.map((item, index) => ({ at: `${index + 1}`, item }));
  }
  const broken: Item = { at: 'file', error: `is no JSON (${whole.error})` };
  const isArray = /^\s*\[/.test(json);
  const lines = isArray ? json.replace('[', '').replace(/\]\s*$/, '') : json;
  const items = lines
    .split('\n')
    .flatMap((line, index) => itemOf(line.trim(), `on line ${index + 1}`));
  if (!items.some(({ item }) => typeof item === 'object')) return [broken];
  // Every line is good, but they don't make an array: the end may be missing.
  const isTold = !isArray || items.some(({ error }) => error !== undefined);
  return isTold ? items : [...items, broken];
}

function itemOf(line: string, at: string): Item[] {
  if (line === '') return [];
  const parsed = parseJson(line.replace(/,$/, ''));
  return [
    'value' in parsed ? { at, item: parsed.value } : { at, error: `is no JSON (${parsed.error})` },
  ];
}

function parseJson(text: string): { value: unknown } | { error: string } {
  try {
    return { value: JSON.parse(text) as unknown };
  } catch (error) {
    return { error: (error as Error).message };
  }
}

function nameOf(item: unknown, at: string): string {
  const id = (item as { id?: unknown } | null)?.id;
  return typeof id === 'string' ? `${at} (${id})` : at;
}

function describe(issue: v.BaseIssue<unknown>): string {
  const path = v.getDotPath(issue);
  return path === null ? issue.message : `${path}: ${issue.message}`;
}
