import { unreachable } from '../base/assert.ts';
import type { Node } from '../runtime/node.ts';
import type { Process } from '../runtime/process.ts';
import type { Dest } from '../runtime/self.ts';
import { viaText } from '../runtime/server-ref.ts';
import { freezeTerm, Pid } from '../runtime/term.ts';
import { EVENT, MESSAGE } from '../runtime/trace-event.ts';
import type { Action, Command, Target } from '../scenario/scenario.ts';
import { answerCommand, spawnShell } from './boot.ts';

/** What a person or the script does, done now: `number` is its place among the script's and then the person's commands. */
export function applyCommand(node: Node, command: Command, number: number): void {
  const target = findTarget(node, command.target);
  const pid = target === null ? 0 : target.pid.id;
  node.trace.write(node.now, EVENT.command_applied, 0, pid, number, 0, command);
  if (command.type === 'call') {
    const { request, timeoutMs } = command;
    return spawnShell(node, number, destOf(node, command.target, target), request, timeoutMs);
  }
  if (target === null) return answerCommand(node, null, number, { type: 'noproc' });
  perform(node, command, target);
  answerCommand(node, null, number, { type: 'ok' });
}

function perform(node: Node, action: Exclude<Action, { type: 'call' }>, target: Process): void {
  switch (action.type) {
    case 'exit':
      return node.exits.send(null, target, action.reason, true);
    case 'crash_next':
      target.crashNext = action.reason;
      return;
    case 'cast':
      return node.mail.send(null, target, MESSAGE.cast, 0, action.message);
    case 'info':
      return node.mail.send(null, target, MESSAGE.info, 0, action.message);
    case 'notify':
      return node.mail.send(null, target, MESSAGE.notify, 0, action.event);
    default:
      unreachable(action);
  }
}

/**
 * A command as it goes into the trace: frozen, and its parts always in the same order, so that its
 * hash is the same before and after it went through a link.
 * @throws NotATerm
 */
export function commandOf(at: number, step: number | undefined, action: Action): Command {
  const when = step === undefined ? { at } : { at, step };
  return freezeTerm({ ...when, ...inOrder(action) }) as unknown as Command;
}

function inOrder(action: Action): Action {
  const { type, target } = action;
  switch (type) {
    case 'exit':
    case 'crash_next':
      return { type, target, reason: action.reason };
    case 'call':
      return { type, target, request: action.request, timeoutMs: action.timeoutMs };
    case 'cast':
    case 'info':
      return { type, target, message: action.message };
    case 'notify':
      return { type, target, event: action.event };
    default:
      return unreachable(type);
  }
}

const PID = /^<0\.(\d{1,15})\.0>$/;

function findTarget(node: Node, target: Target): Process | null {
  const id = PID.exec(target)?.[1];
  return id === undefined ? processNamed(node, target) : processWithId(node, Number(id));
}

/** By its local name, or by another as it prints: `{global,kv}`. */
function processNamed(node: Node, name: string): Process | null {
  const local = node.whereis(name);
  if (local !== null) return local;
  const pid = node.globals.all.get(name)?.pid;
  if (pid !== undefined) return node.find(pid);
  return (
    node.processes.find(
      (process) => process?.viaName != null && viaText(process.viaName) === name,
    ) ?? null
  );
}

/** A local name stays a name, and a pid that nobody has is a pid: the call finds out by itself. */
function destOf(node: Node, target: Target, process: Process | null): Dest {
  const id = PID.exec(target)?.[1];
  if (id === undefined && (process === null || process.name === target)) return target;
  return process === null ? new Pid(node.name, Number(id), 0) : process.pid;
}

/** The living process that prints as `<0.id.0>`. */
export function processWithId(node: Node, id: number): Process | null {
  return node.processes.find((process) => process?.pid.id === id) ?? null;
}
