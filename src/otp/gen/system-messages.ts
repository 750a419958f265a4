import { dictionaryOf } from '../../runtime/dictionary.ts';
import { EXIT_CLASS, type Failure, THROW_CLASS, toFailure } from '../../runtime/exit-reason.ts';
import type { Node } from '../../runtime/node.ts';
import { type Message, type Process, SUSPENDED } from '../../runtime/process.ts';
import { From, freezeTerm, type Pid, type Term } from '../../runtime/term.ts';
import { EVENT, MESSAGE } from '../../runtime/trace-event.ts';
import {
  callNamed,
  type Debug,
  debugCommand,
  debugged,
  type NamedFunction,
  setDebug,
} from './debug.ts';

/** The requests of `sys`: OTP's, an atom as a string, a tuple as a tagged object. */
export type SystemRequest =
  | 'suspend'
  | 'resume'
  | 'get_state'
  | 'get_status'
  | { readonly type: 'replace_state'; readonly function: NamedFunction }
  | { readonly type: 'debug'; readonly command: Term }
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

export type SysState = 'running' | 'suspended';

/** What a behaviour offers to system messages: the `system_*` callbacks that a special process of OTP exports. */
export interface SystemCallbacks {
  /** `system_get_state/1`. */
  getState(node: Node, process: Process): Term;
  /** `system_replace_state/2`: gives what the caller is told. `replace` may raise; then nothing has changed. */
  replaceState(node: Node, process: Process, replace: (state: Term) => Term): Term;
  /** `format_status/2` of the behaviour: items, each a name and what there is. */
  formatStatus(node: Node, process: Process, sysState: SysState): Term;
  /** `system_code_change/4`: ends with `codeChanged`, at once or when a callback that waits is over. */
  changeCode(node: Node, process: Process, change: CodeChange, from: From): void;
  /** `system_continue/3`: waits as before the message, and for the whole time again. */
  continue(node: Node, process: Process): void;
  /** `system_terminate/4`. */
  terminate(node: Node, process: Process, reason: Term): void;
}

/** It is the EXIT of the parent. */
export const isOfParent = ({ parent }: Process, { kind, sender }: Message): boolean =>
  kind === MESSAGE.exit && parent !== null && sender?.id === parent.id;

/** It concerns what all behaviours share, and is no event to the debug options. */
export const isSystem = (process: Process, message: Message): boolean =>
  message.kind === MESSAGE.system || isOfParent(process, message);

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
  // It ended itself while its state was replaced or formatted.
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
      return status(node, process, isSuspended ? 'suspended' : 'running', behaviour);
    default:
      break;
  }
  switch (request.type) {
    case 'replace_state':
      return replaceState(node, process, request.function, behaviour);
    case 'debug': {
      const debug = (process.debug ?? []) as Debug;
      const [answer, next] = debugCommand(debugged(node, process), debug, request.command);
      setDebug(process, next);
      return freezeTerm(answer);
    }
    default:
      return errorOf(['unknown_system_msg', request as unknown as Term]);
  }
}

/** What `sys` calls the module of a behaviour's process. */
const moduleOf = ({ behaviour }: Process): string =>
  behaviour.name === 'supervisor' ? 'gen_server' : behaviour.name;

/** Port of `get_status/5`: an object with the names of what stands in OTP's tuple and list. */
function status(
  node: Node,
  process: Process,
  sysState: SysState,
  behaviour: SystemCallbacks,
): Term {
  return freezeTerm({
    type: 'status',
    pid: process.pid,
    module: moduleOf(process),
    dictionary: dictionaryOf(process),
    sysState,
    parent: process.parent ?? process.pid,
    debug: process.debug ?? [],
    misc: behaviour.formatStatus(node, process, sysState),
  });
}

/** Port of `do_replace_state/3`. */
function replaceState(
  node: Node,
  process: Process,
  named: NamedFunction,
  behaviour: SystemCallbacks,
): Term {
  const replace = (state: Term): Term => freezeTerm(callNamed(node, process, named, [state]));
  try {
    return behaviour.replaceState(node, process, replace);
  } catch (thrown) {
    return callbackFailed(
      [moduleOf(process), 'system_replace_state'],
      toFailure(thrown, node.code),
    );
  }
}

/** `{error, {callback_failed, Callback, {Class, Value}}}`, as `catch Class:Value` binds them; a throw's reason is `{nocatch, Value}`. */
export function callbackFailed(callback: Term, { class: at, reason }: Failure): Term {
  const isThrow = at === THROW_CLASS;
  const value = isThrow ? ((reason as readonly Term[])[1] as Term) : reason;
  const word = isThrow ? 'throw' : at === EXIT_CLASS ? 'exit' : 'error';
  return errorOf(['callback_failed', callback, [word, value]]);
}

export const errorOf = (reason: Term): Term => freezeTerm({ type: 'error', reason });

/** Ends a code change: `ok`, or `{error, What}` with the state as it was. The process is suspended still. */
export function codeChanged(node: Node, process: Process, from: From, failure?: Term): void {
  node.mail.reply(process, from, failure === undefined ? 'ok' : errorOf(failure));
  node.waits.suspend(process);
}
