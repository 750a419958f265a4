import type { Steps } from '../../runtime/activation.ts';
import { ErlangError } from '../../runtime/exit-reason.ts';
import type { Become } from '../../runtime/plain.ts';
import { CALL_TIMEOUT_MS, type Self } from '../../runtime/self.ts';
import type { ServerRef } from '../../runtime/server-ref.ts';
import { type From, freezeTerm, type Term } from '../../runtime/term.ts';
import { type EnterOptions, enterLoop } from '../gen/enter-loop.ts';
import { startFunctions, stopProcess } from '../gen/gen.ts';
import { abcast, multiCall } from '../gen/multi-call.ts';
import { requests } from '../gen/requests.ts';
import type { Next } from '../results.ts';
import type { EnterData } from './data.ts';
import { GEN_SERVER } from './gen-server.ts';
import { isNext } from './results.ts';

/** The functions of OTP's module `gen_server`. Those that wait are used with `yield*`. */
export const genServer = {
  ...startFunctions(GEN_SERVER),

  /** `call/2,3`; the timeout is in milliseconds. */
  call: (self: Self, dest: ServerRef, request: Term, timeoutMs = CALL_TIMEOUT_MS): Steps<Term> =>
    self.call(dest, request, timeoutMs),

  ...requests,

  multiCall,
  abcast,

  /**
   * `enter_loop/3,4,5`: a plain process returns it, and is a gen_server from then on, without init. `name` must be the
   * process's own; `next` as a callback gives it.
   */
  enterLoop(
    self: Self,
    module: string,
    state: Term,
    { next, ...options }: EnterOptions & { readonly next?: Next } = {},
  ): Become {
    if (typeof module !== 'string' || !isNext(next)) throw new ErlangError('badarg');
    const entering: EnterData['entering'] = { state: freezeTerm(state), next };
    return enterLoop(self, GEN_SERVER, module, { entering } satisfies EnterData, options);
  },

  /** `cast/2`. */
  cast: (self: Self, dest: ServerRef, message: Term): void => self.cast(dest, message),

  /** `reply/2`. */
  reply: (self: Self, from: From, reply: Term): void => self.reply(from, reply),

  /** `stop/1,3`: returns when it has ended with `reason`. */
  stop: stopProcess,
} as const;
