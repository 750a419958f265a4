import type { Node } from '../../runtime/node.ts';
import type { Process } from '../../runtime/process.ts';
import { type From, freezeTerm, type Pid, type Term } from '../../runtime/term.ts';
import { EVENT } from '../../runtime/trace-event.ts';
import { finish } from '../gen/gen.ts';
import { type CodeChange, codeChanged } from '../gen/system-messages.ts';
import {
  CODE_CHANGE,
  type Data,
  HANDLE_INFO,
  type Handler,
  type Job,
  jobOf,
  shownState,
  type Task,
  TERMINATE,
  taskOf,
} from './data.ts';
import { decide } from './decide.ts';
import { LATER, runTask } from './task.ts';

/** What a manager does about the message in hand, one callback after the other. */

export function beginStop(node: Node, process: Process, reason: Term): void {
  const owners: Pid[] = [];
  for (const { supervisor } of (process.data as Data).handlers) {
    if (supervisor !== null && supervisor.id !== process.parent?.id) owners.push(supervisor);
  }
  begin(node, process, { type: 'stop', reason, owners });
}

export function begin(
  node: Node,
  process: Process,
  job: Partial<Job>,
  first: Task | null = null,
): void {
  process.data = { ...(process.data as Data), job: jobOf(job), task: first };
  proceed(node, process);
}

/** Runs one callback after the other, until the job is done or one of them waits. */
export function proceed(node: Node, process: Process): void {
  for (;;) {
    const data = process.data as Data;
    if (data.job === null) return;
    const task = data.task ?? nextTask(data.handlers, data.job);
    if (task === null) {
      if (jobDone(node, process, data, data.job)) return;
      continue;
    }
    process.data = { ...data, task };
    const value = runTask(node, process, task);
    if (value === LATER) return;
    process.data = decide(node, process, process.data as Data, value);
  }
}

function nextTask(handlers: readonly Handler[], job: Job): Task | null {
  switch (job.type) {
    case 'visit': {
      const handler = handlers[job.at];
      if (handler === undefined) return null;
      return taskOf({ tag: job.tag, at: job.at, handler, argument: job.message });
    }
    case 'owner_exit': {
      const at = handlers.findIndex(
        ({ supervisor }) => supervisor !== null && supervisor.id === job.owners[0]?.id,
      );
      const handler = handlers[at];
      if (handler === undefined) return null;
      const argument = freezeTerm({ type: 'stop', reason: job.reason });
      return taskOf({ tag: TERMINATE, at, handler, argument, why: 'shutdown' });
    }
    case 'stop': {
      const handler = handlers[0];
      if (handler === undefined) return null;
      return taskOf({ tag: TERMINATE, at: 0, handler, argument: 'stop', why: 'shutdown' });
    }
    case 'code_change': {
      const { module, oldVsn, extra } = job.message as unknown as CodeChange;
      const at = handlers.findIndex(
        (handler, index) => index >= job.at && handler.module === module,
      );
      const handler = handlers[at];
      if (handler === undefined) return null;
      return taskOf({ tag: CODE_CHANGE, at, handler, argument: freezeTerm([oldVsn, extra]) });
    }
    default:
      return null;
  }
}

/** Nothing is left to run for this job. False if another one follows from it. */
function jobDone(node: Node, process: Process, data: Data, job: Job): boolean {
  if (job.type === 'owner_exit') {
    // OTP: the EXIT is information for all handlers that are left.
    process.data = {
      ...data,
      job: jobOf({ type: 'visit', tag: HANDLE_INFO, message: job.message }),
    };
    return false;
  }
  process.data = { ...data, job: null, task: null };
  if (job.type === 'stop') ended(node, process, job);
  else {
    show(node, process);
    if (job.type === 'code_change')
      codeChanged(node, process, job.from as From, job.change?.failure);
    else if (job.from !== null) node.mail.reply(process, job.from, job.reply);
  }
  return true;
}

/** Port of the end of `terminate_server/4`. */
function ended(node: Node, process: Process, { owners, reason }: Job): void {
  for (const owner of owners) node.ties.unlink(process, owner);
  finish(node, process, reason, 0);
}

/** Makes the handlers' states the process's. */
export function show(node: Node, process: Process): void {
  const data = process.data as Data;
  if (data.handlers === data.shown) return;
  process.data = { ...data, shown: data.handlers };
  process.state = shownState(data.handlers);
  node.trace.write(node.now, EVENT.state_changed, process.pid.id, 0, 0, 0, process.state);
}
