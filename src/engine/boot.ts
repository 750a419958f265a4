import { callFunction, isGenerator, type Steps, Waiting } from '../runtime/activation.ts';
import { Exit, exitReasonOf, toFailure } from '../runtime/exit-reason.ts';
import { type Exports, type Node, STEP_REDUCTIONS } from '../runtime/node.ts';
import { spawnPlain } from '../runtime/plain.ts';
import type { Process } from '../runtime/process.ts';
import { contextOf, type Dest, type Self } from '../runtime/self.ts';
import { freezeTerm, type Term } from '../runtime/term.ts';
import { EVENT } from '../runtime/trace-event.ts';
import type { BootStep, StartFunction } from '../scenario/scenario.ts';
import type { CommandResult } from './protocol.ts';

/**
 * The two processes that OTP has outside of an author's tree: `init`, which starts it, and a shell for
 * each call a person makes. Both are plain processes of builtin modules, so a fork can run them again.
 */
export const OUTSIDE: Readonly<Record<string, Exports>> = Object.freeze({
  init: Object.freeze({ boot, wait }),
  shell: Object.freeze({ call }),
});

/** Spawns `init`. It traps exits: a tree that comes down doesn't take it along. */
export function startInit(node: Node, steps: readonly BootStep[]): void {
  const args = freezeTerm(steps) as readonly Term[];
  const init = spawnPlain(node, null, { module: 'init', function: 'boot', of: 'exports', args });
  init.trapExit = true;
  node.register(init, 'init');
}

/** A process that makes the call, and tells what came of it as the answer to the command `number`. */
export function spawnShell(
  node: Node,
  number: number,
  dest: Dest,
  request: Term,
  timeoutMs: number,
): void {
  const args = [number, dest, request, timeoutMs];
  spawnPlain(node, null, { module: 'shell', function: 'call', of: 'exports', args });
}

/** The command that `process` is the shell of; -1 for any other process. */
export function commandOf(process: Process): number {
  if (process.module !== 'shell') return -1;
  const { args } = process.data as { readonly args: readonly Term[] };
  return args[0] as number;
}

export function answerCommand(
  node: Node,
  process: Process | null,
  number: number,
  result: CommandResult,
): void {
  const pid = process === null ? 0 : process.pid.id;
  const payload = freezeTerm(result);
  node.trace.write(node.now, EVENT.command_answered, pid, 0, number, 0, payload);
}

function* boot(self: Self, ...steps: BootStep[]): Steps<unknown> {
  for (const step of steps) {
    const reason = step.type === 'start' ? yield* start(self, step) : spawn(self, step);
    if (reason !== undefined) report(self, step, reason);
  }
  return self.tailCall('wait');
}

/** What comes, EXITs of a tree that is gone, is taken out of the mailbox, and that is all. */
function* wait(self: Self): Steps<unknown> {
  yield* self.receive();
  return self.tailCall('wait');
}

/** Calls a start function, and waits for it. Gives why it failed. */
function* start(
  self: Self,
  { module, function: name, args }: StartFunction,
): Steps<Term | undefined> {
  const { node } = contextOf(self);
  try {
    const begin = { module, function: name, of: 'exports', args } as const;
    const called = callFunction(node, begin, self);
    const result = (
      called instanceof Waiting || isGenerator(called) ? yield* called : called
    ) as StartResult;
    return result?.type === 'error' ? freezeTerm(result.reason ?? null) : undefined;
  } catch (thrown) {
    const failure = toFailure(thrown, node.code);
    // It may have used up the budget of this step, which is init's.
    node.code.setBudget(STEP_REDUCTIONS);
    return exitReasonOf(failure, module, name);
  }
}

type StartResult = { readonly type?: unknown; readonly reason?: unknown } | null | undefined;

function spawn(self: Self, step: BootStep & { readonly type: 'spawn' }): Term | undefined {
  const { module, function: name, args } = step;
  return contextOf(self).effect((node, init) => {
    const taken = node.whereis(step.name);
    if (taken !== null) return freezeTerm(['already_started', taken.pid]);
    const child = spawnPlain(node, init, { module, function: name, of: 'exports', args });
    node.register(child, step.name);
    return undefined;
  });
}

function report(self: Self, { module, function: name, args }: BootStep, reason: Term): void {
  contextOf(self).effect((node, init) => {
    const payload = freezeTerm({ start: [module, name, args], reason });
    const kind = node.trace.intern('boot_failed');
    node.trace.write(node.now, EVENT.reported, init.pid.id, 0, kind, 0, payload);
  });
}

function* call(
  self: Self,
  number: number,
  dest: Dest,
  request: Term,
  timeoutMs: number,
): Steps<void> {
  let result: CommandResult;
  try {
    result = { type: 'reply', reply: yield* self.call(dest, request, timeoutMs) };
  } catch (thrown) {
    if (!(thrown instanceof Exit)) throw thrown;
    result = resultOf(thrown.reason);
  }
  contextOf(self).effect((node, shell) => answerCommand(node, shell, number, result));
}

/** Of `{noproc | timeout | Reason, {gen_server, call, _}}`. */
function resultOf(reason: Term): CommandResult {
  const [why] = reason as readonly Term[];
  if (why === 'noproc' || why === 'timeout') return { type: why };
  return { type: 'exit', reason };
}
