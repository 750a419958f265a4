import {
  genStatem,
  keepState,
  keepStateAndData,
  nextState,
  okState,
  postpone,
  replyTo,
  type Self,
  type StateFunctions,
  stateTimeout,
} from 'otp';
import { hello } from './station.ts';

type State = 'connecting' | 'connected' | 'backing_off';
/** Tries since it was last connected, and pages it has given out. */
type Data = { readonly tries: number; readonly served: number };

const ANSWER_MS = 1000;
const PAUSE_MS = 1000;

export const start = (self: Self) =>
  genStatem.startLink(self, 'connection', null, { name: 'connection' });
export const fetch = (self: Self, page: number) => genStatem.call(self, 'connection', page);

/** What the monitor sends when the station is gone. */
const isDown = (message: unknown) => (message as { type?: unknown } | null)?.type === 'DOWN';

/** Each pause is twice as long as the one before. Calls are put off until there is a connection. */
export default {
  callbackMode: () => ['state_functions', 'state_enter'],
  init: () => okState('connecting', { tries: 0, served: 0 }),

  connecting(type, content, data, self) {
    if (type === 'enter') {
      hello(self);
      return keepState({ ...data, tries: data.tries + 1 }, stateTimeout(ANSWER_MS, 'no_answer'));
    }
    if (type === 'state_timeout') return nextState('backing_off', data);
    if (content !== 'welcome') return keepStateAndData(postpone());
    self.monitor('station');
    return nextState('connected', { ...data, tries: 0 });
  },

  backing_off(type, content, data) {
    if (type === 'enter')
      return keepStateAndData(stateTimeout(PAUSE_MS * 2 ** data.tries, 'try_again'));
    if (content === 'try_again') return nextState('connecting', data);
    return keepStateAndData(postpone());
  },

  connected(type, content, data) {
    if (typeof type !== 'string' && type[0] === 'call') {
      const answer = replyTo(type[1], ['page', content]);
      return keepState({ ...data, served: data.served + 1 }, answer);
    }
    return isDown(content) ? nextState('backing_off', data) : keepStateAndData();
  },
} satisfies StateFunctions<State, Data>;
