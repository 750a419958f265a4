import type { Playground } from '../../store/playground-state.ts';
import { toMermaid } from '../../view/sequence-mermaid.ts';
import { type SequencePicture, sequencePicture } from '../../view/sequence-picture.ts';
import { toSvg } from '../../view/sequence-svg.ts';
import type { ShownRows } from './use-rows.ts';

/** Mermaid draws no more arrows than 500. */
const MERMAID_ROWS = 400;
const SVG_ROWS = 4_000;

/** Says what came of it. */
export async function copyMermaid(playground: Playground, shown: ShownRows): Promise<string> {
  const { picture, words } = around(playground, shown, MERMAID_ROWS);
  try {
    await navigator.clipboard.writeText(toMermaid(shown.rows.query.lanes, picture));
    return `Copied ${words}.`;
  } catch {
    return 'This browser lets no page copy here. Save it as SVG instead.';
  }
}

export function saveSvg(playground: Playground, shown: ShownRows): string {
  const { picture, words } = around(playground, shown, SVG_ROWS);
  const { scenario, seed } = playground.store.getState();
  const text = toSvg(shown.rows.query.lanes, picture, `${scenario.title}, seed ${seed}`);
  const url = URL.createObjectURL(new Blob([text], { type: 'image/svg+xml' }));
  const anchor = document.createElement('a');
  anchor.href = url;
  anchor.download = 'sequence.svg';
  anchor.click();
  URL.revokeObjectURL(url);
  return `Saved ${words}.`;
}

/** All rows; of very many those around the moment on view, more of them before it than after. */
function around(
  playground: Playground,
  { rows, scale }: ShownRows,
  most: number,
): { readonly picture: SequencePicture; readonly words: string } {
  const present = rows.indexOf(playground.store.getState().view.seq);
  const isAll = rows.length - rows.first <= most;
  const from = isAll
    ? rows.first
    : Math.max(rows.first, Math.min(present - Math.floor(most * 0.75), rows.length - most));
  const picture = sequencePicture(rows, scale, from, from + most);
  return { picture, words: isAll ? 'all rows' : `${most} rows around the moment on view` };
}
