import type { PostponedFacts, TransitionFacts } from '../engine/protocol.ts';
import { EVENT, type EventType } from '../runtime/trace-event.ts';
import { signalTag } from './fold-machine.ts';
import { ELLIPSIS, type Line } from './log-words.ts';
import type { TraceBuffer } from './trace-buffer.ts';

/** How processes change what they do: states of machines, handlers of managers, whether they are suspended. */
export const SAY = {
  transitioned(line) {
    const facts = line.fact<TransitionFacts>();
    if (facts === undefined) return `${line.who} changes its state: ${ELLIPSIS}.`;
    const { from, to } = facts;
    if (from === null) return `${line.who} begins in state ${to}.`;
    const because = causeOf(line, facts);
    if (from === to) return `${line.who} enters ${to} once more, because of ${because}.`;
    return `${line.who} goes from ${from} to ${to}, because of ${because}${line.word === 'system' ? '' : retried(line)}.`;
  },
  postponed(line) {
    const facts = line.fact<PostponedFacts>();
    const what = facts === undefined ? ELLIPSIS : `the ${facts.type} ${facts.content}`;
    const count = line.a === 1 ? '' : `; ${line.a} events wait there now`;
    return `${line.who} puts ${what} aside until its state changes${count}.`;
  },
  handler_added: ({ who, word }) => `${who} adds the handler ${word}.`,
  handler_removed({ who, word, payload, reason }) {
    const [, next] = /^[{[]"?swapped"?, ?("[^"]*"|\{[^}]*\}|\[[^\]]*\]|[^,]+),/.exec(payload) ?? [];
    if (next !== undefined) return `${who} takes the handler ${word} out, to put ${next} in.`;
    if (/^"?normal"?$/.test(reason)) return `${who} removes the handler ${word}.`;
    if (/^"?shutdown"?$/.test(reason))
      return `${who} removes the handler ${word}: ${who} or who added it is at its end.`;
    return `The handler ${word} of ${who} failed and is removed: ${reason}.`;
  },
  suspended: ({ who }) => `${who} is suspended: it takes system messages only.`,
  resumed: ({ who }) => `${who} is resumed.`,
} as const satisfies Partial<Record<EventType, (line: Line) => string>>;

function causeOf({ word, b, buffer }: Line, { tag }: TransitionFacts): string {
  switch (word) {
    case 'state_timeout':
      return 'its state timeout';
    case 'timeout':
      return tag === '' ? 'its event timeout' : `its timeout ${tag}`;
    case 'info': {
      const signal = signalTag(buffer, b);
      if (signal === null) return `the message ${buffer.text(b) ?? tag}`;
      return `the ${signal} of ${buffer.names.full(buffer.pids[buffer.place(b)] as number)}`;
    }
    case 'call':
    case 'cast':
      return `the ${word} ${buffer.text(b) ?? tag}`;
    case 'system':
      return 'a system message';
    default:
      return 'an event of its own';
  }
}

/** "; what it had put aside comes again". Whether there was something stands in the events before. */
function retried({ buffer, seq, pid }: Line): string {
  for (let before = seq - 1; before >= Math.max(buffer.first, seq - LOOK_BACK); before--) {
    const place = buffer.place(before);
    if (buffer.pids[place] !== pid) continue;
    const type = buffer.types[place];
    if (type === EVENT.transitioned && changes(buffer, before)) return '';
    if (type !== EVENT.postponed) continue;
    const count = buffer.as[place] as number;
    return `; the ${count === 1 ? 'event' : `${count} events`} put aside ${count === 1 ? 'is' : 'are'} tried again`;
  }
  return '';
}

function changes(buffer: TraceBuffer, seq: number): boolean {
  const facts = buffer.fact(seq) as TransitionFacts | undefined;
  return facts !== undefined && facts.from !== facts.to;
}

/** Further back nobody looks: the line leaves it unsaid. */
const LOOK_BACK = 2_000;
