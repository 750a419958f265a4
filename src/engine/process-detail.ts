import { formatTime } from '../base/format-time.ts';
import type { Data } from '../otp/gen-event/data.ts';
import { GEN_EVENT } from '../otp/gen-event/gen-event.ts';
import { formatPid, formatTerm } from '../runtime/format-term.ts';
import type { Node } from '../runtime/node.ts';
import {
  ALIAS_SIGNAL,
  AWAITING,
  DOWN_SIGNAL,
  IDLING,
  linkedPids,
  type Message,
  NOT_WAITING,
  type Process,
  RECEIVING,
  SLEEPING,
  SUSPENDED,
} from '../runtime/process.ts';
import { MESSAGE_KINDS, type MessageKind } from '../runtime/trace-event.ts';
import { prettyTerm } from './pretty-term.ts';
import type { ProcessDetail, TermStyle } from './protocol.ts';

/** Messages of a mailbox that are told. */
const MESSAGES_MAX = 200;
const TIMERS_MAX = 200;
const HANDLERS_MAX = 200;
const TEXT_LENGTH = 200;

/** Everything about a process, for the inspector. `before`: its state before the last step that changed it. */
export function detailOf(
  node: Node,
  process: Process,
  before: unknown,
  style: TermStyle,
): ProcessDetail {
  const { pid } = process;
  return {
    pid: pid.id,
    node: node.name,
    printed: formatPid(pid),
    name: process.name,
    behaviour: process.behaviour.name,
    module: process.module,
    parent: process.parent?.id ?? 0,
    trapExit: process.trapExit,
    status: statusOf(node, process),
    waitsFor: process.alive ? waitOf(node, process) : null,
    reductions: process.reductions,
    state: prettyTerm(process.state, style),
    stateBefore: before === undefined ? null : prettyTerm(before, style),
    mailbox: mailboxOf(process, style),
    mailboxLength: process.queued,
    links: linkedPids(process).map(({ id }) => id),
    monitors: [...(process.watching?.values() ?? [])].map(({ id }) => id),
    monitoredBy: (process.watchers ?? []).map((watcher) => watcher.pid.id),
    timers: timersOf(node, process, style),
    handlers: handlersOf(process, style),
  };
}

function handlersOf({ behaviour, data }: Process, style: TermStyle): ProcessDetail['handlers'] {
  if (behaviour !== GEN_EVENT || typeof data !== 'object' || !('handlers' in (data ?? {})))
    return [];
  return (data as Data).handlers.slice(0, HANDLERS_MAX).map(({ text, state, supervisor }) => ({
    name: text,
    state: formatTerm(state, style, TEXT_LENGTH),
    supervisor: supervisor?.id ?? 0,
  }));
}

function statusOf(node: Node, process: Process): ProcessDetail['status'] {
  if (!process.alive) return 'exited';
  if (process.busyUntil > node.now) return 'busy';
  if (process.scheduled) return 'runnable';
  const { wait } = process;
  return wait === NOT_WAITING || wait === IDLING ? 'idle' : 'waiting';
}

function waitOf(node: Node, process: Process): string | null {
  const limit = process.deadline < 0 ? '' : `, until ${formatTime(process.deadline)}`;
  switch (process.wait) {
    case AWAITING: {
      const target = process.awaitTarget === null ? null : node.find(process.awaitTarget);
      const name = target?.name ?? (process.awaitTarget ? formatPid(process.awaitTarget) : '?');
      return `an answer of ${name}${limit}`;
    }
    case RECEIVING:
      return `a message that fits${limit}`;
    case SLEEPING:
      return process.deadline < 0
        ? 'sleeps for ever'
        : `sleeps until ${formatTime(process.deadline)}`;
    case IDLING:
      return `its next message${limit}`;
    case SUSPENDED:
      return 'sys:resume: it is suspended';
    default:
      return null;
  }
}

function mailboxOf(process: Process, style: TermStyle): ProcessDetail['mailbox'] {
  const messages: Message[] = [];
  for (
    let message = process.head;
    message !== null && messages.length < MESSAGES_MAX;
    message = message.next
  ) {
    messages.push(message);
  }
  return messages.map(({ kind, sender, body }) => ({
    kind: MESSAGE_KINDS[kind] ?? signalKind(kind),
    from: sender?.id ?? 0,
    text: formatTerm(body, style, TEXT_LENGTH),
  }));
}

/** A message to an alias and a DOWN of its monitor are signals until they are taken in. */
function signalKind(kind: number): MessageKind | 'exit_signal' {
  if (kind === ALIAS_SIGNAL) return 'info';
  return kind === DOWN_SIGNAL ? 'down' : 'exit_signal';
}

/** Those that will send to it, and those it started; its own deadline is what it waits for. */
function timersOf(node: Node, { pid, name }: Process, style: TermStyle): ProcessDetail['timers'] {
  return [...node.timers.all.values()]
    .filter(
      ({ dest, owner }) => (dest !== null && (dest === name || dest === pid)) || owner === pid,
    )
    .map((timer) => ({
      due: node.timers.due(timer),
      text: formatTerm(timer.body, style, TEXT_LENGTH),
    }))
    .sort((a, b) => a.due - b.due)
    .slice(0, TIMERS_MAX);
}
