import { type GenServer, genServer, noreply, ok, reply, type Self } from 'otp';

type Fragment = { type: 'fragment'; packet: number; index: number; of: number; data: string };
type Parts = readonly (string | null)[];
type State = {
  /** Packets that are not whole yet, by number; a hole is null. */
  readonly open: { readonly [packet: string]: Parts };
  /** The last five that are, newest first. */
  readonly whole: readonly string[];
};

export const start = (self: Self) =>
  genServer.startLink(self, 'packet_assembler', null, { name: 'packet_assembler' });
export const fragment = (self: Self, packet: number, index: number, of: number, data: string) =>
  genServer.cast(self, 'packet_assembler', { type: 'fragment', packet, index, of, data });
export const packets = (self: Self) => genServer.call(self, 'packet_assembler', 'packets');

/** Puts packets together from numbered fragments, which arrive in any order. */
export default {
  init: () => ok({ open: {}, whole: [] }),

  handleCall: (_packets, _from, state) => reply(state.whole, state),

  handleCast({ packet, index, of, data }, { open, whole }) {
    const before = open[packet] ?? Array.from({ length: of }, () => null);
    const parts = before.map((part, place) => (place === index ? data : part));
    const { [packet]: _done, ...others } = open;
    if (parts.includes(null)) return noreply({ open: { ...others, [packet]: parts }, whole });
    return noreply({ open: others, whole: [parts.join(''), ...whole].slice(0, 5) });
  },
} satisfies GenServer<State, 'packets', Fragment>;
