import { type DecisionFacts, EVENT, MESSAGE_KINDS } from '../runtime/trace-event.ts';
import { textAt } from './log-line.ts';
import { ELLIPSIS, listSome } from './log-words.ts';
import { printPid } from './paths.ts';
import { isCrash, withoutStack } from './reason.ts';
import { isRole } from './sequence-kind.ts';
import type { RowMark } from './sequence-picture.ts';
import type { SequenceRows } from './sequence-rows.ts';
import type { TraceBuffer } from './trace-buffer.ts';
import type { CardPath, ProcessKey } from './view.ts';

/** What a message says; `…` until its text has come. */
export function sendWords(buffer: TraceBuffer, seq: number): string {
  const text = buffer.text(seq) ?? ELLIPSIS;
  switch (buffer.types[buffer.place(seq)]) {
    case EVENT.exit_signal_sent:
      return `exit ${withoutStack(text)}`;
    case EVENT.down_sent:
      return `DOWN ${withoutStack(text)}`;
    default:
      return text;
  }
}

/** What stands at a mark: short, for it has one row. */
export function markWords(buffer: TraceBuffer, seq: number, sign: RowMark['sign']): string {
  const place = buffer.place(seq);
  const pid = printPid(buffer.pids[place] as ProcessKey);
  const text = withoutStack(buffer.text(seq) ?? ELLIPSIS);
  switch (sign) {
    case 'birth':
      return pid;
    case 'restart':
      return `again: ${pid}`;
    case 'crash':
      return text;
    case 'end':
      return isCrash(buffer.as[place] as number, text) ? `exits: ${text}` : `ends: ${text}`;
    case 'decision': {
      const decision = (buffer.fact(seq) as DecisionFacts | undefined)?.decision;
      return DECISION_WORDS[decision ?? 'restart'](buffer.string(buffer.as[place] as number));
    }
    case 'timeout':
      return buffer.as[place] === OTHER_DIED ? 'the other died' : 'timeout';
    case 'command':
      return textAt(buffer, seq)
        .replace(/^From outside: /, '')
        .replace(/\.$/, '');
    case 'state':
      return text;
  }
}

const OTHER_DIED = 1;

const DECISION_WORDS: Readonly<Record<DecisionFacts['decision'], (child: string) => string>> = {
  restart: (child) => `restarts ${child}`,
  give_up: () => 'gives up',
  leave: (child) => `leaves ${child}`,
  auto_shutdown: () => 'shuts down',
  retry: (child) => `tries ${child} again`,
};

/** `12 more: 6 calls and 6 replies`. Of a long fold only the number is told. */
export function foldWords(rows: SequenceRows, from: number, to: number, count: number): string {
  if (to - from > COUNTED_MAX) return `${count} more messages`;
  const { buffer } = rows;
  const counts = new Map<string, number>();
  for (let seq = Math.max(from, buffer.first); seq < Math.min(to, buffer.end); seq++) {
    const place = buffer.place(seq);
    const type = buffer.types[place] as number;
    if (!isRole(type, 'send') || !rows.shows(seq)) continue;
    const word = FOLDED_WORDS[type] ?? MESSAGE_KINDS[buffer.as[place] as number] ?? '';
    counts.set(word, (counts.get(word) ?? 0) + 1);
  }
  const kinds = [...counts].map(
    ([word, number]) => `${number} ${number === 1 ? word : many(word)}`,
  );
  const [first] = counts.keys();
  return counts.size < 2
    ? `${count} more ${count === 1 ? (first ?? 'message') : many(first ?? 'message')}`
    : `${count} more: ${listSome(kinds)}`;
}

/** DOWN is the name of a message, not a word for it. */
const many = (word: string): string => (word === 'DOWN' ? word : `${word.replace(/y$/, 'ie')}s`);

const COUNTED_MAX = 2_000;
const FOLDED_WORDS: Readonly<Record<number, string>> = {
  [EVENT.exit_signal_sent]: 'exit signal',
  [EVENT.down_sent]: 'DOWN',
  [EVENT.timer_fired]: 'timer',
};

/** What stands at the head of a lane: the last part of its path. */
export const laneName = (path: CardPath): string =>
  (path.split('/').at(-1) ?? path).replaceAll('%2F', '/');

/** The whole row in a sentence, for who reads or hears it. */
export function rowWords(rows: SequenceRows, row: number): string {
  const seq = rows.seqAt(row);
  const count = rows.foldedAt(row);
  if (count === 0) return textAt(rows.buffer, seq);
  const next = row + 1 < rows.length ? rows.seqAt(row + 1) : rows.seenTo;
  return `Folded: ${foldWords(rows, seq, next, count)}.`;
}
