import { describe, expect, test } from 'vitest';
import { From, Pid, type Term } from '../../runtime/term.ts';
import { caught, runScripts } from '../../testing/run-script.ts';
import { type Machine, startMachine, withMachine } from '../../testing/with-machine.ts';
import { withManager } from '../../testing/with-manager.ts';
import { type Server, startLink, withServer } from '../../testing/with-server.ts';
import { genEvent } from '../gen-event/api.ts';
import { genServer } from '../gen-server/api.ts';
import { genStatem } from '../gen-statem/api.ts';
import { genericTimeout, keepStateAndData, postpone } from '../gen-statem/results.ts';
import { error, exit, ok } from '../results.ts';
import { supervisor } from '../supervisor/api.ts';
import type { FormatStatus } from './format-status.ts';
import { sys } from './sys.ts';

type Format = NonNullable<FormatStatus['formatStatus']>;

/** Shows each value as `['shown', value]`. */
const shown: Format = (status) =>
  Object.fromEntries(Object.entries(status).map(([key, value]) => [key, ['shown', value]]));
const calls = (request: Term): Term => [
  'in',
  { type: '$gen_call', from: expect.any(From), request },
];

/** What stands in a status of a gen_server in the two places that `formatStatus` can change. */
const serverMisc = (log: unknown, state: unknown): unknown => [
  ['header', 'Status for generic server server'],
  [
    'data',
    [
      ['Status', 'running'],
      ['Parent', expect.any(Pid)],
      ['Logged events', log],
    ],
  ],
  ['data', [['State', state]]],
];

describe('gen_server', () => {
  const status = (formatStatus: Format) =>
    withServer(
      { formatStatus, handleCall: (request) => error(request) } satisfies Server,
      function* (self, note) {
        yield* genServer.startLink(self, 'server', 's', { name: 'server', debug: ['log'] });
        note((yield* sys.getStatus(self, 'server')).misc);
        note(yield* sys.getState(self, 'server'));
        yield* caught(self.call('server', 'crash'));
      },
    );

  test('a status is what OTP shows of it, with state and log as the module formats them; the state is read as it is', () => {
    const { noted, reports } = status(shown);
    expect(noted).toEqual([serverMisc(['shown', []], ['shown', 's']), 's']);
    expect(reports[0]).toEqual([
      'error_report',
      {
        reason: [['shown', 'crash'], [['server', 'handle_call']]],
        lastMessage: ['shown', 'crash'],
        name: 'server',
        state: ['shown', 's'],
        log: ['shown', [calls('crash')]],
        client: expect.any(Pid),
      },
    ]);
    // The exit reason is nobody's to change.
    expect(reports[1]?.[1]).toMatchObject({ reason: ['crash', [['server', 'handle_call']]] });
  });

  test.each<[string, Format, string]>([
    ['raises', () => error('bad'), 'crashed'],
    [
      'throws',
      (given) => {
        throw given;
      },
      'crashed',
    ],
    ['gives no term', () => ({ state: () => 1 }), 'crashed'],
    ['gives no map', () => ['state'], 'did not return a map'],
    ['gives null', () => null, 'did not return a map'],
    [
      'leaves a key out',
      ({ state }) => ({ state: state as Term }),
      'returned a map with unknown keys',
    ],
  ])(
    'one that %s is told in the place of the state, and all else is as it was',
    (_how, format, text) => {
      const { noted, reports } = status(format);
      const told = `server:format_status/1 ${text}`;
      expect(noted).toEqual([serverMisc([], told), 's']);
      expect(reports[0]?.[1]).toMatchObject({
        reason: ['crash', [['server', 'handle_call']]],
        lastMessage: 'crash',
        state: told,
        log: [calls('crash')],
      });
    },
  );

  test('a key may come to it, as in OTP', () => {
    const { noted } = status((given) => ({ ...given, state: 'hidden', more: 1 }));
    expect(noted).toEqual([serverMisc([], 'hidden'), 's']);
  });

  test('what is no error has no stack in its report; a message is shown as it came', () => {
    const { reports } = withServer(
      { formatStatus: shown, handleCast: () => exit('enough') },
      function* (self) {
        yield* startLink(self);
        self.cast('server', 'now');
        yield* self.receive();
      },
    );
    expect(reports[0]?.[1]).toMatchObject({
      reason: ['shown', 'enough'],
      lastMessage: ['shown', { type: '$gen_cast', message: 'now' }],
    });
  });
});

describe('gen_statem', () => {
  const machine: Machine = {
    init: () => ({
      type: 'ok',
      state: 's',
      data: 'd',
      actions: [genericTimeout('n', 500, 'late')],
    }),
    on: (type, content) => (type === 'call' ? exit(content) : keepStateAndData(postpone())),
  };
  const run = (formatStatus?: Format) =>
    withMachine({ ...machine, ...(formatStatus && { formatStatus }) }, function* (self, note) {
      yield* startMachine(self);
      for (const event of ['one', 'two']) genStatem.cast(self, 'sm', event);
      note((yield* sys.getStatus(self, 'sm')).misc);
      yield* caught(genStatem.call(self, 'sm', 'crash'));
    });
  const misc = (timeouts: unknown, log: unknown, postponed: unknown, state: unknown) => [
    ['header', 'Status for state machine sm'],
    [
      'data',
      [
        ['Status', 'running'],
        ['Parent', expect.any(Pid)],
        ['Modules', ['machine']],
        ['Time-outs', [1, timeouts]],
        ['Logged Events', log],
        ['Postponed', postponed],
      ],
    ],
    ['data', [['State', state]]],
  ];
  const timeouts = [[['timeout', 'n'], 'late']];
  const postponed = [
    ['cast', 'two'],
    ['cast', 'one'],
  ];

  test('a status is what OTP shows of it: modules, timeouts, postponed events, newest first, state and data', () => {
    expect(run().noted).toEqual([misc(timeouts, [], postponed, ['s', 'd'])]);
  });

  test('the module formats all of it, and what a report has', () => {
    const { noted, reports } = run(shown);
    const states = [
      ['shown', 's'],
      ['shown', 'd'],
    ];
    expect(noted).toEqual([misc(['shown', timeouts], ['shown', []], ['shown', postponed], states)]);
    expect(reports[0]).toEqual([
      'error_report',
      expect.objectContaining({
        reason: ['shown', 'crash'],
        state: ['shown', 's'],
        data: ['shown', 'd'],
        postponed: ['shown', postponed],
        timeouts: ['shown', timeouts],
      }),
    ]);
  });

  test('one that fails is told in the place of the data; a report has all as it was', () => {
    const { noted, reports } = run(() => error('bad'));
    const told = 'machine:format_status/1 crashed';
    expect(noted).toEqual([misc(timeouts, [], postponed, ['s', told])]);
    expect(reports[0]).toEqual([
      'error_report',
      expect.objectContaining({ state: 's', data: 'd' }),
    ]);
  });
});

describe('gen_event', () => {
  const handlers = {
    formats: {
      default: {
        init: (args: Term) => ok(args),
        handleEvent: () => error('oops'),
        handleCall: () => 'nonsense',
        formatStatus: shown,
      },
    },
    fails: { default: { init: (args: Term) => ok(args), formatStatus: () => 'no map' } },
  };

  test('each handler has its state as its module formats it, the log goes from one to the next', () => {
    const { noted } = withManager(
      function* (self, note) {
        yield* genEvent.addHandler(self, 'em', 'bare', 1);
        yield* genEvent.addSupHandler(self, 'em', ['formats', 'x'], 2);
        yield* genEvent.addHandler(self, 'em', 'fails', 3);
        note((yield* sys.getStatus(self, 'em')).misc);
      },
      {},
      handlers,
    );
    const installed = [
      ['handler', 'fails', false, 3, false],
      ['handler', 'formats', 'x', ['shown', 2], expect.any(Pid)],
      ['handler', 'bare', false, 1, false],
    ];
    expect(noted).toEqual([
      [
        ['header', 'Status for event handler em'],
        [
          'data',
          [
            ['Status', 'running'],
            ['Logged Events', ['shown', []]],
            ['Parent', expect.any(Pid)],
          ],
        ],
        ['items', ['Installed handlers', installed]],
      ],
    ]);
  });

  test('the report of a crash has reason, message and state so, the stack apart', () => {
    const { reports } = withManager(
      function* (self) {
        yield* genEvent.addHandler(self, 'em', 'formats', 1);
        yield* genEvent.syncNotify(self, 'em', 'bad');
        yield* genEvent.addHandler(self, 'em', 'formats', 2);
        yield* genEvent.call(self, 'em', 'formats', 'what');
      },
      {},
      handlers,
    );
    const common = { handler: 'formats', name: 'em' };
    const stack = [['formats', 'handle_event']];
    expect(reports).toEqual([
      [
        'error_report',
        {
          ...common,
          reason: ['EXIT', [['shown', 'oops'], stack]],
          lastMessage: ['shown', 'bad'],
          state: ['shown', 1],
        },
      ],
      [
        'error_report',
        {
          ...common,
          reason: ['shown', 'nonsense'],
          lastMessage: ['shown', 'what'],
          state: ['shown', 2],
        },
      ],
    ]);
  });
});

test('the status of a supervisor is that of a gen_server', () => {
  const { noted } = runScripts(
    {
      *main(self, note) {
        yield* supervisor.startLink(self, 'top', 'args', { name: 'server' });
        const { module, debug, misc } = yield* sys.getStatus(self, 'server');
        note([module, debug, misc]);
      },
    },
    { top: { default: { init: () => ok({ flags: {}, children: [] }) } } },
  );
  const state = expect.objectContaining({ strategy: 'one_for_one', children: [], module: 'top' });
  expect(noted).toEqual([['gen_server', [], serverMisc([], state)]]);
});
