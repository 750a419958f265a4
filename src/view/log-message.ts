import { unreachable } from '../base/assert.ts';
import type { CommandResult } from '../engine/protocol.ts';
import {
  DROP_REASONS,
  type EventType,
  MESSAGE_KINDS,
  TIMER_ACTIONS,
} from '../runtime/trace-event.ts';
import { ELLIPSIS, type Line } from './log-words.ts';
import { type Action, sayAction } from './say-action.ts';

/** What goes between processes, and between the person and them. */
export const SAY = {
  sent(line) {
    const { who, payload } = line;
    // The trace has no name of somebody who is not there.
    const whom = line.peer === 0 ? 'a name that nobody has' : line.whom;
    const kind = MESSAGE_KINDS[line.a] ?? 'info';
    switch (kind) {
      case 'call':
        return `${who} calls ${whom}: ${payload}.`;
      case 'cast':
        return `${who} casts ${payload} to ${whom}.`;
      case 'reply':
        return `${who} replies ${payload} to ${whom}.`;
      case 'notify':
        return `${who} notifies ${whom}: ${payload}.`;
      case 'sync_notify':
        return `${who} notifies ${whom} and waits: ${payload}.`;
      case 'ack':
        return `${who} tells ${whom} that its start is over: ${payload}.`;
      case 'system':
        return `${who} sends the system message ${payload} to ${whom}.`;
      case 'info':
      case 'timeout':
      case 'exit':
      case 'down':
        return `${who} sends ${payload} to ${whom}.`;
      default:
        return unreachable(kind);
    }
  },
  received: ({ who, whom, word, payload, peer }) => {
    const from = peer === 0 ? '' : ` from ${whom}`;
    return word === ''
      ? `${who} receives ${payload}${from}.`
      : `${who} handles ${payload}${from} in ${word}.`;
  },
  dropped({ who, whom, whomExactly, peer, a, payload }) {
    const reason = DROP_REASONS[a] ?? 'noproc';
    switch (reason) {
      case 'noproc':
        return peer === 0
          ? `${payload} from ${who} reaches nobody: there is no such process.`
          : `${payload} from ${who} reaches nobody: ${whomExactly} is dead.`;
      case 'stale':
        return `${payload} from ${who} comes too late for ${whom}, which waits for it no longer.`;
      case 'died_with_mailbox':
        return `${payload} from ${who} is lost with the mailbox of ${whomExactly}.`;
      default:
        return unreachable(reason);
    }
  },
  exit_signal_sent({ pid, a, reason, whom, who, whoExactly }) {
    if (pid === 0) return `Exit signal ${reason} is sent to ${whom} from outside.`;
    if (a === 1) return `${who} sends exit signal ${reason} to ${whom}.`;
    return `Exit signal ${reason} travels from ${whoExactly} to ${whom}.`;
  },
  exit_signal_received({ who, whomExactly, a, reason }) {
    const signal = `exit signal ${reason} from ${whomExactly}`;
    if (a === IGNORED) return `${who} ignores the ${signal}.`;
    if (a === TRAPPED) return `${who} traps the ${signal}: it is a message now.`;
    return `${who} is ended by the ${signal}.`;
  },
  down_sent: ({ whom, whoExactly, reason }) =>
    `${whom}, which monitors ${whoExactly}, is told that it is down: ${reason}.`,
  timer_started: ({ pid, who, b, payload }) =>
    pid === 0
      ? `A timer of ${b} ms is started: ${payload}.`
      : `${who} starts a timer of ${b} ms: ${payload}.`,
  timer_fired: ({ pid, peer, who, whom, b, payload }) => {
    const timer = pid === 0 || pid === peer ? 'A timer' : `A timer of ${who}`;
    const action = TIMER_ACTIONS[b];
    if (action === 'apply') return `${timer} runs out and starts a process: ${payload}.`;
    if (action === 'exit') return `${timer} runs out, for an exit signal ${payload}.`;
    return peer === 0
      ? `${timer} runs out, and nobody is there for ${payload}.`
      : `${timer} runs out and sends ${payload} to ${whom}.`;
  },
  timer_cancelled: ({ pid, who }) =>
    pid === 0 ? 'A timer is cancelled.' : `${who} cancels a timer.`,
  command_applied(line) {
    const action = line.fact<Action>();
    const words = action === undefined ? ELLIPSIS : sayAction(action, line.buffer.terms);
    return `From outside: ${words}.`;
  },
  command_answered(line) {
    const result = line.fact<CommandResult>();
    return result === undefined ? `The answer is ${ELLIPSIS}.` : answered(line, result);
  },
} as const satisfies Partial<Record<EventType, (line: Line) => string>>;

const IGNORED = 0;
const TRAPPED = 1;

function answered(line: Line, result: CommandResult): string {
  switch (result.type) {
    case 'reply':
      return `The call from outside is answered: ${line.term(result.reply)}.`;
    case 'exit':
      return `The call from outside exits: ${line.term(result.reason)}.`;
    case 'timeout':
      return 'The call from outside gets no answer in time: timeout.';
    case 'ok':
      return 'Done.';
    case 'noproc':
      return 'From outside, nobody is found under that name: noproc.';
    default:
      return unreachable(result);
  }
}
