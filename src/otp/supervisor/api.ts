import type { Steps } from '../../runtime/activation.ts';
import type { Self } from '../../runtime/self.ts';
import type { ServerRef } from '../../runtime/server-ref.ts';
import { freezeTerm, type Pid, type Term } from '../../runtime/term.ts';
import { Starting, type StartOptions } from '../gen/gen.ts';
import { sys } from '../gen/sys.ts';
import { type AutoShutdown, type ChildSpec, checkStartSpecs } from './child-spec.ts';
import { SUPERVISOR } from './supervisor.ts';

export type StartChildResult =
  | { readonly type: 'ok'; readonly pid: Pid | 'undefined'; readonly extra?: Term }
  | { readonly type: 'error'; readonly reason: Term };
export type ChildResult = 'ok' | { readonly type: 'error'; readonly reason: Term };

/** The part of `Status.misc` that holds the state. */
type SupervisorStatus = readonly [
  header: Term,
  data: Term,
  state: readonly [string, readonly [readonly [string, { readonly module: string }]]],
];

const ask = (self: Self, sup: ServerRef, request: Term): Steps<never> =>
  self.call(sup, request, Number.POSITIVE_INFINITY) as Steps<never>;

/** The functions of OTP's module `supervisor`. All wait as long as it takes; used with `yield*`. */
export const supervisor = {
  /** `start_link/2,3`: returns when all children run; `{error, {shutdown, {failed_to_start_child, Id, Reason}}}` if one did not start. */
  startLink: (
    self: Self,
    module: string,
    args: Term = null,
    options: StartOptions = {},
  ): Starting => new Starting(self, SUPERVISOR, true, module, args, options),

  /** `start_child/2`: a spec; under simple_one_for_one the list of arguments that are appended to the template's. */
  startChild: (
    self: Self,
    sup: ServerRef,
    spec: ChildSpec | readonly Term[],
  ): Steps<StartChildResult> =>
    ask(self, sup, { type: 'start_child', spec: spec as unknown as Term }),

  /** `terminate_child/2`: by id; under simple_one_for_one by pid. */
  terminateChild: (self: Self, sup: ServerRef, id: Term): Steps<ChildResult> =>
    ask(self, sup, { type: 'terminate_child', id }),
  restartChild: (self: Self, sup: ServerRef, id: Term): Steps<StartChildResult> =>
    ask(self, sup, { type: 'restart_child', id }),
  deleteChild: (self: Self, sup: ServerRef, id: Term): Steps<ChildResult> =>
    ask(self, sup, { type: 'delete_child', id }),
  /** `get_childspec/2`. */
  getChildspec: (self: Self, sup: ServerRef, id: Term): Steps<Term> =>
    ask(self, sup, { type: 'get_childspec', id }),

  /** `which_children/1`: newest first, each with id, child (pid, undefined or restarting), type and modules. */
  whichChildren: (
    self: Self,
    sup: ServerRef,
  ): Steps<
    readonly {
      readonly id: Term;
      readonly child: Pid | string;
      readonly type: string;
      readonly modules: Term;
    }[]
  > => ask(self, sup, { type: 'which_children' }),

  /** `get_callback_module/1`. */
  *getCallbackModule(self: Self, sup: ServerRef): Steps<string> {
    const { misc } = yield* sys.getStatus(self, sup);
    const [, , [, [[, state]]]] = misc as unknown as SupervisorStatus;
    return state.module;
  },

  /** `check_childspecs/1,2`: without `autoShutdown`, what goes together with it is not checked. Waits for nothing. */
  checkChildspecs: (specs: readonly ChildSpec[], autoShutdown?: AutoShutdown): ChildResult => {
    const checked = checkStartSpecs(
      freezeTerm(specs) as readonly Term[],
      autoShutdown ?? 'any_significant',
    );
    return checked.ok ? 'ok' : { type: 'error', reason: checked.error };
  },

  /** `count_children/1`. */
  countChildren: (
    self: Self,
    sup: ServerRef,
  ): Steps<{
    readonly specs: number;
    readonly active: number;
    readonly supervisors: number;
    readonly workers: number;
  }> => ask(self, sup, { type: 'count_children' }),
} as const;
