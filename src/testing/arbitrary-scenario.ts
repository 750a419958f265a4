import fc from 'fast-check';
import type { Term } from '../runtime/term.ts';
import { MODULE_NAME } from '../scenario/module-texts.ts';
import type { Action, Command, Scenario } from '../scenario/scenario.ts';

/** Terms, commands and scenarios at random, for property tests of what is saved and shared. */

const arbitraryTerm: fc.Arbitrary<Term> = fc
  .jsonValue({ maxDepth: 4 })
  // What JSON itself changes is not a term one can save.
  .map((value) => JSON.parse(JSON.stringify(value)) as Term)
  .filter((term) => !JSON.stringify(term).includes('"__proto__"'));

const name = fc.oneof(
  fc.constantFrom('kv', 'server', '<0.82.0>'),
  fc.string({ minLength: 1, maxLength: 20 }),
);

export const arbitraryAction: fc.Arbitrary<Action> = fc.oneof(
  fc.record({ type: fc.constant('exit' as const), target: name, reason: arbitraryTerm }),
  fc.record({ type: fc.constant('crash_next' as const), target: name, reason: arbitraryTerm }),
  fc.record({
    type: fc.constant('call' as const),
    target: name,
    request: arbitraryTerm,
    timeoutMs: fc.nat(),
  }),
  fc.record({ type: fc.constant('cast' as const), target: name, message: arbitraryTerm }),
  fc.record({ type: fc.constant('info' as const), target: name, message: arbitraryTerm }),
  fc.record({ type: fc.constant('notify' as const), target: name, event: arbitraryTerm }),
);

const at = fc.oneof(fc.nat(), fc.maxSafeNat());

export const arbitraryCommand: fc.Arbitrary<Command> = fc
  .tuple(arbitraryAction, at, fc.option(fc.nat(), { nil: undefined }))
  .map(([action, at, step]) => (step === undefined ? { at, ...action } : { at, step, ...action }));

const moduleName = fc
  .stringMatching(/^[A-Za-z][A-Za-z0-9_]{0,10}$/)
  .filter((text) => MODULE_NAME.test(text) && !(text in Object.prototype));
const functionName = fc.stringMatching(/^[a-z][A-Za-z0-9_]{0,10}$/);
const startFunction = {
  module: moduleName,
  function: functionName,
  args: fc.array(arbitraryTerm, { maxLength: 3 }),
};

export const arbitraryScenario: fc.Arbitrary<Scenario> = fc.record({
  version: fc.constant(1 as const),
  title: fc.string({ minLength: 1, maxLength: 50 }),
  description: fc.string({ maxLength: 100 }),
  seed: fc.maxSafeNat(),
  schedulingDelayUs: fc
    .tuple(fc.integer({ min: 1, max: 1000 }), fc.nat({ max: 1000 }))
    .map(([min, more]) => [min, min + more] as const),
  modules: fc
    .dictionary(moduleName, fc.string({ maxLength: 200 }), { maxKeys: 4 })
    .map((modules) => ({ ...modules })),
  boot: fc.array(
    fc.oneof(
      fc.record({ type: fc.constant('start' as const), ...startFunction }),
      fc.record({ type: fc.constant('spawn' as const), name, ...startFunction }),
    ),
    { minLength: 1, maxLength: 4 },
  ),
  script: fc.array(arbitraryCommand, { maxLength: 4 }),
  speed: fc.constantFrom(0.001, 0.5, 1, 20, 1_000_000),
  examples: fc.array(
    fc.record({
      target: name,
      type: fc.constantFrom('call' as const, 'cast' as const, 'info' as const, 'notify' as const),
      message: arbitraryTerm,
      label: fc.string({ maxLength: 30 }),
    }),
    { maxLength: 3 },
  ),
});
