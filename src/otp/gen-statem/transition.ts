import type { Failure } from '../../runtime/exit-reason.ts';
import { MAILBOX_MAX, type Node } from '../../runtime/node.ts';
import type { Process } from '../../runtime/process.ts';
import { equalTerms, freezeTerm, type Term } from '../../runtime/term.ts';
import { EVENT } from '../../runtime/trace-event.ts';
import { debugEvent } from '../gen/debug.ts';
import { askMode, callbacksOf, ENTER, isFailure, resultRaised } from './callbacks.ts';
import { type Data, eventName, FIRST, type Transition } from './data.ts';
import { badReason, replyOf, verdictOn, type Wish, wishOf } from './decide.ts';
import { failed, refused, show, terminate } from './end.ts';
import type { ReplyAction } from './module.ts';
import { afterTransition, hasNext, held } from './queue.ts';
import { applyRequests, cancelTimeout } from './timeouts.ts';

/** Takes in what a state callback gave. Port of the `loop_*` functions from `loop_state_callback_result/11` on. */
export function took(node: Node, process: Process, tag: number, value: unknown): void {
  const transition = (process.data as Data).transition as Transition;
  let verdict: ReturnType<typeof verdictOn>;
  try {
    verdict = verdictOn(value, transition, tag === ENTER);
  } catch (thrown) {
    return resultRaised(node, process, tag, thrown);
  }
  switch (verdict.type) {
    case 'go': {
      const { state, data, enters, actions } = verdict;
      const next = { ...transition, state, data, enters: transition.enters || enters };
      return act(node, process, tag, next, actions, enters);
    }
    case 'stop':
      show(node, process, transition.state, verdict.data);
      return stop(node, process, tag, verdict.reason, verdict.replies);
    case 'bad':
      show(node, process, transition.state, transition.data);
      return refused(node, process, tag, verdict.reason);
  }
}

/** Port of `reply_then_terminate/8`. */
function stop(
  node: Node,
  process: Process,
  tag: number,
  reason: Term,
  replies: readonly unknown[],
): void {
  for (const action of replies) {
    let wish: ReturnType<typeof replyOf>;
    try {
      wish = replyOf(action);
    } catch (thrown) {
      return resultRaised(node, process, tag, thrown);
    }
    if (wish === null)
      return refused(node, process, tag, badReason('bad_reply_action_from_state_function', action));
    answer(node, process, wish);
  }
  terminate(node, process, reason, reason, 0);
}

function answer(node: Node, process: Process, { from, reply }: ReplyAction): void {
  node.mail.reply(process, from, reply);
  if (process.debug !== null) debugEvent(node, process, 'out', reply, from);
}

/** Does the actions of one callback, in their order; then the state is entered, if that is due, or the transition is done. */
export function act(
  node: Node,
  process: Process,
  tag: number,
  transition: Transition,
  actions: readonly unknown[],
  enters: boolean,
): void {
  let { postpone } = transition;
  const inserted = [...transition.inserted];
  const requests = [...transition.requests];
  for (const action of actions) {
    let wish: Wish;
    try {
      wish = wishOf(action, modulesOf(process), tag === ENTER);
    } catch (thrown) {
      return resultRaised(node, process, tag, thrown);
    }
    switch (wish.type) {
      case 'reply':
        answer(node, process, wish);
        break;
      case 'postpone':
        postpone = wish.flag;
        break;
      case 'insert':
        inserted.push(wish.event);
        if (process.debug !== null) {
          const { type, content } = wish.event;
          debugEvent(node, process, 'in', [type, content], transition.state);
        }
        break;
      case 'timeout':
        requests.push(wish.request);
        break;
      case 'modules': {
        const failure = changeModules(node, process, wish.modules);
        if (failure === null) {
          if (process.debug !== null)
            debugEvent(node, process, 'module', process.module, transition.state);
          break;
        }
        show(node, process, transition.state, transition.data);
        return failed(node, process, 'callback_mode', failure, wish.modules[0]);
      }
      case 'bad':
        show(node, process, transition.state, transition.data);
        return refused(node, process, tag, wish.reason);
      case 'nothing':
        break;
    }
  }
  const next = { ...transition, postpone, inserted, requests };
  if (!enters || !(process.data as Data).mode.stateEnter) return done(node, process, next);
  process.data = { ...(process.data as Data), transition: next };
  process.toStart = true;
}

const modulesOf = (process: Process): readonly string[] => [
  process.module,
  ...(process.data as Data).below,
];

/** Another module has the callbacks from now on, if it can tell its callback mode; else why not. */
function changeModules(
  node: Node,
  process: Process,
  [module, ...below]: readonly string[],
): Failure | null {
  const mode = askMode(node, process, module as string);
  if (isFailure(mode)) return mode;
  process.module = module as string;
  process.callbacks = callbacksOf(node, process.module);
  process.data = { ...(process.data as Data), below, mode };
  return null;
}

/** The transition takes effect. Port of `loop_state_transition/9` and what follows it. */
function done(node: Node, process: Process, transition: Transition): void {
  const data = process.data as Data;
  const { event, state, requests } = transition;
  const [from] = process.state as readonly [Term, Term];
  const changes = !equalTerms(state, from);
  const { id } = process.pid;
  if (transition.postpone) {
    const count = (data.postponed?.count ?? 0) + 1;
    const told = freezeTerm([event.type, event.content]);
    node.trace.write(node.now, EVENT.postponed, id, 0, count, event.seq, told);
  }
  if (process.debug !== null) {
    const word = transition.postpone ? 'postpone' : 'consume';
    debugEvent(node, process, word, [event.type, event.content], from, state);
  }
  let { timeouts } = data;
  if (changes) timeouts = cancelTimeout(node, process, timeouts, 'state_timeout');
  timeouts = cancelTimeout(node, process, timeouts, 'timeout');
  if (transition.enters && event !== FIRST)
    tellTransition(node, process, eventName(event.type), event.seq, from, state);
  show(node, process, state, transition.data);
  timeouts = applyRequests(node, process, timeouts, requests);
  const after = afterTransition(data, transition, changes, timeouts);
  process.data = after;
  process.toStart = hasNext(after);
  if (held(after) > MAILBOX_MAX) node.exits.die(process, 'system_limit', 1);
}

export function tellTransition(
  node: Node,
  process: Process,
  type: string,
  seq: number,
  from: Term,
  to: Term,
): void {
  const name = node.trace.intern(type);
  const payload = Object.freeze({ from, to });
  node.trace.write(node.now, EVENT.transitioned, process.pid.id, 0, name, seq, payload);
}
