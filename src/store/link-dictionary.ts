/**
 * The preset dictionary of codec `p1`: what scenarios and commands have in common, so that a link need
 * not spell it out. Text that repeats something of here costs a few bits.
 *
 * Links that were given out need it as it is, to the last character. Never change it: a better one is
 * a new codec, beside this one.
 */
export const DICTIONARY_1 = [
  "import type { ChildSpec, EventHandler, From, GenServer, Pid, Ref, Self, Steps, SupFlags, Supervisor, Term } from 'otp';\\n",
  "import { div, genEvent, genServer, noreply, ok, okReply, reply, removeHandler, stop, stopReply, supervisor } from 'otp';\\n",
  "type State = Readonly<Record<string, Term>>;\\ntype Call = { type: 'get'; key: string } | { type: 'lookup'; key: string; value: number };\\n",
  "export function* start(self: Self) {\\n  return yield* supervisor.startLink(self, 'simple_sup', null, { name: 'simple_supervisor' });\\n}\\n\\n",
  "export function* run(self: Self, everyMs: number) {\\n  for (;;) {\\n    yield* self.sleep(everyMs + self.random(everyMs));\\n    yield* self.call('kv', { type: 'store', key: 'apples', value: round }, 5_000);\\n    self.cast('packet_assembler', { type: 'fragment', packet: 1, number: 2, of: 3, text: '' });\\n    self.send(self.pid, 'tick');\\n    self.sendAfter(1_000, self.pid, 'tick');\\n  }\\n  return self.tailCall('run', everyMs);\\n}\\n",
  'export default {\\n  init: () => ok({}),\\n  init(args, self) {\\n    self.trapExit(true);\\n    return ok([]);\\n  },\\n',
  "  handleCall(request, _from, state, self) {\\n    switch (request.type) {\\n      case 'store':\\n        return reply('ack', { ...state, [request.key]: request.value });\\n      default:\\n        return reply(state, state);\\n    }\\n  },\\n",
  "  handleCast(message, state, self) {\\n    if (message === 'stop') return stop('normal', state);\\n    throw new Error('badmatch');\\n    return noreply(state);\\n  },\\n",
  '  handleInfo: (message, state) => noreply({ ...state, count: state.count + 1 }),\\n  handleContinue  handleEvent  codeChange\\n  terminate(reason, state) {},\\n} satisfies GenServer<State, Call>;\\n',
  "  init: () =>\\n    ok({\\n      flags: { strategy: 'one_for_one', intensity: 5, period: 1000, autoShutdown: 'never' },\\n      children: [\\n        { id: 'packet', start: ['packet_assembler', 'start', []], restart: 'permanent', shutdown: 500, type: 'worker', significant: false },\\n        { id: 'server', start: ['kv', 'start', []], restart: 'transient', shutdown: 'brutal_kill' },\\n        { id: 'logger', start: ['simple_logger', 'start', []], restart: 'temporary', shutdown: 'infinity' },\\n      ],\\n    }),\\n} satisfies Supervisor;\\n",
  '{"version":1,"title":"","description":"","seed":1,"schedulingDelayUs":[50000,200000],"modules":{"kv":"',
  '"},"boot":[{"type":"start","module":"simple_sup","function":"start","args":[]},{"type":"spawn","name":"client_1","module":"client","function":"run","args":[',
  '"script":[{"at":1000000,"step":0,"type":"crash_next","target":"one_for_all rest_for_one simple_one_for_one gen_server gen_event","type":"exit","reason":"kill"}],"speed":1,',
  '"examples":[{"target":"kv","type":"call","message":{"type":"lookup","key":"crash"},"label":"',
  '["<0.90.0>",["shutdown","normal","killed","badarith","badmatch","crash","noproc","timeout"',
  ',"my_simple_event_logger",{"type":"log","entry":"',
  ',"packet_assembler",{"type":"fragment","packet":1,"number":2,"of":3,"text":"',
  ',"kv",{"type":"store","key":"apples","value":3},5000],[2,',
  ',"kv",{"type":"lookup","key":"crash"},5000],[3,',
  ',"kv","stop"],[0,',
  ',"simple_supervisor","shutdown"],[0,',
  ',"kv","kill"]],[',
  '],"simple_supervisor/server","simple_supervisor/packet","simple_supervisor/logger"]',
  '["essay",null,[[0,',
].join('');
