import { callFunction, isGenerator, type Steps } from '../../runtime/activation.ts';
import {
  ErlangError,
  exitReasonOf,
  type Failure,
  KILL_CLASS,
  THROW_CLASS,
  toFailure,
} from '../../runtime/exit-reason.ts';
import { contextOf, type Self } from '../../runtime/self.ts';
import { equalTerms, type From, freezeTerm, type Pid, type Term } from '../../runtime/term.ts';
import { EVENT } from '../../runtime/trace-event.ts';
import {
  type Debug,
  type DebugOption,
  debugCommand,
  debuggedSelf,
  debugOptions,
  debugWith,
  loggedEvents,
  type NamedFunction,
} from './debug.ts';
import {
  type CodeChange,
  callbackFailed,
  errorOf,
  type SysState,
  type SystemRequest,
} from './system-messages.ts';

/**
 * What `sys` has for special processes: those that are written by hand, and obey system messages all the same. Their
 * module exports, each with `self` first: `systemContinue(parent, debug, misc)`, `systemTerminate(reason, parent, debug, misc)`, and if
 * it likes `systemGetState(misc)`, which gives `ok(state)`; `systemReplaceState(function, misc)`, which gives `{type: 'ok', state, misc}`;
 * `systemCodeChange(misc, module, oldVsn, extra)`, which gives `ok(misc)`; `formatStatus('normal', [dictionary, sysState, parent, debug, misc])`.
 */
export const specialProcess = {
  /**
   * `handle_system_msg/6`, for a message `{type: 'system', from, request}`: `return yield* sys.handleSystemMsg(…)`, for it gives what
   * `systemContinue` or `systemTerminate` gave, as `self.tailCall('loop', …)`.
   */
  handleSystemMsg,

  /** `debug_options/1`: the debug options to begin with. */
  debugOptions: (self: Self, options: readonly DebugOption[]): Debug =>
    debugOptions(debuggedSelf(contextOf(self), self), options),

  /** `handle_debug/4`, without a function to format with: gives the debug options from now on. Events: `['in', Message]`, `['out', Message, To]` … */
  handleDebug(self: Self, debug: Debug, extra: Term, event: Term): Debug {
    if (debug.length === 0) return debug;
    const by = debuggedSelf(contextOf(self), self);
    return frozen(debugWith(by, debug, freezeTerm(event), freezeTerm(extra)));
  },

  /** `get_log/1`. */
  getLog: (debug: Debug): readonly Term[] => loggedEvents(debug),
} as const;

const frozen = (debug: Debug): Debug => freezeTerm(debug) as unknown as Debug;

interface Special {
  readonly self: Self;
  readonly module: string;
  readonly parent: Pid;
  readonly sysState: SysState;
  readonly debug: Debug;
  readonly misc: Term;
}

function* handleSystemMsg(
  self: Self,
  request: Term,
  from: From,
  parent: Pid,
  module: string,
  debug: Debug,
  misc: Term,
): Steps<unknown> {
  const context = contextOf(self);
  let special: Special = { self, module, parent, sysState: 'running', debug, misc };
  for (let asked = { request, from }; ; ) {
    const wish = asked.request as unknown as SystemRequest;
    if (typeof wish === 'object' && wish.type === 'terminate') {
      if (wish.acknowledge === true) self.reply(asked.from, 'ok');
      return yield* systemTerminate(special, wish.reason);
    }
    const [answer, after] = yield* obey(special, wish);
    self.reply(asked.from, answer);
    if (after.sysState !== special.sysState && context.isLive) {
      const { node, process } = context;
      const event = after.sysState === 'suspended' ? EVENT.suspended : EVENT.resumed;
      node.trace.write(node.now, event, process.pid.id, 0, 0, 0, undefined);
    }
    special = after;
    if (special.sysState === 'running')
      return yield* call(special, 'systemContinue', [parent, special.debug, special.misc]);
    const message = (yield* self.receive((each) => concerns(each, parent))) as unknown as
      | { readonly type: 'system'; readonly request: Term; readonly from: From }
      | { readonly type: 'EXIT'; readonly reason: Term };
    if (message.type === 'EXIT') return yield* systemTerminate(special, message.reason);
    asked = message;
  }
}

/** To a suspended process: a system message, or the EXIT of its parent. */
function concerns(message: Term, parent: Pid): boolean {
  const { type, from } = (message ?? {}) as { readonly type?: Term; readonly from?: Term };
  return type === 'system' || (type === 'EXIT' && equalTerms(from, parent));
}

const systemTerminate = (special: Special, reason: Term): Steps<unknown> =>
  call(special, 'systemTerminate', [reason, special.parent, special.debug, special.misc]);

/** Port of `do_cmd/6`. */
function* obey(special: Special, request: SystemRequest): Steps<readonly [Term, Special]> {
  const { self, parent, sysState, debug, misc } = special;
  switch (request) {
    case 'suspend':
      return ['ok', { ...special, sysState: 'suspended' }];
    case 'resume':
      return ['ok', { ...special, sysState: 'running' }];
    case 'get_state':
      return [yield* getState(special), special];
    case 'get_status': {
      const { pid } = self;
      const dictionary = self.get() as unknown as Term;
      const given = exported(special, 'formatStatus')
        ? yield* call(special, 'formatStatus', [
            'normal',
            [dictionary, sysState, parent, debug, misc] as Term,
          ])
        : misc;
      const { module } = special;
      const status = {
        type: 'status',
        pid,
        module,
        dictionary,
        sysState,
        parent,
        debug,
        misc: given,
      };
      return [freezeTerm(status), special];
    }
    default:
      break;
  }
  switch (request.type) {
    case 'replace_state':
      return yield* replaceState(special, request.function);
    case 'debug': {
      const by = debuggedSelf(contextOf(self), self);
      const [answer, next] = debugCommand(by, debug, request.command);
      return [answer, { ...special, debug: frozen(next) }];
    }
    case 'change_code':
      if (sysState === 'suspended') return yield* changeCode(special, request);
      break;
    default:
      break;
  }
  return [errorOf(['unknown_system_msg', request as unknown as Term]), special];
}

/** Port of `do_get_state/2`. */
function* getState(special: Special): Steps<Term> {
  if (!exported(special, 'systemGetState')) return special.misc;
  try {
    return okOf(yield* call(special, 'systemGetState', [special.misc])).state;
  } catch (thrown) {
    return callbackFailed([special.module, 'system_get_state'], failureOf(special, thrown));
  }
}

/** Port of `do_replace_state/3`. */
function* replaceState(
  special: Special,
  [module, name, first = []]: NamedFunction,
): Steps<readonly [Term, Special]> {
  const { self } = special;
  const { node } = contextOf(self);
  const replace = (state: Term): Term =>
    freezeTerm(
      callFunction(node, { module, function: name, of: 'exports', args: [...first, state] }, self),
    );
  const hasOwn = exported(special, 'systemReplaceState');
  try {
    if (!hasOwn) {
      const misc = replace(special.misc);
      return [misc, { ...special, misc }];
    }
    const given = yield* call(special, 'systemReplaceState', [replace, special.misc]);
    const { state, misc } = okOf(given);
    return [state, { ...special, misc: freezeTerm(misc) }];
  } catch (thrown) {
    const callback = hasOwn ? [special.module, 'system_replace_state'] : [module, name, first];
    return [callbackFailed(callback, failureOf(special, thrown)), special];
  }
}

/** Port of `do_change_code/5`. */
function* changeCode(
  special: Special,
  { module, oldVsn, extra }: CodeChange,
): Steps<readonly [Term, Special]> {
  let given: unknown;
  try {
    given = yield* call(special, 'systemCodeChange', [special.misc, module, oldVsn, extra]);
    if (isOk(given)) return ['ok', { ...special, misc: freezeTerm(given.state) }];
    freezeTerm(given);
  } catch (thrown) {
    const failure = failureOf(special, thrown);
    const isThrow = failure.class === THROW_CLASS;
    const reason = exitReasonOf(failure, special.module, 'system_code_change');
    given = isThrow ? (failure.reason as readonly Term[])[1] : ['EXIT', reason];
  }
  return [errorOf(given as Term), special];
}

interface Ok {
  readonly type: 'ok';
  readonly state: Term;
  readonly misc?: Term;
}
const isOk = (given: unknown): given is Ok => (given as Ok | null)?.type === 'ok';

function okOf(given: unknown): Ok {
  if (isOk(given)) return given;
  throw new ErlangError(['badmatch', freezeTerm(given)]);
}

/** What a function of its own raised; what ends the process anyway is left alone. */
function failureOf({ self }: Special, thrown: unknown): Failure {
  const failure = toFailure(thrown, contextOf(self).node.code);
  if (failure.class === KILL_CLASS) throw thrown;
  return failure;
}

function exported({ self, module }: Special, name: string): boolean {
  const exports = contextOf(self).node.moduleNamed(module);
  return exports !== undefined && Object.hasOwn(exports, name);
}

/** Calls an exported function of its module, which may wait. */
function* call({ self, module }: Special, name: string, args: readonly unknown[]): Steps<unknown> {
  const begin = { module, function: name, of: 'exports', args } as const;
  const given = callFunction(contextOf(self).node, begin, self);
  return isGenerator(given) ? yield* given : given;
}
