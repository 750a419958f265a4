import { MICROSECONDS_PER_MS, type SimTime } from '../../base/sim-time.ts';

export { formatTime } from '../../base/format-time.ts';

const pad = (value: number, digits: number): string => String(value).padStart(digits, '0');

/** How long: `480 ms`, `12.4 s`, `7:30 min`, `2:05 h`. */
export function formatSpan(span: SimTime): string {
  const ms = Math.floor(span / MICROSECONDS_PER_MS);
  if (ms < 1_000) return `${ms} ms`;
  if (ms < 100_000) return `${(Math.floor(ms / 100) / 10).toFixed(1)} s`;
  const seconds = Math.floor(ms / 1_000);
  const minutes = Math.floor(seconds / 60);
  if (minutes < 100) return `${minutes}:${pad(seconds % 60, 2)} min`;
  return `${formatCount(Math.floor(minutes / 60))}:${pad(minutes % 60, 2)} h`;
}

/** `1 842`, with thin spaces that don't break. */
export function formatCount(count: number): string {
  return String(count).replace(/\B(?=(\d{3})+$)/g, '\u202f');
}

export const counted = (count: number, noun: string): string =>
  `${formatCount(count)} ${count === 1 ? noun : plural(noun)}`;

/** `steps`, but `crashes` and `processes`. */
const plural = (noun: string): string => `${noun}${/(s|sh|ch|x)$/.test(noun) ? 'es' : 's'}`;
