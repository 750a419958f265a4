import { type SimTime, toWholeSeconds } from '../../base/sim-time.ts';
import type { SupervisorView } from '../../view/view.ts';

/** Restarts that count at that second: OTP keeps one that is exactly `period` old, in whole seconds. */
export function restartsInWindow(supervisor: SupervisorView, second: number): readonly SimTime[] {
  const oldest = second - supervisor.flags.period;
  return supervisor.restarts.filter((at) => toWholeSeconds(at) >= oldest);
}

export function budgetWords(count: number, { flags }: SupervisorView): string {
  const left = flags.intensity - count;
  const used = `${count} of ${flags.intensity} used`;
  return left > 0 ? `${used}; ${left} left` : `${used}: the next crash escalates`;
}
