import type { Action, EventType, TimeoutKind } from '../../../otp/gen-statem/module.ts';
import {
  cancelTimeout,
  changeCallbackModule,
  eventTimeout,
  genericTimeout,
  hibernate,
  keepState,
  keepStateAndData,
  nextEvent,
  nextState,
  okState,
  popCallbackModule,
  postpone,
  pushCallbackModule,
  repeatState,
  repeatStateAndData,
  replyTo,
  stateTimeout,
  stopAndReply,
  updateTimeout,
} from '../../../otp/gen-statem/results.ts';
import { error, ignore, stop } from '../../../otp/results.ts';
import type { Self } from '../../../runtime/self.ts';
import type { From, Term } from '../../../runtime/term.ts';
import type { JsonTerm } from '../../otp-trace/parse-scenarios.ts';
import type { TestModule } from '../../run-modules.ts';
import { normalTerm } from '../normal-term.ts';
import { unusual } from '../unusual.ts';
import type { Act, Rule, StatemScenario, TimeoutStart } from './scenario.ts';

/** What the machine remembers. */
interface Data {
  readonly n: number;
  readonly saved?: From;
}

/** Notes go out of the run; `fuel` comes in, which a command fills up. */
export interface Outside {
  note(what: unknown): void;
  /** False when it is used up. */
  burn(): boolean;
  /** The code has been changed. */
  isChanged: boolean;
}

/** A callback module that does what the scenario's table says, in either callback mode. */
export function machineModule(
  module: string,
  scenario: StatemScenario,
  outside: Outside,
): TestModule {
  const { trapExit, init, rules, enters, terminate, upgrade } = scenario;
  const handle =
    (callback: string) =>
    (type: EventType, content: Term, state: Term, data: Term, self: Self): unknown => {
      const kept = data as unknown as Data;
      const word = Array.isArray(type) && type[0] === 'call' ? 'call' : type;
      outside.note([module, callback, word, normalTerm(content), state, kept.n]);
      if (!outside.burn()) return keepStateAndData();
      const rule =
        type === 'enter' ? enters[state as string] : rules[state as string]?.[String(content)];
      return rule === undefined ? keepStateAndData() : byRule(rule, type, kept, self);
    };
  const stateCallback =
    (state: string) =>
    (type: EventType, content: Term, data: Term, self: Self): unknown =>
      handle(state)(type, content, state, data, self);
  return {
    default: {
      callbackMode() {
        outside.note([module, 'callback_mode']);
        const mode = modeOf(module, scenario, outside.isChanged);
        return typeof mode === 'object' && 'list' in mode ? mode.list : mode;
      },
      init(_args: Term, self: Self): unknown {
        self.trapExit(trapExit);
        outside.note([module, 'init']);
        if (init === 'ignore') return ignore();
        if ('stop' in init) return stop(init.stop as Term);
        if (!('state' in init)) return unusual(init);
        return okState(init.state, { n: 0 }, ...actionsOf(init.actions, null, { n: 0 }, self));
      },
      handleEvent: handle('handle_event'),
      s1: stateCallback('s1'),
      s2: stateCallback('s2'),
      s3: stateCallback('s3'),
      terminate(reason: Term, state: Term, { n }: Data) {
        outside.note([module, 'terminate', normalTerm(reason), state, n]);
        return terminate === 'ok' ? 'ok' : unusual(terminate);
      },
      codeChange(oldVsn: Term, state: Term, data: Data, extra: Term) {
        outside.note([module, 'code_change', oldVsn, state, data.n, extra]);
        outside.isChanged = true;
        return upgrade === 'ok' ? okState(state, { ...data, n: data.n + 10 }) : unusual(upgrade);
      },
    },
    // As what sys:replaceState calls; functions are no terms.
    replace_state: (_self: Self, [, data]: readonly [Term, Data]) => [
      's2',
      { ...data, n: data.n + 100 },
    ],
    replace_badly: () => error('oops'),
  };
}

function modeOf(module: string, scenario: StatemScenario, isChanged: boolean): JsonTerm {
  const { mode, modeOfSecond = mode, modeAfterChange } = scenario;
  if (isChanged && modeAfterChange !== undefined) return modeAfterChange;
  return module === 'fuzz_m2' ? modeOfSecond : mode;
}

function byRule(rule: Rule, type: EventType, data: Data, self: Self): unknown {
  const given = resultOf(rule, type, data, self);
  if (rule.throws === true) throw given;
  return given;
}

function resultOf({ result, actions }: Rule, type: EventType, data: Data, self: Self): unknown {
  const done = actionsOf(actions, type, data, self);
  const from = callerOf(type);
  const saved = actions.includes('save') && from !== null ? { saved: from } : {};
  const next = { ...data, ...saved, n: data.n + 1 };
  switch (result) {
    case 'keep':
      return keepStateAndData(...done);
    case 'keep_data':
      return keepState(next, ...done);
    case 'repeat':
      return repeatStateAndData(...done);
    case 'repeat_data':
      return repeatState(next, ...done);
    default:
      break;
  }
  if ('next' in result) return nextState(result.next, next, ...done);
  if ('stop' in result) return stop(result.stop as Term);
  if ('stop_data' in result) return stop(result.stop_data as Term, next);
  const replies = done.filter((action) => typeof action === 'object' && action.type === 'reply');
  if ('stop_reply' in result) return stopAndReply(result.stop_reply as Term, replies as never);
  if ('stop_reply_data' in result)
    return stopAndReply(result.stop_reply_data as Term, replies as never, next);
  return unusual(result);
}

const callerOf = (type: EventType | null): From | null =>
  Array.isArray(type) && type[0] === 'call' ? (type[1] as From) : null;

const actionsOf = (
  acts: readonly Act[],
  type: EventType | null,
  data: Data,
  self: Self,
): readonly Action[] => acts.flatMap((act) => actionOf(act, type, data, self));

/** None for what has no meaning for this event. */
function actionOf(
  act: Act,
  type: EventType | null,
  { saved }: Data,
  self: Self,
): readonly Action[] {
  const from = callerOf(type);
  if (act === 'save') return [];
  if (act === 'hibernate') return [hibernate()];
  if (act === 'postpone') return [postpone()];
  if (act === 'pop') return [popCallbackModule()];
  if ('postpone' in act) return [postpone(act.postpone)];
  if ('reply' in act) return from === null ? [] : [replyTo(from, act.reply as Term)];
  if ('reply_saved' in act)
    return saved === undefined ? [] : [replyTo(saved, act.reply_saved as Term)];
  if ('next_event' in act) {
    const { type: inserted, content } = act.next_event;
    if (inserted !== 'call') return [nextEvent(inserted, content)];
    return from === null ? [] : [nextEvent(['call', from], content)];
  }
  if ('timeout' in act) return [startOf(act.timeout, self)];
  if ('bare' in act) return [act.bare as unknown as Action];
  if ('cancel' in act) return [cancelTimeout(act.cancel as TimeoutKind)];
  if ('update' in act) return [updateTimeout(act.update.kind as TimeoutKind, act.update.content)];
  if ('change' in act) return [changeCallbackModule(act.change)];
  if ('push' in act) return [pushCallbackModule(act.push)];
  return [act.bad as unknown as Action];
}

function startOf({ kind, time, content, abs }: TimeoutStart, self: Self): Action {
  const ms = time === 'infinity' ? Number.POSITIVE_INFINITY : time;
  const at = abs === true ? self.now() + ms : ms;
  const options = abs === true ? { abs } : undefined;
  if (kind === 'state_timeout') return stateTimeout(at, content, options);
  if (kind === 'timeout') return eventTimeout(at, content, options);
  return genericTimeout(kind[1], at, content, options);
}
