import * as v from 'valibot';
import type { Term } from '../runtime/term.ts';
import { DEFAULTS } from './defaults.ts';
import { parseTerm } from './json-term.ts';
import { LIMITS } from './limits.ts';
import { MODULE_NAME, modules } from './module-texts.ts';
import {
  type Action,
  type BootStep,
  type Command,
  type Example,
  SCENARIO_VERSION,
  type Scenario,
} from './scenario.ts';

/**
 * The saved format as a schema. The message of each part is the advice: what to do when it fails;
 * where and what was found is added by `parse-scenario.ts`.
 */

const text = (length: number, advice: string) =>
  v.pipe(v.string(advice), v.maxLength(length, `At most ${length} characters.`));

const wholeNumber = (min: number, max: number, advice: string) =>
  v.pipe(v.number(advice), v.safeInteger(advice), v.minValue(min, advice), v.maxValue(max, advice));

const few = (max: number) => `At most ${max} of them.`;
const FIELDS = 'Use only the fields of the format, and leave none out; is a name misspelt?';

/** Whatever JSON can say, bounded. */
const term: v.GenericSchema<unknown, Term> = v.pipe(
  v.unknown(),
  v.rawTransform(({ dataset, addIssue, NEVER }) => {
    const parsed = parseTerm(dataset.value);
    if (parsed.type === 'term') return parsed.term;
    addIssue({
      message:
        'Use strings, finite numbers, true, false, null, and arrays and plain objects of these.',
      expected: 'a term that JSON can hold',
      received: parsed.path === '' ? parsed.found : `${parsed.found} at ${parsed.path}`,
    });
    return NEVER;
  }),
);

const functionName = v.pipe(
  text(LIMITS.nameLength, 'Name an exported function of the module.'),
  v.regex(/^[A-Za-z_$][\w$]*$/, 'Name an exported function of the module.'),
);
const startFunction = {
  module: v.pipe(
    text(LIMITS.nameLength, 'Name a module.'),
    v.regex(MODULE_NAME, 'Name a module: a letter, then letters, digits, _ and -.'),
  ),
  function: functionName,
  args: v.pipe(
    v.array(term, 'Write the arguments as an array, [] for none.'),
    v.maxLength(LIMITS.args, few(LIMITS.args)),
  ),
};

const name = v.pipe(
  text(LIMITS.nameLength, 'A registered name, or a pid such as <0.82.0>.'),
  v.minLength(1, 'A registered name, or a pid such as <0.82.0>.'),
);

const bootStep: v.GenericSchema<unknown, BootStep> = v.variant(
  'type',
  [
    v.strictObject({ type: v.literal('start'), ...startFunction }, FIELDS),
    v.strictObject({ type: v.literal('spawn'), name, ...startFunction }, FIELDS),
  ],
  "Use 'start' to call a start function, or 'spawn' for a plain process.",
);

const ACTIONS_ADVICE = "Use one of 'exit', 'crash_next', 'call', 'cast', 'info' and 'notify'.";

/** Each kind of action, with `moment` put into it: nothing for an action, at and step for a command. */
function actions<Moment extends v.ObjectEntries>(moment: Moment) {
  const object = <Entries extends v.ObjectEntries>(entries: Entries) =>
    v.strictObject({ ...moment, ...entries }, FIELDS);
  return v.variant(
    'type',
    [
      object({ type: v.literal('exit'), target: name, reason: term }),
      object({ type: v.literal('crash_next'), target: name, reason: term }),
      object({
        type: v.literal('call'),
        target: name,
        request: term,
        timeoutMs: wholeNumber(0, LIMITS.timeoutMs, 'Whole milliseconds; OTP takes 5000.'),
      }),
      object({ type: v.literal('cast'), target: name, message: term }),
      object({ type: v.literal('info'), target: name, message: term }),
      object({ type: v.literal('notify'), target: name, event: term }),
    ],
    ACTIONS_ADVICE,
  );
}

export const actionSchema: v.GenericSchema<unknown, Action> = actions({});

const AT = 'A moment is a whole number of microseconds from 0 on.';
const STEP = 'A number of steps is a whole number from 0 on.';
const GIVEN = 'A number of commands is a whole number from 0 on.';
export const momentEntries = {
  at: wholeNumber(0, Number.MAX_SAFE_INTEGER, AT),
  step: wholeNumber(0, Number.MAX_SAFE_INTEGER, STEP),
};

export const bookmarksSchema = v.pipe(
  v.array(
    v.strictObject({
      ...momentEntries,
      given: v.exactOptional(wholeNumber(0, Number.MAX_SAFE_INTEGER, GIVEN)),
      note: text(LIMITS.noteLength, 'A bookmark has a note.'),
    }),
    'Write the bookmarks as an array, [] for none.',
  ),
  v.maxLength(LIMITS.bookmarks, few(LIMITS.bookmarks)),
);

const commandSchema: v.GenericSchema<unknown, Command> = actions({
  at: momentEntries.at,
  step: v.exactOptional(momentEntries.step),
});

export const commandsSchema = v.pipe(
  v.array(commandSchema, 'Write the commands as an array, [] for none.'),
  v.maxLength(LIMITS.commands, few(LIMITS.commands)),
);

const example: v.GenericSchema<unknown, Example> = v.strictObject(
  {
    target: name,
    type: v.picklist(['call', 'cast', 'info', 'notify'], 'How it is sent.'),
    message: term,
    label: text(LIMITS.labelLength, 'Say in a few words what it shows.'),
  },
  FIELDS,
);

const DELAY = 'Two whole numbers of microseconds from 1 on, the smaller first: [50000, 200000].';
const delayUs = wholeNumber(1, LIMITS.delayUs, DELAY);

export const seedSchema = wholeNumber(
  0,
  Number.MAX_SAFE_INTEGER,
  'A seed is a whole number from 0 on.',
);

export const scenarioSchema: v.GenericSchema<unknown, Scenario> = v.strictObject(
  {
    version: v.literal(SCENARIO_VERSION),
    title: v.pipe(text(LIMITS.titleLength, 'Give it a title.'), v.minLength(1, 'Give it a title.')),
    description: v.optional(
      text(LIMITS.descriptionLength, 'One paragraph of plain text.'),
      DEFAULTS.description,
    ),
    seed: v.optional(seedSchema, DEFAULTS.seed),
    schedulingDelayUs: v.optional(
      v.pipe(
        v.strictTuple([delayUs, delayUs], DELAY),
        v.check(([min, max]) => min <= max, DELAY),
      ),
      [...DEFAULTS.schedulingDelayUs],
    ),
    modules,
    boot: v.pipe(
      v.array(bootStep, 'Write what runs at the start as an array.'),
      v.minLength(1, 'Start at least one process, or nothing will ever happen.'),
      v.maxLength(LIMITS.boot, few(LIMITS.boot)),
    ),
    script: v.optional(commandsSchema, []),
    speed: v.optional(
      v.pipe(
        v.number('Virtual seconds a second.'),
        v.minValue(0, 'From 0 on, where 0 is one step a second.'),
        v.maxValue(LIMITS.speed, `At most ${LIMITS.speed}, which is as fast as possible.`),
      ),
      DEFAULTS.speed,
    ),
    examples: v.optional(
      v.pipe(
        v.array(example, 'Write the examples as an array, [] for none.'),
        v.maxLength(LIMITS.examples, few(LIMITS.examples)),
      ),
      [],
    ),
  },
  FIELDS,
);
