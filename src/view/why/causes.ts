import { EVENT, EVENT_TYPES, type EventType, MESSAGE } from '../../runtime/trace-event.ts';
import { isShell, printPid } from '../paths.ts';
import type { ProcessKey } from '../view.ts';
import { doingOf, requestOf } from './callee.ts';
import { BY_LINK, DIED, NONE, NOPROC, type Past, STALE, WOKE } from './past.ts';
import type { Cause } from './told.ts';
import { causeOfExit, commandBefore, deathOf, triggerOf, triggerOfCrash } from './trigger.ts';

/** Why the event `seq` happened: what to tell next. What would only be told twice is passed over. */
export function causeOf(past: Past, seq: number): Cause {
  return CAUSES[past.type(seq)]?.(past, seq) ?? 'gone';
}

type Rule = (past: Past, seq: number) => Cause;

/** The step it happened in. */
const ofStep: Rule = (past, seq) => stepAt(past, past.pid(seq), seq);

const CAUSE: Readonly<Record<EventType, Rule>> = {
  spawned: (past, seq) =>
    past.peer(seq) === 0 ? bornOutside(past, seq) : stepAt(past, past.peer(seq), seq),
  registered: ofStep,
  unregistered: ofStep,
  linked: ofStep,
  unlinked: ofStep,
  monitored: ofStep,
  demonitored: ofStep,
  sent: (past, seq) =>
    isRetry(past, seq) ? one(failedStartBefore(past, seq)) : ofStepOrCommand(past, seq),
  received: (past, seq) => one(messageOf(past, seq)),
  called: ofStep,
  state_changed: ofStep,
  crashed,
  exit_signal_sent(past, seq) {
    const pid = past.pid(seq);
    if (past.a(seq) === BY_LINK) return one(deathOf(past, pid, seq));
    return pid === 0 ? ofStepOrCommand(past, seq) : one(stoppingBefore(past, seq));
  },
  exit_signal_received: (past, seq) => signal(past, past.b(seq)),
  exited: (past, seq) => one(causeOfExit(past, seq)),
  down_sent(past, seq) {
    const death = deathOf(past, past.pid(seq), seq);
    return death === NONE ? stepAt(past, past.peer(seq), seq) : one(death);
  },
  timer_started: ofStep,
  timer_fired: (past, seq) =>
    one(past.back(seq, EVENT.timer_started, (at) => past.a(at) === past.a(seq))),
  timer_cancelled: ofStep,
  wait_started: ofStep,
  wait_ended: waitEnded,
  work_started: ofStep,
  dropped,
  supervisor_started: ofStep,
  child_added: ofStep,
  child_removed: ofStep,
  child_started: (past, seq) => (past.b(seq) === 0 ? firstStart(past, seq) : ofStep(past, seq)),
  child_start_failed: startFailed,
  decided(past, seq) {
    const taken = triggerOf(past, past.pid(seq), seq);
    const message = past.type(taken) === EVENT.received ? past.b(taken) : taken;
    return one(isRetry(past, message) ? failedStartBefore(past, message) : message);
  },
  child_stopping: ofStep,
  child_stopped: (past, seq) => one(stoppingOf(past, past.pid(seq), past.peer(seq), seq)),
  reported: ofStep,
  handler_added: ofStep,
  handler_removed: ofStep,
  command_applied: () => 'command',
  command_answered: (past, seq) =>
    past.pid(seq) === 0
      ? one(commandBefore(past, seq))
      : step(past, triggerOfCrash(past, past.pid(seq), seq)),
  transitioned: ofStep,
  postponed: ofStep,
  suspended: ofStep,
  resumed: ofStep,
  entered_loop: ofStep,
};

const CAUSES: readonly Rule[] = EVENT_TYPES.map((type) => CAUSE[type]);

const one = (seq: number): Cause => (seq === NONE ? 'gone' : [{ seq }]);

const stepAt = (past: Past, pid: ProcessKey, seq: number): Cause =>
  step(past, triggerOf(past, pid, seq));

/** What began a step, as it is told: a plain receive by its message, the rest of a termination by what led to it. */
function step(past: Past, trigger: number): Cause {
  if (past.isTerminate(trigger)) return stepAt(past, past.pid(trigger), trigger);
  if (past.isInit(trigger)) return one(past.buffer.names.spawnSeq(past.pid(trigger)));
  const isPlainReceive = past.type(trigger) === EVENT.received && past.word(trigger) === '';
  return one(isPlainReceive ? messageOf(past, trigger) : trigger);
}

/** The message that was taken out; of one from outside, the command. */
function messageOf(past: Past, received: number): number {
  const message = past.b(received);
  if (!past.has(message)) return NONE;
  return past.type(message) === EVENT.sent && past.pid(message) === 0
    ? commandBefore(past, message)
    : message;
}

function bornOutside(past: Past, spawned: number): Cause {
  if (isBoot(past, spawned)) return 'boot';
  const isCall = isShell(0, past.buffer.string(past.b(spawned)));
  return isCall ? one(commandBefore(past, spawned)) : byRuntime(past, spawned);
}

/** The birth of OTP's `init`, which starts everything. */
export const isBoot = (past: Past, spawned: number): boolean =>
  past.peer(spawned) === 0 && past.buffer.string(past.b(spawned)) === 'init';

function ofStepOrCommand(past: Past, seq: number): Cause {
  if (past.pid(seq) !== 0) return ofStep(past, seq);
  const command = commandBefore(past, seq);
  const isTimer = past.type(seq - 1) === EVENT.timer_fired;
  return command === NONE || isTimer ? byRuntime(past, seq) : one(command);
}

/** Nobody's doing: a timer that ran out sends a signal or calls a function; a mailbox that is full ends its process. */
function byRuntime(past: Past, seq: number): Cause {
  const type = past.type(seq - 1);
  return type === EVENT.timer_fired || type === EVENT.sent ? one(seq - 1) : 'outside';
}

/** The signal that ended somebody. That of a link says nothing new: on to the death that it tells of. */
function signal(past: Past, sent: number): Cause {
  if (!past.has(sent)) return 'gone';
  if (past.a(sent) === BY_LINK || past.pid(sent) === 0) return causeOf(past, sent);
  const stopping = stoppingBefore(past, sent);
  return past.type(stopping) === EVENT.child_stopping || past.type(stopping) === EVENT.wait_ended
    ? one(stopping)
    : one(sent);
}

/** Of a supervisor's signal: the stop it belongs to, or that this took too long. Of anybody else's: the step. */
function stoppingBefore(past: Past, sent: number): number {
  const pid = past.pid(sent);
  const before = past.ownWhere(pid, sent, (at) => past.type(at) !== EVENT.monitored);
  const isStop =
    past.type(before) === EVENT.child_stopping || past.type(before) === EVENT.wait_ended;
  if (isStop && past.supervises(pid) && past.peer(before) === past.peer(sent)) return before;
  const cause = stepAt(past, pid, sent);
  return typeof cause === 'string' ? NONE : (cause[0]?.seq ?? NONE);
}

const stoppingOf = (past: Past, supervisor: ProcessKey, child: ProcessKey, seq: number): number =>
  past.ownWhere(
    supervisor,
    seq,
    (at) => past.type(at) === EVENT.child_stopping && past.peer(at) === child,
  );

/** A supervisor tells itself to try once more to restart a child. */
const isRetry = (past: Past, seq: number): boolean =>
  past.type(seq) === EVENT.sent &&
  past.a(seq) === MESSAGE.cast &&
  past.pid(seq) === past.peer(seq) &&
  past.supervises(past.pid(seq));

const failedStartBefore = (past: Past, seq: number): number =>
  past.ownWhere(past.pid(seq), seq, (at) => past.type(at) === EVENT.child_start_failed);

/** In a supervisor's init, its specs say whom it starts; later somebody asked for it. */
function firstStart(past: Past, seq: number): Cause {
  const pid = past.pid(seq);
  const specs = past.ownWhere(
    pid,
    seq,
    (at) => past.type(at) === EVENT.supervisor_started,
    (at) => past.type(at) === EVENT.received && past.word(at) !== '',
  );
  return specs === NONE ? ofStep(past, seq) : one(specs);
}

/** The child ended in its init; or it had not even begun. */
function startFailed(past: Past, seq: number): Cause {
  const pid = past.pid(seq);
  const wait = past.ownWhere(
    pid,
    seq,
    (at) => past.type(at) === EVENT.wait_started,
    (at) => past.type(at) === EVENT.decided || past.type(at) === EVENT.called,
  );
  const child = wait === NONE ? 0 : past.peer(wait);
  const death = child === 0 ? NONE : deathOf(past, child, seq);
  return death === NONE ? ofStep(past, seq) : one(death);
}

/** What raised: a crash ordered from outside, a call to somebody dead, or the step. Its message says all that `received` would. */
function crashed(past: Past, seq: number): Cause {
  const pid = past.pid(seq);
  const ordered = past.back(
    seq,
    EVENT.command_applied,
    (at) => past.peer(at) === pid && commandType(past, at) === 'crash_next',
    past.buffer.names.spawnSeq(pid),
  );
  if (ordered !== NONE && !hasCrashedSince(past, pid, seq, ordered)) return one(ordered);
  const missed = deathOfMissed(past, seq);
  if (missed !== NONE) return one(missed);
  const trigger = triggerOfCrash(past, pid, seq);
  return past.type(trigger) === EVENT.received
    ? one(messageOf(past, trigger))
    : step(past, trigger);
}

const commandType = (past: Past, seq: number): unknown =>
  (past.buffer.fact(seq) as { readonly type?: unknown } | undefined)?.type;

const hasCrashedSince = (past: Past, pid: ProcessKey, seq: number, since: number): boolean =>
  past.ownWhere(
    pid,
    seq,
    (at) => past.type(at) === EVENT.crashed,
    (at) => at < since,
  ) > since;

/** `{noproc,{gen_server,call,[Whom,_]}}`: nobody was there any more. Who that was, if it ever lived. */
function deathOfMissed(past: Past, seq: number): number {
  const text = past.buffer.text(seq) ?? '';
  const [, whom] =
    /^[{[]"?noproc"?,\s*[{[]"?gen_server"?,\s*"?call"?,\s*\["?([^",\]]+)/.exec(text) ?? [];
  if (whom === undefined) return NONE;
  const { names } = past.buffer;
  const exited = past.back(seq, EVENT.exited, (at) => {
    const pid = past.pid(at);
    return names.registeredName(pid) === whom || printPid(pid) === whom;
  });
  return exited === NONE ? NONE : deathOf(past, past.pid(exited), exited + 1);
}

/** Slept enough, or the other died; or time was up: then what the other did meanwhile. */
function waitEnded(past: Past, seq: number): Cause {
  const pid = past.pid(seq);
  const how = past.a(seq);
  if (how === DIED) return one(deathOf(past, past.peer(seq), seq));
  const wait = past.waitOf(seq);
  if (wait === NONE) return 'gone';
  if (past.supervises(pid)) {
    const stopping = stoppingOf(past, pid, past.peer(seq), seq);
    if (stopping !== NONE) return one(stopping);
  }
  if (how === WOKE || past.peer(seq) === 0) return stepAt(past, pid, wait);
  const doing = doingOf(past, past.peer(seq), seq, requestOf(past, wait));
  return doing.length === 0 ? stepAt(past, pid, wait) : doing;
}

/** Nobody got the message: the receiver was dead, or waited for it no longer. */
function dropped(past: Past, seq: number): Cause {
  const receiver = past.peer(seq);
  if (past.a(seq) === STALE) {
    const late = timeoutAround(past, receiver, seq);
    return late === NONE ? ofStepOrCommand(past, seq) : one(late);
  }
  const death = receiver === 0 ? NONE : deathOf(past, receiver, seq);
  if (death !== NONE) return one(death);
  return past.a(seq) === NOPROC ? ofStepOrCommand(past, seq) : 'gone';
}

/** That time was up is told when the receiver has its turn: that may be right after the answer came too late. */
function timeoutAround(past: Past, receiver: ProcessKey, seq: number): number {
  const sender = past.pid(seq);
  const isIt = (at: number) =>
    past.type(at) === EVENT.wait_ended && past.pid(at) === receiver && past.peer(at) === sender;
  const end = Math.min(past.buffer.end, seq + TURN_REACH);
  for (let at = seq + 1; at < end; at++) if (isIt(at)) return at;
  return past.ownWhere(receiver, seq, isIt);
}
const TURN_REACH = 64;
