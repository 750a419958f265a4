import type { Steps } from '../../runtime/activation.ts';
import type { Self } from '../../runtime/self.ts';
import type { From, Term } from '../../runtime/term.ts';
import type { FormatStatus } from '../gen/format-status.ts';
import type { Ignore, NoReply, Ok, Reply, Stop, StopInit, StopReply } from '../results.ts';

type Waiting<Result> = Result | Steps<Result>;

/**
 * A callback module of gen_server: OTP's callbacks, in camel case. `self` comes last and is good for the
 * callback it was given to. A callback that waits is a generator.
 */
export interface GenServer<State = Term, Call = Term, Cast = Term, Info = Term>
  extends FormatStatus {
  init(args: Term, self: Self): Waiting<Ok<State> | StopInit | Ignore>;
  handleCall?(
    request: Call,
    from: From,
    state: State,
    self: Self,
  ): Waiting<Reply<State> | NoReply<State> | Stop<State> | StopReply<State>>;
  handleCast?(message: Cast, state: State, self: Self): Waiting<NoReply<State> | Stop<State>>;
  handleInfo?(message: Info, state: State, self: Self): Waiting<NoReply<State> | Stop<State>>;
  handleContinue?(argument: Term, state: State, self: Self): Waiting<NoReply<State> | Stop<State>>;
  /** `code_change/3`: the state as the new code has it. `oldVsn` is a version, or `['down', version]`. */
  codeChange?(oldVsn: Term, state: State, extra: Term, self: Self): Waiting<Ok<State>>;
  terminate?(reason: Term, state: State, self: Self): Waiting<unknown>;
}
