import type { Arrow, RowMark, SequencePicture } from './sequence-picture.ts';
import { laneName } from './sequence-words.ts';
import type { CardPath } from './view.ts';

/**
 * The picture as the text of a Mermaid `sequenceDiagram`. Mermaid draws each message on a line of its own
 * and level, so it stands where it was sent; what was lost ends in a cross.
 */
export function toMermaid(lanes: readonly CardPath[], picture: SequencePicture): string {
  const heads = lanes.map((path, lane) => `  participant p${lane} as ${escaped(laneName(path))}`);
  const rows = [
    ...picture.arrows.map((arrow) => ({ y: arrow.top, line: arrowLine(arrow) })),
    ...picture.marks.map((mark) => ({ y: mark.y, line: markLine(mark) })),
    ...picture.folds.map(({ y, text }) => ({
      y,
      line: `Note over ${across(lanes)}: ${escaped(text)}`,
    })),
  ];
  const lines = rows
    .filter(({ line }) => line !== '')
    .sort((one, other) => one.y - other.y)
    .map(({ line }) => `  ${line}`);
  return ['sequenceDiagram', ...heads, ...lines, ''].join('\n');
}

const across = (lanes: readonly CardPath[]): string =>
  lanes.length < 2 ? 'p0' : `p0,p${lanes.length - 1}`;

function arrowLine({ kind, fate, from, to, text }: Arrow): string {
  // A birth is told at the one who is born.
  if (kind === 'spawn') return '';
  const words =
    fate === 'under_way' ? `${wordOf(kind)} ${text} (under way)` : `${wordOf(kind)} ${text}`;
  return `p${from}${ARROWS[fate === 'lost' ? 'lost' : styleOf(kind)]}p${to}: ${escaped(words.trim())}`;
}

/** As UML has it: a call is filled, an answer dashed, what is not waited for open. */
const ARROWS = { call: '->>', reply: '-->>', async: '-)', signal: '--)', lost: '-x' } as const;

function styleOf(kind: Arrow['kind']): keyof typeof ARROWS {
  switch (kind) {
    case 'call':
    case 'sync_notify':
      return 'call';
    case 'reply':
    case 'ack':
      return 'reply';
    case 'exit':
    case 'exit_signal':
    case 'down':
      return 'signal';
    default:
      return 'async';
  }
}

/** Signals say what they are by themselves. */
const wordOf = (kind: Arrow['kind']): string =>
  kind === 'exit_signal' || kind === 'down' ? '' : kind;

const markLine = ({ sign, lane, text }: RowMark): string =>
  `Note over p${lane}: ${escaped(`${MARK_WORDS[sign]} ${text}`.trim())}`;

const MARK_WORDS: Readonly<Record<RowMark['sign'], string>> = {
  birth: 'started',
  restart: 'started',
  crash: 'crashed:',
  end: '',
  decision: '',
  timeout: 'waits no longer:',
  state: 'state:',
  command: '',
};

/** Whatever Mermaid might read as its own, by number. Letters of any language and plain signs stay. */
function escaped(text: string): string {
  const onOneLine = text.replace(/\s+/g, ' ').trim();
  const safe = onOneLine.replace(/[^\p{L}\p{N} .,_'()…]/gu, (sign) => `#${sign.codePointAt(0)};`);
  // A lone `end` would close a block.
  return safe.replace(/\bend\b/gi, (word) => `${word.slice(0, -1)}#${word.codePointAt(2)};`);
}
