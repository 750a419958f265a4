import type { KeyboardEvent } from 'react';

/** Arrow keys and both ends, from line to line of a list. True when the key was one of them. */
export function walkRows(event: KeyboardEvent<HTMLElement>): boolean {
  const rows = rowsIn(event.currentTarget);
  const item = (event.target as HTMLElement).closest('li');
  const at = rows.findIndex((row) => item?.contains(row));
  const to = placeFor(event.key, at, rows.length);
  if (at < 0 || to === null) return false;
  event.preventDefault();
  rows[to]?.focus();
  return true;
}

/** To the line that Tab would lead to. */
export function focusRow(list: HTMLElement | null): void {
  const rows = rowsIn(list);
  (rows.find((row) => row.tabIndex === 0) ?? rows[0])?.focus();
}

function placeFor(key: string, at: number, count: number): number | null {
  switch (key) {
    case 'ArrowDown':
      return Math.min(count - 1, at + 1);
    case 'ArrowUp':
      return Math.max(0, at - 1);
    case 'Home':
      return 0;
    case 'End':
      return count - 1;
    default:
      return null;
  }
}

const rowsIn = (list: HTMLElement | null): HTMLElement[] => [
  ...(list?.querySelectorAll<HTMLElement>('button[data-row]') ?? []),
];
