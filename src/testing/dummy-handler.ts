import {
  type EventHandler,
  okReply,
  removeHandler,
  removeHandlerReply,
  swapHandler,
  swapHandlerReply,
} from '../otp/gen-event/event-handler.ts';
import { error, exit, ok } from '../otp/results.ts';
import type { Term } from '../runtime/term.ts';

/**
 * The handler of OTP's suites (`dummy_h`): does what its event, request or message says: `set`, `throw`, `swap`, `remove`,
 * `bad`, `crash`, `exit`. All else, and every terminate, goes to `log`.
 */
export function dummyHandler(log: unknown[]): { readonly default: EventHandler } {
  const told = (what: Term, state: Term): never => {
    const [verb, value = null] = Array.isArray(what) ? (what as Term[]) : [what];
    switch (verb) {
      case 'set':
        return ok(value) as never;
      case 'throw':
        throw ok(value);
      case 'swap':
        return swapHandler('swap_args', state, value as string, 'init_args') as never;
      case 'remove':
        return removeHandler() as never;
      case 'bad':
        return 'faulty' as never;
      case 'crash':
        return error('crashed');
      case 'exit':
        return exit('exited');
      default:
        log.push([state, what]);
        return ok(state) as never;
    }
  };
  const handler: EventHandler = {
    init(args) {
      if (args === 'error') return { type: 'error', reason: 'my_error' };
      if (args === 'crash') error('no_init');
      if (Array.isArray(args) && args[0] === 'picky') return 'non_existing';
      return ok(args);
    },
    handleEvent: told,
    handleInfo: told,
    handleCall(request, state) {
      const [verb, value = null] = Array.isArray(request) ? (request as Term[]) : [request];
      switch (verb) {
        case 'get':
          return okReply(state, state);
        case 'remove':
          return removeHandlerReply('removed');
        case 'swap':
          return swapHandlerReply('swapped', 'swap_args', state, value as string, 'init_args');
        case 'swap_badly':
          return swapHandlerReply('swapped', 'swap_args', state, value as string, 'picky');
        default:
          return told(request, state);
      }
    },
    terminate(reason, state) {
      log.push(['terminate', reason, state]);
      if (reason === 'undef') error('undef');
      return ['return', reason];
    },
  };
  return { default: handler };
}
