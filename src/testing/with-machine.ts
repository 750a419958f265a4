import { genStatem } from '../otp/gen-statem/api.ts';
import type { GenStatem } from '../otp/gen-statem/module.ts';
import { genericTimeout, keepStateAndData, okState, replyTo } from '../otp/gen-statem/results.ts';
import { stop } from '../otp/results.ts';
import type { Steps } from '../runtime/activation.ts';
import type { Self } from '../runtime/self.ts';
import type { From, Pid, Term } from '../runtime/term.ts';
import type { TestModule } from './run-modules.ts';
import { runScripts, type Script, type ScriptRun } from './run-script.ts';

type Main = (self: Self, note: (value: unknown) => void) => Steps<unknown>;

/** A machine as a test writes it: all events come to `on`, in either callback mode. */
export interface Machine extends Partial<Omit<GenStatem, 'handleEvent'>> {
  on?(
    type: string,
    content: Term,
    state: Term,
    data: Term,
    event: { readonly self: Self; readonly type: Term },
  ): unknown;
}

export const MODES = ['handle_event_function', 'state_functions'] as const;
export type Mode = (typeof MODES)[number];

/** The module of a machine. It has a callback for each of `states`, and `handleEvent`. */
export function machineModule(
  { on, ...callbacks }: Machine,
  mode: Mode = 'handle_event_function',
  states: readonly string[] = STATES,
): TestModule {
  const handleEvent = (type: Term, content: Term, state: Term, data: Term, self: Self) =>
    on?.((Array.isArray(type) ? type[0] : type) as string, content, state, data, { self, type });
  const functions = states.map((state) => [
    state,
    (type: Term, content: Term, data: Term, self: Self) =>
      handleEvent(type, content, state, data, self),
  ]);
  return {
    default: {
      callbackMode: () => mode,
      init: (args: Term) => okState('s', args),
      handleEvent,
      ...(mode === 'state_functions' ? Object.fromEntries(functions) : {}),
      ...callbacks,
    },
  };
}

const STATES = ['s', 't', 'u'];

export interface MachineRun extends ScriptRun {
  /** `[kind, payload]`, in order. */
  readonly reports: readonly unknown[];
  /** Arguments of terminate, in order. */
  readonly terminated: readonly unknown[];
}

/** Runs `main`, which traps exits and is called `main`, with a module `machine`; its init gives the state `s`. */
export function withMachine(
  machine: Machine,
  main: Main,
  options: {
    readonly mode?: Mode;
    readonly states?: readonly string[];
    readonly others?: Readonly<Record<string, Script>>;
    readonly modules?: Readonly<Record<string, TestModule>>;
  } = {},
): MachineRun {
  const terminated: unknown[] = [];
  const module = machineModule(
    {
      terminate: (reason, state, data) => void terminated.push([reason, state, data]),
      ...machine,
    },
    options.mode,
    options.states,
  );
  const run = runScripts(
    {
      ...options.others,
      *main(self, note) {
        self.register('main');
        self.trapExit(true);
        yield* main(self, note);
      },
    },
    { ...options.modules, machine: module },
  );
  const reports = run.world.events
    .filter(({ type }) => type === 'reported')
    .map(({ a, payload }) => [run.world.string(a), payload]);
  return { ...run, reports, terminated };
}

/** Starts the machine, linked, as `sm`. */
export function* startMachine(self: Self, args: Term = 'd'): Steps<Pid> {
  const started = yield* genStatem.startLink(self, 'machine', args, { name: 'sm' });
  return (started as { readonly pid: Pid }).pid;
}

/** All that is in the mailbox within `ms`. */
export function* mailbox(self: Self, ms = 0): Steps<Term[]> {
  const messages: Term[] = [];
  for (;;) {
    const message = yield* self.receiveWithin(ms);
    if (message === undefined) return messages;
    messages.push(message);
  }
}

/** A machine that tells `main` each event as `[state, type, content]`; events are looked up in `moves` by their content. */
export const telling = (
  moves: Readonly<Record<string, (from: From) => unknown>> = {},
): Machine => ({
  on(type, content, state, _data, { self, type: whole }) {
    self.send('main', [state, type, content]);
    return moves[content as string]?.((whole as Term[])[1] as From) ?? keepStateAndData();
  },
});

/** Answers a call with its state and data; `[ms, answer]` after that time. */
export const answering: Machine = {
  on(type, content, state, data, { type: whole }) {
    const from = fromOf(whole);
    if (type === 'timeout') return keepStateAndData(replyTo(from, content));
    if (content === 'shutdown') return stop('shutdown');
    if (Array.isArray(content))
      return keepStateAndData(genericTimeout(from, content[0] as number, content[1] as Term));
    return keepStateAndData(replyTo(from, [state, data]));
  },
};

/** Who asked, of the type of a call's event. */
export const fromOf = (type: Term): From => (type as [string, From])[1];

/** The reason of the exit of a call to `sm`. */
export const called = (reason: Term, request: Term, timeout: Term = 'infinity'): Term => [
  reason,
  ['gen_statem', 'call', ['sm', request, timeout]],
];

/** The reason of an exit by an error, with its stack: the state callback's. */
export const errorIn = (mode: Mode, reason: Term): Term => [
  reason,
  [['machine', mode === 'state_functions' ? 's' : 'handle_event']],
];
