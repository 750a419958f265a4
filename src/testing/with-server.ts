import { expect } from 'vitest';
import { genServer } from '../otp/gen-server/api.ts';
import type { GenServer } from '../otp/gen-server/module.ts';
import { ok } from '../otp/results.ts';
import type { Steps } from '../runtime/activation.ts';
import type { Self } from '../runtime/self.ts';
import type { Pid, Term } from '../runtime/term.ts';
import { runScripts, type Script, type ScriptRun } from './run-script.ts';

export type Server = Partial<GenServer<Term, Term, Term, Term>>;
type Main = (self: Self, note: (value: unknown) => void) => Steps<unknown>;

export interface ServerRun extends ScriptRun {
  /** `[kind, payload]`, in order. */
  readonly reports: readonly (readonly [kind: string, payload: unknown])[];
  /** Arguments of terminate, in order. */
  readonly terminated: readonly unknown[];
}

/** Runs `main`, which traps exits, with a module `server`; its init gives `ok(args)` unless it says otherwise. */
export function withServer(
  server: Server,
  main: Main,
  others: Readonly<Record<string, Script>> = {},
): ServerRun {
  const terminated: unknown[] = [];
  const whole: Server = {
    init: (args) => ok(args),
    terminate: (reason, state) => void terminated.push([reason, state]),
    ...server,
  };
  const run = runScripts(
    {
      ...others,
      *main(self, note) {
        self.register('main');
        self.trapExit(true);
        yield* main(self, note);
      },
    },
    { server: { default: whole } },
  );
  const reports = run.world.events
    .filter(({ type }) => type === 'reported')
    .map(({ a, payload }) => [run.world.string(a), payload] as const);
  return { ...run, reports, terminated };
}

export function* startLink(self: Self, args: Term = 's'): Steps<Pid> {
  return ((yield* genServer.startLink(self, 'server', args, { name: 'server' })) as { pid: Pid })
    .pid;
}

export const EXIT = (reason: Term): object => ({ type: 'EXIT', from: expect.anything(), reason });
export const DOWN = (reason: Term): object => ({
  type: 'DOWN',
  ref: expect.anything(),
  object: expect.anything(),
  reason,
});
export const failed = (reason: unknown): object => ({ type: 'error', reason });
export const called = (request: Term, reason: Term): Term => [
  reason,
  ['gen_server', 'call', ['server', request]],
];
export const crashOf = (reason: Term, callback: string): Term => [reason, [['server', callback]]];
