import { expect } from 'vitest';
import { genEvent } from '../otp/gen-event/api.ts';
import { ok } from '../otp/results.ts';
import type { Steps } from '../runtime/activation.ts';
import type { Self } from '../runtime/self.ts';
import type { Term } from '../runtime/term.ts';
import { dummyHandler } from './dummy-handler.ts';
import type { TestModule } from './run-modules.ts';
import { runScripts, type Script } from './run-script.ts';

export interface ManagerRun {
  readonly noted: readonly unknown[];
  /** What the handlers saw: `[state, what they were given]`. */
  readonly log: readonly unknown[];
  readonly reports: readonly unknown[];
}

/** Starts a manager `em`; then runs `script` as a process `main` that traps exits. */
export function withManager(
  script: (...args: Parameters<Script>) => Steps<unknown>,
  others: Readonly<Record<string, Script>> = {},
  more: Readonly<Record<string, TestModule>> = {},
): ManagerRun {
  const log: unknown[] = [];
  const modules = {
    ...more,
    dummy: dummyHandler(log),
    other: dummyHandler(log),
    bare: { default: { init: (args: Term) => ok(args) } },
    empty: { default: {} },
  };
  const scripts = {
    ...others,
    *main(self: Self, note: (value: unknown) => void) {
      self.register('main');
      self.trapExit(true);
      yield* genEvent.startLink(self, { name: 'em' });
      yield* script(self, note);
    },
  };
  const { noted, world, exit } = runScripts(scripts, modules);
  expect(exit).toBe('normal');
  const reports = world.events
    .filter(({ type }) => type === 'reported')
    .map(({ a, payload }) => [world.string(a), payload]);
  return { noted, log, reports };
}

export const exitOf = (reason: Term, callback: string, module = 'dummy'): Term => [
  'EXIT',
  [reason, [[module, callback]]],
];
export const toldOf = (handler: Term, reason: Term): Term => ({
  type: 'gen_event_EXIT',
  handler,
  reason,
});
export const errorOf = (reason: Term): Term => ({ type: 'error', reason });
