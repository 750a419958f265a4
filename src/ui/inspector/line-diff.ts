/** One line of a comparison: in both, only before, or only after. */
export interface DiffLine {
  readonly sign: ' ' | '−' | '+';
  readonly text: string;
}

/** Beyond this many pairs of lines the comparison would cost more than it tells. */
const PAIRS_MAX = 250_000;

/** What changed between two texts, line by line: by their longest common subsequence. */
export function diffLines(before: string, after: string): readonly DiffLine[] {
  const [olds, news] = [before.split('\n'), after.split('\n')];
  const head = commonHead(olds, news);
  const tail = commonTail(olds, news, head);
  const same = (text: string): DiffLine => ({ sign: ' ', text });
  return [
    ...news.slice(0, head).map(same),
    ...diffMiddle(olds.slice(head, olds.length - tail), news.slice(head, news.length - tail)),
    ...news.slice(news.length - tail).map(same),
  ];
}

function commonHead(olds: readonly string[], news: readonly string[]): number {
  let head = 0;
  while (head < olds.length && head < news.length && olds[head] === news[head]) head++;
  return head;
}

function commonTail(olds: readonly string[], news: readonly string[], head: number): number {
  const most = Math.min(olds.length, news.length) - head;
  let tail = 0;
  while (tail < most && olds.at(-1 - tail) === news.at(-1 - tail)) tail++;
  return tail;
}

function diffMiddle(olds: readonly string[], news: readonly string[]): DiffLine[] {
  if (olds.length * news.length > PAIRS_MAX) {
    return [...olds.map(removed), ...news.map(added)];
  }
  // lengths[i][j]: how many lines olds from i and news from j have in common, in order.
  const lengths = Array.from({ length: olds.length + 1 }, () => new Uint32Array(news.length + 1));
  const at = (i: number, j: number): number => lengths[i]?.[j] ?? 0;
  for (let i = olds.length - 1; i >= 0; i--) {
    const row = lengths[i] as Uint32Array;
    for (let j = news.length - 1; j >= 0; j--) {
      row[j] = olds[i] === news[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
    }
  }
  const lines: DiffLine[] = [];
  let [i, j] = [0, 0];
  while (i < olds.length || j < news.length) {
    const [old, fresh] = [olds[i], news[j]];
    if (old !== undefined && old === fresh) {
      lines.push({ sign: ' ', text: old });
      i++;
      j++;
    } else if (old !== undefined && (fresh === undefined || at(i + 1, j) >= at(i, j + 1))) {
      lines.push(removed(old));
      i++;
    } else if (fresh !== undefined) {
      lines.push(added(fresh));
      j++;
    }
  }
  return lines;
}

const removed = (text: string): DiffLine => ({ sign: '−', text });
const added = (text: string): DiffLine => ({ sign: '+', text });
