import type { StatemRun } from './run-scenario.ts';
import { QUANTUM_MS, type StatemScenario } from './scenario.ts';

/**
 * Whether two things that have their moment come within one quantum. On ours one of them is first; in real time, either.
 * What one thing sets off takes no time and so is no race.
 */
export function isRaced(scenario: StatemScenario, { events, moments }: StatemRun): boolean {
  const taken = moments.map(quantumOf);
  scenario.commands.forEach(({ do: ops }, index) => {
    for (const op of ops)
      if (op.op === 'call' && op.timeout !== 'infinity')
        taken.push((moments[index] ?? 0) / QUANTUM_US + op.timeout / QUANTUM_MS);
  });
  const due = new Map<number, number>();
  for (const { type, at, a, b } of events) {
    if (type === 'timer_started') due.set(a, quantumOf(at + b * 1_000));
    // Of one that is cancelled when it is due, either may be first.
    if (type === 'timer_cancelled' && due.get(a) === quantumOf(at)) return true;
    if (type === 'timer_cancelled') due.delete(a);
  }
  taken.push(...due.values());
  return new Set(taken).size < taken.length;
}

const QUANTUM_US = QUANTUM_MS * 1_000;
/** Steps take some microseconds, so that moments are a little late. */
const quantumOf = (at: number): number => Math.round(at / QUANTUM_US);
