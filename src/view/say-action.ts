import { unreachable } from '../base/assert.ts';
import type { RequestBody, TermStyle } from '../engine/protocol.ts';
import { formatTerm } from '../runtime/format-term.ts';

export type Action = Extract<RequestBody, { readonly type: 'act' }>['action'];

/** What a person does, without who does it: "kill kv". */
export function sayAction(action: Action, style: TermStyle): string {
  const { target } = action;
  const print = (term: unknown) => formatTerm(term, style, LENGTH);
  switch (action.type) {
    case 'exit':
      return action.reason === 'kill'
        ? `kill ${target}`
        : `exit signal ${print(action.reason)} for ${target}`;
    case 'crash_next':
      return `${target} is to crash in its next callback, with ${print(action.reason)}`;
    case 'call':
      return `call ${target}: ${print(action.request)}`;
    case 'cast':
      return `cast ${print(action.message)} to ${target}`;
    case 'info':
      return `send ${print(action.message)} to ${target}`;
    case 'notify':
      return `notify ${target}: ${print(action.event)}`;
    default:
      return unreachable(action);
  }
}

const LENGTH = 200;
