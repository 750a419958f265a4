import * as v from 'valibot';
import { DEFAULTS } from '../scenario/defaults.ts';
import { type Parsed, parseScenario, parseWith } from '../scenario/parse-scenario.ts';
import type { Bookmark } from '../scenario/saved-run.ts';
import type { Action, Command, Scenario } from '../scenario/scenario.ts';
import { bookmarksSchema, commandsSchema, momentEntries, seedSchema } from '../scenario/schema.ts';
import { commandsAt } from './selectors.ts';

/** What a share link says. */
export interface SharedRun {
  readonly scenario: SharedScenario;
  /** Null: the scenario's own. */
  readonly seed: number | null;
  readonly commands: readonly Command[];
  /** The moment on view; null for the start. */
  readonly moment: { readonly at: number; readonly step: number } | null;
  /** The trace hash at that moment, for the one who opens the link to hold against theirs. */
  readonly hash: string | null;
  /** Path of the selected card. */
  readonly selected: string | null;
  /** Names of the panels that are open; null leaves it to the one who opens the link. */
  readonly open: readonly string[] | null;
  /** In the order of their moments. */
  readonly bookmarks: readonly Bookmark[];
}

export type SharedScenario =
  /** Built in and unedited. */
  | { readonly type: 'named'; readonly name: string }
  | { readonly type: 'whole'; readonly scenario: Scenario };

/**
 * The run as few characters of JSON: arrays instead of objects, times as differences to the one
 * before, defaults and what is null at the end left out.
 *
 *     [scenario, seed, commands, moment, hash, selected, open, bookmarks, given]
 *     scenario: name or object     command: [kind, Δat, Δstep or null, target, term, timeoutMs?]
 *     moment: [Δat, Δstep] to the last command          bookmark: [Δat, Δstep, note]
 *     given: of each bookmark, null where it is all; older pages pass it over
 */
export function compactRun(run: SharedRun): string {
  const from = { at: 0, step: 0 };
  const parts: unknown[] = [
    run.scenario.type === 'named' ? run.scenario.name : compactScenario(run.scenario.scenario),
    run.seed,
    run.commands.length === 0 ? null : run.commands.map((command) => compactCommand(command, from)),
    run.moment === null ? null : [run.moment.at - from.at, run.moment.step - from.step],
    run.hash,
    run.selected,
    run.open,
    run.bookmarks.length === 0 ? null : compactBookmarks(run.bookmarks),
    compactGiven(run),
  ];
  while (parts.at(-1) === null) parts.pop();
  return JSON.stringify(parts);
}

/** Checks everything; never throws. */
export function parseCompactRun(value: unknown): Parsed<SharedRun> {
  const outer = parseWith(outerSchema, value);
  if (outer.type !== 'parsed') return outer;
  const [scenario, seed, commands, moment, hash, selected, open, marks, given] = outer.value;
  const shared = parseSharedScenario(scenario);
  if (shared.type !== 'parsed') return shared;
  const from = { at: 0, step: 0 };
  const expanded = parseWith(
    commandsSchema,
    (commands ?? []).map((command) => expandCommand(command, from)),
  );
  if (expanded.type !== 'parsed') return expanded;
  const at = moment == null ? null : { at: from.at + moment[0], step: from.step + moment[1] };
  const onView = parseWith(v.nullable(v.strictObject(momentEntries)), at);
  if (onView.type !== 'parsed') return onView;
  const bookmarks = parseWith(bookmarksSchema, expandBookmarks(marks ?? [], given ?? []));
  if (bookmarks.type !== 'parsed') return bookmarks;
  return {
    type: 'parsed',
    value: {
      scenario: shared.value,
      seed: seed ?? null,
      commands: expanded.value,
      moment: onView.value,
      hash: hash ?? null,
      selected: selected ?? null,
      open: open ?? null,
      bookmarks: bookmarks.value,
    },
  };
}

/** The number of a kind is its place here. New ones go at the end. */
const KINDS = [
  'exit',
  'crash_next',
  'call',
  'cast',
  'info',
  'notify',
] as const satisfies readonly Action['type'][];
/** The field that holds each kind's term. */
const TERM_FIELDS = ['reason', 'reason', 'request', 'message', 'message', 'event'] as const;

const compactCommandSchema = v.pipe(v.array(v.unknown()), v.minLength(5), v.maxLength(6));

const outerSchema = v.looseTuple([
  v.union([v.pipe(v.string(), v.maxLength(100)), v.looseObject({})]),
  v.optional(v.nullable(seedSchema)),
  v.optional(v.nullable(v.array(compactCommandSchema))),
  v.optional(v.nullable(v.strictTuple([v.number(), v.number()]))),
  v.optional(v.nullable(v.pipe(v.string(), v.regex(/^[0-9a-f]{8}$/)))),
  v.optional(v.nullable(v.pipe(v.string(), v.maxLength(1_000)))),
  v.optional(v.nullable(v.pipe(v.array(v.pipe(v.string(), v.maxLength(100))), v.maxLength(100)))),
  v.optional(v.nullable(v.array(v.strictTuple([v.number(), v.number(), v.string()])))),
  v.optional(v.nullable(v.array(v.nullable(v.number())))),
]);

interface From {
  at: number;
  step: number;
}

function compactBookmarks(bookmarks: readonly Bookmark[]): unknown[] {
  const from = { at: 0, step: 0 };
  return bookmarks.map(({ at, step, note }) => {
    const compact = [at - from.at, step - from.step, note];
    Object.assign(from, { at, step });
    return compact;
  });
}

/** Null when every bookmark stands behind all commands of its moment. */
function compactGiven({ bookmarks, commands }: SharedRun): readonly (number | null)[] | null {
  const given = bookmarks.map((bookmark) => {
    const all = commandsAt(bookmark, commands).length;
    return bookmark.given === undefined || bookmark.given >= all ? null : bookmark.given;
  });
  return given.every((each) => each === null) ? null : given;
}

function expandBookmarks(
  marks: readonly (readonly [number, number, string])[],
  givens: readonly (number | null)[],
): Bookmark[] {
  const from = { at: 0, step: 0 };
  return marks.map(([at, step, note], place) => {
    from.at += at;
    from.step += step;
    const given = givens[place] ?? null;
    return { ...from, ...(given === null ? {} : { given }), note };
  });
}

function compactCommand(command: Command, from: From): unknown[] {
  const { at, step = null } = command;
  const head = [
    KINDS.indexOf(command.type),
    at - from.at,
    step === null ? null : step - from.step,
    command.target,
  ];
  from.at = at;
  from.step = step ?? from.step;
  return [...head, ...termsOf(command)];
}

function termsOf(action: Action): unknown[] {
  switch (action.type) {
    case 'exit':
    case 'crash_next':
      return [action.reason];
    case 'call':
      return [action.request, action.timeoutMs];
    case 'cast':
    case 'info':
      return [action.message];
    case 'notify':
      return [action.event];
  }
}

/** A command as the schema of commands wants it, if it was one; else something that it refuses. */
function expandCommand(parts: readonly unknown[], from: From): unknown {
  const [kind, at, step, target, term, timeoutMs] = parts;
  const index = typeof kind === 'number' ? kind : -1;
  from.at += Number(at);
  if (step !== null) from.step += Number(step);
  return {
    at: from.at,
    ...(step === null ? {} : { step: from.step }),
    type: KINDS[index],
    target,
    [TERM_FIELDS[index] ?? 'term']: term,
    ...(parts.length > 5 ? { timeoutMs } : {}),
  };
}

function compactScenario(scenario: Scenario): object {
  const { description, seed, schedulingDelayUs, script, speed, examples, ...required } = scenario;
  const [min, max] = DEFAULTS.schedulingDelayUs;
  const isDefaultDelay = schedulingDelayUs[0] === min && schedulingDelayUs[1] === max;
  return {
    ...required,
    ...(description === DEFAULTS.description ? {} : { description }),
    ...(seed === DEFAULTS.seed ? {} : { seed }),
    ...(isDefaultDelay ? {} : { schedulingDelayUs }),
    ...(script.length === 0 ? {} : { script }),
    ...(speed === DEFAULTS.speed ? {} : { speed }),
    ...(examples.length === 0 ? {} : { examples }),
  };
}

function parseSharedScenario(scenario: string | object): Parsed<SharedScenario> {
  if (typeof scenario === 'string') {
    return { type: 'parsed', value: { type: 'named', name: scenario } };
  }
  const parsed = parseScenario(scenario);
  return parsed.type === 'parsed'
    ? { type: 'parsed', value: { type: 'whole', scenario: parsed.value } }
    : parsed;
}
