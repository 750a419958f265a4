import { callFunction } from '../../runtime/activation.ts';
import { EXIT_CLASS, type Failure, THROW_CLASS, toFailure } from '../../runtime/exit-reason.ts';
import type { Node } from '../../runtime/node.ts';
import { type Message, type Process, SUSPENDED } from '../../runtime/process.ts';
import { Self } from '../../runtime/self.ts';
import { From, freezeTerm, type Pid, type Term } from '../../runtime/term.ts';
import { EVENT } from '../../runtime/trace-event.ts';

/** The requests of `sys`: OTP's, an atom as a string, a tuple as a tagged object. */
export type SystemRequest =
  | 'suspend'
  | 'resume'
  | 'get_state'
  | 'get_status'
  | { readonly type: 'replace_state'; readonly function: StateFunction }
  | CodeChange
  | Terminate;

export interface CodeChange {
  readonly type: 'change_code';
  readonly module: string;
  readonly oldVsn: Term;
  readonly extra: Term;
}

/** `acknowledge`: the sender awaits an `ok` before the end (`sys`), not the end itself (`stop`). */
interface Terminate {
  readonly type: 'terminate';
  readonly reason: Term;
  readonly acknowledge?: boolean;
}

/** An exported function by its name, `[module, function]` or `[module, function, args]`; called as `function(self, ...args, state)`. */
export type StateFunction =
  | readonly [module: string, name: string]
  | readonly [module: string, name: string, args: readonly Term[]];

/** What a behaviour offers to system messages: the `system_*` callbacks that a special process of OTP exports. */
export interface SystemCallbacks {
  /** `system_get_state/1`. */
  getState(node: Node, process: Process): Term;
  /** `system_replace_state/2`: gives what the caller is told. `replace` may raise; then nothing has changed. */
  replaceState(node: Node, process: Process, replace: (state: Term) => Term): Term;
  /** `system_code_change/4`: ends with `codeChanged`, at once or when a callback that waits is over. */
  changeCode(node: Node, process: Process, change: CodeChange, from: From): void;
  /** `system_continue/3`: waits as before the message, and for the whole time again. */
  continue(node: Node, process: Process): void;
  /** `system_terminate/4`. */
  terminate(node: Node, process: Process, reason: Term): void;
}

/** Handles a system message. Port of `sys:handle_system_msg/6`; the process may be suspended or idle, and is so afterwards. */
export function systemMessage(
  node: Node,
  process: Process,
  message: Message,
  behaviour: SystemCallbacks,
): void {
  const { trace } = node;
  const request = message.body as unknown as SystemRequest;
  const from = new From(message.sender as Pid, message.ref);
  const sender = message.sender?.id ?? 0;
  trace.write(node.now, EVENT.received, process.pid.id, sender, 0, message.seq, message.body);
  const isSuspended = process.wait === SUSPENDED;
  if (typeof request === 'object' && request.type === 'terminate') {
    if (request.acknowledge === true) node.mail.reply(process, from, 'ok');
    node.waits.endWait(process);
    return behaviour.terminate(node, process, request.reason);
  }
  if (isSuspended && typeof request === 'object' && request.type === 'change_code') {
    node.waits.endWait(process);
    return behaviour.changeCode(node, process, request, from);
  }
  const answer = answerTo(node, process, request, isSuspended, behaviour);
  // It ended itself while its state was replaced.
  if (process.doomed !== undefined) return;
  node.mail.reply(process, from, answer);
  const suspends = request === 'suspend' || (isSuspended && request !== 'resume');
  if (suspends !== isSuspended) {
    const event = suspends ? EVENT.suspended : EVENT.resumed;
    trace.write(node.now, event, process.pid.id, 0, 0, 0, undefined);
  }
  if (suspends) return node.waits.suspend(process);
  node.waits.endWait(process);
  behaviour.continue(node, process);
}

/** Port of `do_cmd/6`. */
function answerTo(
  node: Node,
  process: Process,
  request: SystemRequest,
  isSuspended: boolean,
  behaviour: SystemCallbacks,
): Term {
  switch (request) {
    case 'suspend':
    case 'resume':
      return 'ok';
    case 'get_state':
      return behaviour.getState(node, process);
    case 'get_status':
      return status(node, process, isSuspended, behaviour);
    default:
      return request.type === 'replace_state'
        ? replaceState(node, process, request.function, behaviour)
        : errorOf(['unknown_system_msg', request as unknown as Term]);
  }
}

/** Port of `get_status/5`: an object with the names of what stands in OTP's tuple and list. */
function status(
  node: Node,
  process: Process,
  isSuspended: boolean,
  behaviour: SystemCallbacks,
): Term {
  return freezeTerm({
    type: 'status',
    pid: process.pid,
    module: process.behaviour.name,
    sysState: isSuspended ? 'suspended' : 'running',
    parent: process.parent ?? process.pid,
    callbackModule: process.module,
    state: behaviour.getState(node, process),
  });
}

/** Port of `do_replace_state/3`. */
function replaceState(
  node: Node,
  process: Process,
  named: StateFunction,
  behaviour: SystemCallbacks,
): Term {
  try {
    return behaviour.replaceState(node, process, (state) => callNamed(node, process, named, state));
  } catch (thrown) {
    const failure = toFailure(thrown, node.code);
    const callback = [process.behaviour.name, 'system_replace_state'];
    return errorOf(['callback_failed', callback, classAndValue(failure)]);
  }
}

/** `{Class, Value}`, as `catch Class:Value` binds them; a throw's reason is `{nocatch, Value}`. */
function classAndValue({ class: at, reason }: Failure): Term {
  if (at === THROW_CLASS) return ['throw', (reason as readonly Term[])[1] as Term];
  return [at === EXIT_CLASS ? 'exit' : 'error', reason];
}

function callNamed(node: Node, process: Process, named: StateFunction, state: Term): Term {
  const [module, name, args = []] = named;
  const context = node.callbacks.enter(process);
  try {
    const begin = { module, function: name, of: 'exports', args: [...args, state] } as const;
    return freezeTerm(callFunction(node, begin, new Self(context)));
  } catch (thrown) {
    // A function that never ends is ended, and its process with it.
    if (node.code.isBudgetExhausted(thrown)) process.doomed = 'too_many_reductions';
    throw thrown;
  } finally {
    node.callbacks.leave(process);
  }
}

const errorOf = (reason: Term): Term => freezeTerm({ type: 'error', reason });

/** Ends a code change: `ok`, or `{error, What}` with the state as it was. The process is suspended still. */
export function codeChanged(node: Node, process: Process, from: From, failure?: Term): void {
  node.mail.reply(process, from, failure === undefined ? 'ok' : errorOf(failure));
  node.waits.suspend(process);
}
