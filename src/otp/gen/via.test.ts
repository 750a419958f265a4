import { describe, expect, test } from 'vitest';
import type { Steps } from '../../runtime/activation.ts';
import type { Self } from '../../runtime/self.ts';
import type { ServerRef, ViaName } from '../../runtime/server-ref.ts';
import { Pid, type Term } from '../../runtime/term.ts';
import type { TestModule } from '../../testing/run-modules.ts';
import { caught, raises, runScripts, type Script } from '../../testing/run-script.ts';
import { ASKED, GLOBAL, startRegistry, VIA, VIA_MODULES } from '../../testing/via-modules.ts';
import { DOWN, EXIT, failed } from '../../testing/with-server.ts';
import { genEvent } from '../gen-event/api.ts';
import { genServer } from '../gen-server/api.ts';
import type { GenServer } from '../gen-server/module.ts';
import { genStatem } from '../gen-statem/api.ts';
import { keepStateAndData, okState, replyTo } from '../gen-statem/results.ts';
import { global } from '../global.ts';
import { exit, ignore, noreply, ok, reply, stop } from '../results.ts';
import { supervisor } from '../supervisor/api.ts';
import { sys } from './sys.ts';

/** Its init does what it is told; then it adds up what it is cast, and crashes when it is asked to. */
const server: GenServer<Term[], Term, Term> = {
  init(how) {
    if (how === 'ignore') return ignore();
    if (how === 'stop') return stop('stopped');
    if (how === 'crash') return exit('crashed');
    return ok([]);
  },
  handleCall: (request, _from, state) =>
    request === 'crash' ? exit('crash') : reply(state, state),
  handleCast: (message, state) => noreply([...state, message]),
};

const machine = {
  callbackMode: () => 'handle_event_function',
  init: () => okState('s', null),
  handleEvent: (type: Term) =>
    Array.isArray(type) ? keepStateAndData(replyTo(type[1], 'answer')) : keepStateAndData(),
};

const MODULES = {
  ...VIA_MODULES,
  server: { default: server },
  machine: { default: machine },
  sup: { default: { init: () => ok({ flags: {}, children: [] }) } },
};

function run(
  main: (self: Self, note: (value: unknown) => void) => Steps<unknown>,
  others: Readonly<Record<string, Script>> = {},
  modules: Readonly<Record<string, TestModule>> = {},
) {
  const whole: Script = function* (self, note) {
    self.trapExit(true);
    yield* startRegistry(self);
    yield* main(self, note);
  };
  return runScripts({ ...others, main: whole }, { ...MODULES, ...modules });
}

const NAMES: readonly (readonly [string, ViaName])[] = [
  ['in global', GLOBAL],
  ['by a module', VIA],
  ['by a module that asks a server', ASKED],
];

const BEHAVIOURS = [
  [
    'gen_server',
    (self: Self, name: ViaName, how: How) => genServer[how](self, 'server', null, { name }),
  ],
  [
    'gen_statem',
    (self: Self, name: ViaName, how: How) => genStatem[how](self, 'machine', null, { name }),
  ],
  ['gen_event', (self: Self, name: ViaName, how: How) => genEvent[how](self, { name })],
] as const;
type How = 'start' | 'startLink' | 'startMonitor';
type Started = { readonly type: string; readonly pid: Pid };

const ROWS: Readonly<Record<string, readonly [global: string, via: string]>> = {
  gen_server: ['gen_server_SUITE/start#6', 'gen_server_SUITE/start#6'],
  gen_statem: ['gen_statem_SUITE/start7', 'gen_statem_SUITE/start12'],
  gen_event: ['gen_event_SUITE/start', 'gen_event_SUITE/start'],
};

describe('a start with a name in global or by via', () => {
  const cases = BEHAVIOURS.flatMap(([behaviour, start]) =>
    NAMES.map(([where, name]) => {
      const row = (ROWS[behaviour] as readonly string[])[name[0] === 'global' ? 0 : 1];
      return [row, behaviour, where, name, start] as const;
    }),
  );

  test.each(cases)(
    '%s: of a %s, %s: it has the name until it ends, and nobody else gets it',
    (_row, _behaviour, _where, name, start) => {
      const { noted, exit: end } = run(function* (self, note) {
        const first = (yield* start(self, name, 'startLink')) as Started;
        for (const how of ['start', 'startLink', 'startMonitor'] as const)
          note(yield* start(self, name, how) as Steps<unknown>);
        note(yield* self.receiveWithin(10));
        yield* genServer.stop(self, name, 'shutdown');
        note(yield* self.receive());
        note(yield* caught(genServer.stop(self, name)));
        const again = (yield* start(self, name, 'startMonitor')) as Started;
        note([first.type, again.type]);
        yield* genServer.stop(self, again.pid, 'shutdown');
        note(yield* self.receive());
        note((yield* start(self, name, 'start') as Steps<Started>).type);
        note(first.pid);
      });
      expect(end).toBe('normal');
      const taken = failed(['already_started', noted.at(-1)]);
      expect(noted.slice(0, -1)).toEqual([
        ...[taken, taken, taken],
        undefined,
        EXIT('shutdown'),
        'noproc',
        ['ok', 'ok'],
        DOWN('shutdown'),
        'ok',
      ]);
    },
  );

  test('gen_statem_SUITE/start10: a machine without a link answers by its global name', () => {
    const { noted } = run(function* (self, note) {
      yield* genStatem.start(self, 'machine', null, { name: GLOBAL });
      note(yield* genStatem.call(self, GLOBAL, 'question'));
      yield* genStatem.stop(self, GLOBAL);
      note(yield* caught(genStatem.call(self, GLOBAL, 'question')));
    });
    const blamed = ['gen_statem', 'call', [GLOBAL, 'question', 'infinity']];
    expect(noted).toEqual(['answer', ['noproc', blamed]]);
  });

  test.each(NAMES)(
    'gen_server_SUITE/otp_7669: when init has failed the name is free before the starter is told, %s',
    (_where, name) => {
      const { noted } = run(function* (self, note) {
        for (const how of ['ignore', 'stop', 'crash']) {
          note(yield* genServer.start(self, 'server', how, { name }));
          note((yield* genServer.start(self, 'server', null, { name })).type);
          yield* genServer.stop(self, name);
        }
      });
      const results = [{ type: 'ignore' }, failed('stopped'), failed('crashed')];
      expect(noted).toEqual(results.flatMap((result) => [result, 'ok']));
    },
  );

  test('a process that comes too late with its name ends normally; its starter is told whose it is', () => {
    const { noted } = run(
      function* (self, note) {
        self.spawn('scripts', 'other');
        note(yield* genServer.startLink(self, 'server', null, { name: ASKED }));
        note(yield* self.call('registry', ['whereis', 'kv']));
        note(yield* self.receive());
      },
      {
        *other(self) {
          yield* self.call('registry', ['register', 'kv', self.pid]);
          yield* self.sleep(100);
        },
      },
    );
    const [, owner] = noted;
    expect(noted).toEqual([failed(['already_started', owner]), expect.any(Pid), EXIT('normal')]);
  });

  test('a module that fails to register ends the process, one that fails to unregister too', () => {
    const broken = (answer: unknown): TestModule => ({
      whereisName: () => undefined,
      registerName: () => answer ?? exit('boom'),
      unregisterName: () => exit('bang'),
    });
    const { noted } = run(
      function* (self, note) {
        const start = (module: string, how: string): Steps<unknown> =>
          genServer
            .startLink(self, 'server', how, { name: ['via', module, 'kv'] })
            [Symbol.iterator]();
        note(yield* start('boom', 'good'));
        note(yield* start('maybe', 'good'));
        note(yield* start('bang', 'stop'));
        note(yield* caught(start('nobody', 'good')));
        note(yield* self.receiveWithin(10));
        const name = ['local', 'kv'] as never;
        note(raises(() => genServer.start(self, 'server', null, { name })));
      },
      {},
      { boom: broken(undefined), maybe: broken('maybe'), bang: broken('yes') },
    );
    expect(noted).toEqual([
      failed('boom'),
      failed([['case_clause', 'maybe'], [['maybe', 'register_name']]]),
      failed('bang'),
      'undef',
      undefined,
      'function_clause',
    ]);
  });
});

describe('who is asked or told by such a name', () => {
  test.each(NAMES)('answers, takes casts and stops, %s', (where, name) => {
    const rows = run(function* (self, note) {
      yield* genServer.start(self, 'server', null, { name });
      self.cast(name, 'one');
      genServer.cast(self, name, 'two');
      yield* self.sleep(20);
      note(yield* self.call(name, 'state'));
      note(yield* sys.getState(self, name));
      yield* genServer.stop(self, name);
      self.cast(name, 'three');
      note(yield* caught(self.call(name, 'state')));
      note(yield* caught(sys.getState(self, name)));
    });
    expect(where).not.toBe('');
    expect(rows.noted).toEqual([
      ['one', 'two'],
      ['one', 'two'],
      ['noproc', ['gen_server', 'call', [name, 'state']]],
      ['noproc', ['sys', 'get_state', [name]]],
    ]);
  });

  test.each([
    ['gen_server_SUITE/stop6', genServer, 'server', GLOBAL],
    ['gen_server_SUITE/stop7', genServer, 'server', VIA],
    ['gen_statem_SUITE/stop6', genStatem, 'machine', GLOBAL],
    ['gen_statem_SUITE/stop7', genStatem, 'machine', VIA],
  ] as const)('%s: stop by the name', (_row, behaviour, module, name) => {
    const { noted } = run(function* (self, note) {
      const { pid } = (yield* behaviour.start(self, module, null, { name })) as { pid: Pid };
      note(yield* behaviour.stop(self, name));
      note(self.isAlive(pid));
      note(yield* caught(behaviour.stop(self, name)));
    });
    expect(noted).toEqual([undefined, false, 'noproc']);
  });

  test('gen_server_SUITE/send_request: a request by such a name is answered; where nobody has it, that is the response', () => {
    const { noted } = run(function* (self, note) {
      for (const name of [GLOBAL, VIA]) {
        const ask = (): Steps<unknown> =>
          genServer.receiveResponse(self, genServer.sendRequest(self, name, 'state'), 100);
        note(yield* ask());
        yield* genServer.start(self, 'server', null, { name });
        note(yield* ask());
      }
    });
    const answer = { type: 'reply', reply: [] };
    expect(noted).toEqual([failed(['noproc', GLOBAL]), answer, failed(['noproc', VIA]), answer]);
  });

  test.each([
    ['in global', GLOBAL],
    ['by a module', VIA],
  ] as const)(
    'a manager is notified %s; a notification for nobody is lost, as a cast is',
    (_where, name) => {
      const handler = {
        init: () => ok([]),
        handleEvent: (event: Term, state: Term[]) => ok([...state, event]),
        handleCall: (_query: Term, state: Term[]) => ({ type: 'ok', reply: state, state }),
      };
      const { noted } = run(
        function* (self, note) {
          genEvent.notify(self, name, 'lost');
          yield* genEvent.start(self, { name });
          note(yield* genEvent.addHandler(self, name, 'handler'));
          genEvent.notify(self, name, 'one');
          note(yield* genEvent.syncNotify(self, name, 'two'));
          note(yield* genEvent.call(self, name, 'handler', 'state'));
        },
        {},
        { handler: { default: handler } },
      );
      expect(noted).toEqual(['ok', 'ok', ['one', 'two']]);
    },
  );

  test('what does not wait is not for a module that does', () => {
    const { noted } = run(
      function* (self, note) {
        const waits: ServerRef = ASKED;
        note(raises(() => genServer.sendRequest(self, waits, 'state')));
        const send = ['via', 'waits', 'kv'] as const;
        note(raises(() => self.cast(send, 'lost')));
        yield* self.sleep(1);
      },
      {},
      { waits: { send: function* () {} } },
    );
    expect(noted).toEqual(['call_needs_a_generator', 'call_needs_a_generator']);
  });

  test('a supervisor is asked by such a name', () => {
    const { noted } = run(function* (self, note) {
      yield* supervisor.startLink(self, 'sup', null, { name: GLOBAL });
      note((yield* supervisor.countChildren(self, GLOBAL)).workers);
      note(yield* caught(supervisor.countChildren(self, VIA)));
    });
    const blamed = ['gen_server', 'call', [VIA, { type: 'count_children' }]];
    expect(noted).toEqual([0, ['noproc', blamed]]);
  });

  test('a report of it has the name', () => {
    const { world } = run(function* (self) {
      yield* genServer.start(self, 'server', null, { name: GLOBAL });
      yield* caught(self.call(GLOBAL, 'crash'));
    });
    const names = world.events
      .filter(({ type }) => type === 'reported')
      .map(({ payload }) => (payload as { readonly name: unknown }).name);
    expect(names).toEqual([['kv', 1], null]);
  });
});

describe('enter_loop with a name in global or by via', () => {
  /** Registers as `own`, if that is one, and enters as `as`. */
  const others: Readonly<Record<string, Script>> = {
    *enters(self, _note, own: Term, as: ViaName) {
      self.trapExit(true);
      if (own === 'global') yield* global.registerName(self, GLOBAL[1], self.pid);
      if (own === 'via') self.register('kv');
      return genServer.enterLoop(self, 'server', [], { name: as });
    },
    *machine(self, _note, as: ViaName) {
      yield* global.registerName(self, GLOBAL[1], self.pid);
      return genStatem.enterLoop(self, 'machine', 's', null, { name: as });
    },
  };

  test.each([
    ['global', GLOBAL],
    ['via', VIA],
  ] as const)('gen_server_SUITE/spec_init#1: under the name it has, %s', (own, name) => {
    const { noted } = run(function* (self, note) {
      self.spawnLink('scripts', 'enters', [own, name]);
      yield* self.sleep(1);
      note(yield* self.call(name, 'state'));
      yield* genServer.stop(self, name);
      note(yield* self.receive());
    }, others);
    expect(noted).toEqual([[], EXIT('normal')]);
  });

  test.each([
    ['gen_server_SUITE/spec_init#2', 'none', GLOBAL, 'process_not_registered_globally'],
    ['gen_server_SUITE/otp_5854', 'none', VIA, ['process_not_registered_via', 'local_names']],
  ] as const)('%s: not under one that it does not have: %s', (_row, own, name, reason) => {
    const { noted } = run(function* (self, note) {
      for (const _time of ['nobody has it', 'somebody else has it']) {
        self.spawnLink('scripts', 'enters', [own, name]);
        note(yield* self.receive());
        yield* genServer.start(self, 'server', null, { name });
      }
    }, others);
    expect(noted).toEqual([EXIT(reason), EXIT(reason)]);
  });

  test('gen_statem_SUITE/enter_loop: a machine under its global name, not under another', () => {
    const { noted } = run(function* (self, note) {
      self.spawnLink('scripts', 'machine', [GLOBAL]);
      yield* self.sleep(1);
      note(yield* genStatem.call(self, GLOBAL, 'question'));
      yield* genStatem.stop(self, GLOBAL);
      note(yield* self.receive());
      self.spawnLink('scripts', 'machine', [['global', 'other']]);
      note(yield* self.receive());
    }, others);
    const refused = EXIT('process_not_registered_globally');
    expect(noted).toEqual(['answer', EXIT('normal'), refused]);
  });

  test('gen_server_SUITE/spec_init_global_registered_parent: whoever spawned it is its parent, also with a global name: its EXIT ends it by way of terminate', () => {
    const terminated: unknown[] = [];
    run(
      function* (self) {
        self.spawn('scripts', 'parent');
        yield* self.sleep(100);
      },
      {
        *parent(self) {
          yield* global.registerName(self, 'parent', self.pid);
          self.spawnLink('scripts', 'child');
          yield* self.sleep(10);
        },
        child(self) {
          self.trapExit(true);
          return genServer.enterLoop(self, 'ends', 'state');
        },
      },
      {
        ends: {
          default: { terminate: (...all: unknown[]) => void terminated.push(all.slice(0, 2)) },
        },
      },
    );
    expect(terminated).toEqual([['normal', 'state']]);
  });
});
