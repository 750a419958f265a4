import {
  arrowEnds,
  arrowHead,
  arrowLabel,
  arrowPath,
  cutTo,
  isAnswer,
  MARK_SIGNS,
  markMost,
  round,
  toneOf,
} from './sequence-geometry.ts';
import {
  type Arrow,
  type Bar,
  LANE_PX,
  laneX,
  type RowMark,
  type SequencePicture,
} from './sequence-picture.ts';
import { ROW_PX } from './sequence-scale.ts';
import { laneName } from './sequence-words.ts';
import type { CardPath } from './view.ts';

/**
 * The picture as an SVG that stands alone: its own colours, no script, no font from elsewhere. The same
 * geometry as on the page.
 */
export function toSvg(lanes: readonly CardPath[], picture: SequencePicture, title: string): string {
  const bottom = Math.max(0, ...tops(picture));
  const top = Math.min(bottom, ...tops(picture)) - ROW_PX;
  const [width, height] = [Math.max(1, lanes.length) * LANE_PX, bottom - top + ROW_PX + HEAD_PX];
  const shift = HEAD_PX - top;
  const body = [
    ...picture.lives.map((life) => {
      const [from, to] = [Math.max(life.top, top), Math.min(life.bottom, bottom + ROW_PX)];
      return line('life', laneX(life.lane), from + shift, laneX(life.lane), to + shift);
    }),
    ...picture.bars.map((bar) => barText(bar, shift)),
    ...picture.arrows.flatMap((arrow) => arrowTexts(arrow, shift)),
    ...picture.marks.flatMap((mark) => markTexts(mark, shift)),
    ...picture.folds.map(({ y, text }) => label('fold', width / 2, y + shift + 4, text, 'middle')),
    ...lanes.map((path, lane) => label('head', laneX(lane), 18, laneName(path), 'middle')),
  ];
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${round(height)}" viewBox="0 0 ${width} ${round(height)}" role="img">`,
    `<title>${escaped(title)}</title>`,
    `<style>${STYLE}</style>`,
    `<rect width="100%" height="100%" fill="#fff"/>`,
    ...body,
    '</svg>',
    '',
  ].join('\n');
}

function* tops({ arrows, marks, folds }: SequencePicture): Iterable<number> {
  for (const { top, bottom } of arrows) yield* [top, bottom];
  for (const { y } of marks) yield y;
  for (const { y } of folds) yield y;
}

function barText({ lane, top, bottom, hollow }: Bar, shift: number): string {
  const height = round(bottom - top);
  return `<rect class="bar${hollow ? ' hollow' : ''}" x="${laneX(lane) - 4}" y="${round(top + shift)}" width="8" height="${height}"/>`;
}

function arrowTexts(arrow: Arrow, shift: number): string[] {
  const moved = { ...arrow, top: arrow.top + shift, bottom: arrow.bottom + shift };
  const { x, y, anchor, most } = arrowLabel(moved);
  const tone = `${arrow.fate === 'lost' ? 'lost' : toneOf(arrow.kind)}`;
  const dash = arrow.fate === 'under_way' || isAnswer(arrow.kind) ? ' dashed' : '';
  const { x2, y2 } = arrowEnds(moved);
  return [
    `<path class="arrow ${tone}${dash}" d="${arrowPath(moved)}"/>`,
    arrow.fate === 'lost'
      ? label(`sign ${tone}`, x2, y2 + 4, '✂', 'middle')
      : `<path class="tip ${tone}" d="${arrowHead(moved)}"/>`,
    label(`words ${tone}`, x, y, cutTo(arrow.text, most), anchor),
  ];
}

function markTexts({ lane, sign, y, text }: RowMark, shift: number): string[] {
  const x = laneX(lane);
  return [
    `<circle class="ground" cx="${x}" cy="${round(y + shift)}" r="7"/>`,
    label(`sign ${sign}`, x, y + shift + 4, MARK_SIGNS[sign], 'middle'),
    label(`words ${sign}`, x + 11, y + shift + 4, cutTo(text, markMost()), 'start'),
  ];
}

const line = (kind: string, x1: number, y1: number, x2: number, y2: number): string =>
  `<line class="${kind}" x1="${x1}" y1="${round(y1)}" x2="${x2}" y2="${round(y2)}"/>`;

const label = (kind: string, x: number, y: number, text: string, anchor: string): string =>
  `<text class="${kind}" x="${round(x)}" y="${round(y)}" text-anchor="${anchor}">${escaped(text)}</text>`;

/** Signs that XML reads as its own; characters that it does not allow at all are left out. */
const escaped = (text: string): string =>
  text
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are the ones that XML does not allow.
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');

const HEAD_PX = 28;
const STYLE = [
  'text{font:11px ui-monospace,monospace;fill:#1a1c1f}',
  '.head{font:600 13px sans-serif}',
  '.sign{font-size:14px}',
  '.life{stroke:#7d7f7c}',
  '.ground{fill:#fff}',
  '.bar{fill:#0072b2;stroke:#0072b2}',
  '.hollow{fill:#fff;stroke:#3f86b5}',
  '.arrow{fill:none;stroke:#1a1c1f}',
  '.tip{fill:#1a1c1f}',
  '.dashed{stroke-dasharray:4 3}',
  '.words{paint-order:stroke;stroke:#fff;stroke-width:3px}',
  '.arrow.signal{stroke:#d03d00}.tip.signal{fill:#d03d00}',
  'text.signal,text.crash{fill:#a83200}',
  '.arrow.lost{stroke:#a0438a}text.lost{fill:#8c3578}',
  '.arrow.spawn{stroke:#7d7f7c}.tip.spawn{fill:#7d7f7c}',
  'text.restart,text.decision{fill:#7f5000}',
  '.fold{fill:#5f646b;font-style:italic}',
].join('');
