import { MICROSECONDS_PER_MS, type SimTime } from './sim-time.ts';

const pad = (value: number, digits: number): string => String(value).padStart(digits, '0');

/** A moment as it stands everywhere on the page: `00:12.480`; hours before it once there are any. */
export function formatTime(at: SimTime): string {
  const ms = Math.floor(at / MICROSECONDS_PER_MS);
  const seconds = Math.floor(ms / 1_000);
  const minutes = Math.floor(seconds / 60);
  const clock = `${pad(minutes % 60, 2)}:${pad(seconds % 60, 2)}.${pad(ms % 1_000, 3)}`;
  return minutes < 60 ? clock : `${Math.floor(minutes / 60)}:${clock}`;
}
