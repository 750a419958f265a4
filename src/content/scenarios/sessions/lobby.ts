import {
  type GenServer,
  genServer,
  noreply,
  ok,
  type Pid,
  reply,
  type Self,
  supervisor,
} from 'otp';

type State = {
  readonly opened: number;
  readonly online: readonly { readonly user: string; readonly pid: Pid }[];
};
type Open = { type: 'open'; pool: string; user: string };
type Joined = { type: 'joined'; user: string; pid: Pid };
type Down = { type: 'DOWN'; object: Pid };

export const start = (self: Self) => genServer.startLink(self, 'lobby', null, { name: 'lobby' });
export const joined = (self: Self, user: string) =>
  genServer.cast(self, 'lobby', { type: 'joined', user, pid: self.pid });

/** Opens a session now and then, a guest's and a member's by turns. Knows from monitors who is online. */
export default {
  init(_args, self) {
    self.sendAfter(1000, self.pid, 'next');
    return ok({ opened: 0, online: [] });
  },

  handleCall: (_online, _from, state) =>
    reply(
      state.online.map(({ user }) => user),
      state,
    ),

  *handleCast(message, state, self) {
    if (message.type === 'open') {
      yield* supervisor.startChild(self, message.pool, [message.user]);
      return noreply(state);
    }
    const { user, pid } = message;
    self.monitor(pid);
    return noreply({ ...state, online: [...state.online, { user, pid }] });
  },

  *handleInfo(message, { opened, online }, self) {
    if (message !== 'next') {
      const left = online.filter(({ pid }) => pid.id !== message.object.id);
      return noreply({ opened, online: left });
    }
    self.sendAfter(1500, self.pid, 'next');
    const number = opened + 1;
    const [pool, user] = number % 2 === 1 ? ['guests', 'guest'] : ['members', 'member'];
    yield* supervisor.startChild(self, pool, [`${user}_${number}`]);
    return noreply({ opened: number, online });
  },
} satisfies GenServer<State, 'online', Open | Joined, 'next' | Down>;
