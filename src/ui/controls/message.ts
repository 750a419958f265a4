import type { CommandResult, TermStyle } from '../../engine/protocol.ts';
import { formatTerm } from '../../runtime/format-term.ts';
import type { Term } from '../../runtime/term.ts';
import type { Action, Command, Example, Scenario } from '../../scenario/scenario.ts';
import { type Shape, shapesOf } from '../shared/message-shapes.ts';

export type SendKind = Example['type'];

/** How one talks to a process of this behaviour, the usual way first. */
export function howFor(behaviour: string): readonly SendKind[] {
  switch (behaviour) {
    case 'gen_server':
    case 'gen_statem':
      return ['call', 'cast', 'info'];
    case 'gen_event':
      return ['notify', 'call', 'info'];
    case 'supervisor':
      return ['info', 'call'];
    default:
      return ['info'];
  }
}

export function messageAction(
  kind: SendKind,
  target: string,
  term: Term,
  timeoutMs: number,
): Action {
  switch (kind) {
    case 'call':
      return { type: 'call', target, request: term, timeoutMs };
    case 'notify':
      return { type: 'notify', target, event: term };
    case 'cast':
    case 'info':
      return { type: kind, target, message: term };
  }
}

export function examplesFor(scenario: Scenario, target: string): readonly Example[] {
  return scenario.examples.filter((example) => example.target === target);
}

/** The shapes of messages this scenario is known to use: of its examples and its script. */
export function shapesOfScenario({ examples, script }: Scenario): readonly Shape[] {
  return shapesOf([...examples.map(({ message }) => message), ...script.map(payloadOf)]);
}

/** What a command carries: request, message, event or reason. */
export function payloadOf(action: Action): Term {
  switch (action.type) {
    case 'call':
      return action.request;
    case 'notify':
      return action.event;
    case 'cast':
    case 'info':
      return action.message;
    case 'exit':
    case 'crash_next':
      return action.reason;
  }
}

/** The action as a person reads it: `kv ◂ call {lookup,apples}`. */
export const actionWords = (action: Command | Action, style: TermStyle): string =>
  `${action.type === 'crash_next' ? 'crash next' : action.type} ${action.target}: ${formatTerm(payloadOf(action), style)}`;

export function resultWords(result: CommandResult | 'pending', style: TermStyle): string {
  if (result === 'pending') return 'waits for an answer';
  switch (result.type) {
    case 'reply':
      return formatTerm(result.reply, style);
    case 'exit':
      return `exit: ${formatTerm(result.reason, style)}`;
    case 'timeout':
      return 'timeout: no reply in time';
    case 'ok':
      return 'ok';
    case 'noproc':
      return 'noproc: no such process';
  }
}
