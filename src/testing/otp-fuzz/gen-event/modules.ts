import { sys } from '../../../otp/gen/sys.ts';
import { genEvent } from '../../../otp/gen-event/api.ts';
import {
  type EventHandler,
  okReply,
  removeHandler,
  removeHandlerReply,
  swapHandler,
  swapHandlerReply,
} from '../../../otp/gen-event/event-handler.ts';
import { exit, ok } from '../../../otp/results.ts';
import type { Steps } from '../../../runtime/activation.ts';
import { Exit } from '../../../runtime/exit-reason.ts';
import type { Self } from '../../../runtime/self.ts';
import type { Pid, Term } from '../../../runtime/term.ts';
import type { TestModule } from '../../run-modules.ts';
import { normalTerm } from '../normal-term.ts';
import { type Unusual, unusual } from '../unusual.ts';
import type { Action, ActorName, Args, Event } from './scenario.ts';

/** Who did or got something, and what. Notes go out of the run; nothing comes back in. */
export type Note = (who: 'manager' | ActorName, what: unknown) => void;

export const ACTOR = 'fuzz_actor';

/** What a handler keeps. */
interface Kept {
  readonly tag: string;
  readonly count: number;
  readonly terminate: 'ok' | Unusual;
  readonly upgrade: 'ok' | Unusual;
}

/** The handlers' modules and the actors'. */
export function modulesFor(
  note: Note,
  replied: (replies: readonly unknown[]) => void,
): Readonly<Record<string, TestModule>> {
  const whole = handlerOf(note);
  const { handleInfo: _info, terminate: _terminate, codeChange: _change, ...bare } = whole;
  return {
    fuzz_h1: { default: whole, replace_state: addHundred },
    fuzz_h2: { default: whole },
    fuzz_bare: { default: bare },
    [ACTOR]: {
      run: (self: Self, name: Term, traps: Term) => act(self, name, traps, note, replied),
    },
  };
}

/** What sys:replaceState calls. */
const addHundred = (_self: Self, [module, id, state]: readonly [string, Term, Kept]): unknown => [
  module,
  id,
  { ...state, count: state.count + 100 },
];

// -------------------------------------------------------------------- handlers

function handlerOf(note: Note): EventHandler {
  const handler = {
    init(given: Term) {
      const [args, rest] = Array.isArray(given)
        ? [given[0], [normalTerm(given[1] as Term)]]
        : [given, []];
      const { tag, init, terminate, upgrade } = args as unknown as Args;
      note('manager', ['init', tag, ...rest]);
      if (init !== 'ok') return unusual(init);
      return ok({ tag, count: 0, terminate, upgrade } as unknown as Term);
    },
    handleEvent: (event: Term, state: Term) => handle('handle_event', event, state),
    handleInfo: (message: Term, state: Term) => handle('handle_info', message, state),
    handleCall: (request: Term, state: Term) => handle('handle_call', request, state),
    terminate(reason: Term, state: Term) {
      const { tag, count, terminate } = state as unknown as Kept;
      note('manager', ['terminate', tag, count, normalTerm(reason)]);
      return terminate === 'ok' ? ['bye', tag] : unusual(terminate);
    },
    codeChange(oldVsn: Term, state: Term, extra: Term) {
      const kept = state as unknown as Kept;
      note('manager', ['code_change', kept.tag, kept.count, oldVsn, extra]);
      if (kept.upgrade !== 'ok') return unusual(kept.upgrade);
      return ok({ ...kept, count: kept.count + 10 } as unknown as Term);
    },
  };
  function handle(callback: string, message: Term, state: Term): unknown {
    const kept = state as unknown as Kept;
    const next = { ...kept, count: kept.count + 1 } as unknown as Term;
    const isPlanned = typeof message === 'object' && message !== null && 'plan' in message;
    const n = isPlanned ? (message as unknown as Event).n : normalTerm(message);
    note('manager', [callback, kept.tag, kept.count, n]);
    if (!isPlanned) return ok(next);
    const isCall = callback === 'handle_call';
    const answer = ['reply', n as number] as Term;
    const done = isCall ? okReply(answer, next) : ok(next);
    const outcome = (message as unknown as Event).plan[kept.tag] ?? 'ok';
    if (outcome === 'ok') return done;
    // As Erlang's side does: what is thrown is handle_event's result, also in a call.
    if (outcome === 'throw_ok') throw ok(next);
    if (outcome === 'remove') return isCall ? removeHandlerReply(answer) : removeHandler();
    if (!('swap' in outcome)) return unusual(outcome);
    const { to, args, initArgs } = outcome.swap;
    const init = initArgs as unknown as Term;
    return isCall
      ? swapHandlerReply(answer, args as Term, next, to, init)
      : swapHandler(args as Term, next, to, init);
  }
  return handler as unknown as EventHandler;
}

// -------------------------------------------------------------------- actors

export interface Order {
  readonly type: 'do';
  readonly manager: Pid;
  readonly others: Readonly<Record<string, Pid>>;
  readonly actions: readonly Action[];
}

function* act(
  self: Self,
  name: Term,
  traps: Term,
  note: Note,
  replied: (replies: readonly unknown[]) => void,
): Steps<void> {
  self.trapExit(traps === true);
  for (;;) {
    const message = (yield* self.receive(() => true)) as Term;
    const { type } = message as { readonly type?: string };
    if (type === 'start') yield* start(self, message as unknown as { link: boolean });
    else if (type === 'do') {
      const replies: unknown[] = [];
      const order = message as unknown as Order;
      for (const action of order.actions) replies.push(yield* replyTo(self, action, order));
      replied(replies);
    } else note(name as ActorName, normalTerm(message));
  }
}

function* start(self: Self, { link }: { readonly link: boolean }): Steps<void> {
  yield* link ? genEvent.startLink(self) : genEvent.start(self);
}

/** Their replies are lists, which we can't tell from tuples. */
const LISTS = ['which', 'get_state', 'replace_state'];

function* replyTo(self: Self, action: Action, order: Order): Steps<unknown> {
  try {
    const value = ((yield* perform(self, action, order)) ?? 'ok') as Term;
    if (!LISTS.includes(action.op)) return normalTerm(value);
    return { list: (value as readonly Term[]).map(normalTerm) };
  } catch (thrown) {
    if (!(thrown instanceof Exit) || action.op === 'die') throw thrown;
    return { exit: normalTerm(thrown.reason) };
  }
}

function* perform(self: Self, action: Action, { manager, others }: Order): Steps<unknown> {
  switch (action.op) {
    case 'add':
      return yield* genEvent.addHandler(self, manager, action.handler, term(action.args));
    case 'add_sup':
      return yield* genEvent.addSupHandler(self, manager, action.handler, term(action.args));
    case 'delete':
      return yield* genEvent.deleteHandler(self, manager, action.handler, term(action.args));
    case 'swap':
    case 'swap_sup': {
      const { op, from, args, to, initArgs } = action;
      const swap = op === 'swap' ? genEvent.swapHandler : genEvent.swapSupHandler;
      return yield* swap(self, manager, [from, term(args)], [to, term(initArgs)]);
    }
    case 'notify':
      return genEvent.notify(self, manager, term(action.event));
    case 'sync_notify':
      return yield* genEvent.syncNotify(self, manager, term(action.event));
    case 'call': {
      const { handler, event } = action;
      return yield* genEvent.call(self, manager, handler, term(event), Number.POSITIVE_INFINITY);
    }
    case 'info':
      return self.send(manager, term(action.event));
    case 'which':
      return yield* genEvent.whichHandlers(self, manager);
    case 'suspend':
      return yield* sys.suspend(self, manager);
    case 'resume':
      return yield* sys.resume(self, manager);
    case 'get_state':
      return yield* sys.getState(self, manager);
    case 'replace_state':
      return yield* sys.replaceState(self, manager, ['fuzz_h1', 'replace_state']);
    case 'change_code':
      return yield* sys.changeCode(self, manager, action.module, 'old', 'extra');
    case 'stop':
      return yield* genEvent.stop(self, manager, action.reason as Term);
    case 'exit':
      return self.exit(manager, action.reason as Term);
    case 'kill':
      return self.exit(others[action.target] as Pid, action.reason as Term);
    case 'die':
      return exit(action.reason as Term);
  }
}

const term = (value: unknown): Term => value as Term;
