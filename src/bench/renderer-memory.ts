import { readdirSync, readFileSync } from 'node:fs';

/** Megabytes that the renderers of a browser have to themselves (Linux); NaN where nobody tells. */
export function memoryOf(browser: number): number {
  try {
    const processes = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
    const parents = new Map(processes.map((pid) => [Number(pid), parentOf(pid)]));
    const isOurs = (pid: number): boolean =>
      pid === browser || (pid > 1 && isOurs(parents.get(pid) ?? 0));
    const renderers = processes.filter(
      (pid) => isOurs(Number(pid)) && textOf(pid, 'cmdline').includes('--type=renderer'),
    );
    return renderers.reduce((sum, pid) => sum + privateKilobytes(pid), 0) / 1_024;
  } catch {
    return Number.NaN;
  }
}

/** A process may end while it is looked at. */
function textOf(pid: string, name: string): string {
  try {
    return readFileSync(`/proc/${pid}/${name}`, 'utf8');
  } catch {
    return '';
  }
}

const parentOf = (pid: string): number =>
  Number(/^PPid:\s+(\d+)/m.exec(textOf(pid, 'status'))?.[1]);

function privateKilobytes(pid: string): number {
  const lines = textOf(pid, 'smaps_rollup').matchAll(/^Private_\w+:\s+(\d+) kB/gm);
  return [...lines].reduce((sum, [, kilobytes]) => sum + Number(kilobytes), 0);
}
