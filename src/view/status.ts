import type { SimTime } from '../base/sim-time.ts';
import type { ProcessStatus, ProcessView } from './view.ts';

/** The status at a moment: work ends by time alone, no event tells it. */
export function statusAt(process: ProcessView, now: SimTime): ProcessStatus {
  const { status } = process;
  if (status.type !== 'busy' || now < status.until) return status;
  return process.ready ? RUNNING : STARTING;
}

const RUNNING: ProcessStatus = Object.freeze({ type: 'running' });
const STARTING: ProcessStatus = Object.freeze({ type: 'starting' });
