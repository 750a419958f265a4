import { describe, expect, test } from 'vitest';
import { type HeadlessRun, runHeadless } from '../engine/run-headless.ts';
import { formatTerm } from '../runtime/format-term.ts';
import type { From, Pid, Term } from '../runtime/term.ts';
import { DECISIONS, DROP_REASONS, type EventType } from '../runtime/trace-event.ts';
import { parseScenario } from '../scenario/parse-scenario.ts';
import type { Action, Scenario } from '../scenario/scenario.ts';
import { gallery } from './index.ts';

const found = import.meta.glob<Scenario>('./scenarios/*/scenario.ts', {
  import: 'default',
  eager: true,
});
const scenarios = Object.entries(found).map(
  ([path, scenario]) => [path.split('/')[2] as string, scenario] as const,
);

/** What a person does, and after how many seconds. */
type Deed = readonly [second: number, action: Action];
/** A run of the scenario at hand up to a moment, with what a person does meanwhile. */
type Play = (seconds: number, ...deeds: Deed[]) => Story;

/** What comes of each scenario: a claim, and how it shows in a run. */
const OUTCOMES: Readonly<Record<string, Readonly<Record<string, (play: Play) => void>>>> = {
  essay: {
    'a crash of kv is answered to who asked, and kv alone is restarted'(play) {
      const story = play(20, [5, LOOK_UP_CRASH]);
      expect(story.exits).toEqual(['kv badarith']);
      expect(story.restarts).toEqual(['kv']);
      expect(story.answers).toEqual(['exit']);
      expect(story.pidsOf('packet_assembler')).toHaveLength(1);
    },
    'the sixth crash is one too many: the others are stopped, newest first'(play) {
      const crashes = [5, 6, 7, 8, 9, 10].map((second): Deed => [second, LOOK_UP_CRASH]);
      expect(play(20, ...crashes.slice(1)).exits).toEqual(Array(5).fill('kv badarith'));
      expect(play(20, ...crashes).exits).toEqual([
        ...Array(6).fill('kv badarith'),
        'my_simple_event_logger shutdown',
        'packet_assembler shutdown',
        'simple_supervisor shutdown',
      ]);
    },
  },

  'one-for-one': {
    'average crashes, and it alone is restarted'(play) {
      const story = play(20);
      expect(story.exits).toEqual(['average bad_reading']);
      expect(story.restarts).toEqual(['average']);
      for (const name of ['sensor', 'alarm', 'display']) {
        expect(story.pidsOf(name)).toHaveLength(1);
      }
    },
    'the display stands still, though the sensor measures on'(play) {
      const [before, after] = [play(10), play(30)];
      expect(before.state('display')).toMatchObject({ text: expect.stringMatching('°C') });
      expect(after.state('display')).toEqual(before.state('display'));
      expect(measured(after) - measured(before)).toBeGreaterThan(15);
    },
  },

  'rest-for-one': {
    'display and alarm are stopped, newest first, and start again after average'(play) {
      const story = play(20);
      expect(story.exits).toEqual(['average bad_reading', 'display shutdown', 'alarm shutdown']);
      expect(story.restarts).toEqual(['average', 'alarm', 'display']);
    },
    'the sensor keeps its pid and its count, and the display goes on'(play) {
      const [before, after] = [play(8), play(30)];
      expect(after.pidsOf('sensor')).toHaveLength(1);
      expect(measured(after)).toBeGreaterThan(measured(before) + 15);
      expect(updates(after)).toBeGreaterThan(updates(before));
    },
  },

  'one-for-all': {
    'the other three are stopped, newest first, and all four start again'(play) {
      const story = play(20);
      expect(story.exits).toEqual([
        'average bad_reading',
        'display shutdown',
        'alarm shutdown',
        'sensor shutdown',
      ]);
      expect(story.restarts).toEqual(['sensor', 'average', 'alarm', 'display']);
      for (const name of ['sensor', 'average', 'alarm', 'display']) {
        expect(new Set(story.pidsOf(name)).size).toBe(2);
      }
    },
    'it counts as one restart, and the sensor has lost its count'(play) {
      expect(play(20).decisions).toEqual(['average restart 1/3']);
      expect(measured(play(12))).toBeLessThan(measured(play(8)));
    },
  },

  escalation: {
    'who exits, in which order, with what'(play) {
      const printRoomGivesUp = [
        'printer paper_jam',
        'printer paper_jam',
        'spooler shutdown',
        'print_room shutdown',
      ];
      expect(play(60).exits).toEqual([
        ...printRoomGivesUp,
        ...printRoomGivesUp,
        'mail_desk shutdown',
        'office shutdown',
      ]);
    },
    'the printer starts (1+1)×(1+1) times'(play) {
      const story = play(60);
      expect(story.pidsOf('printer')).toHaveLength(4);
      expect(story.decisions).toEqual([
        'printer restart 1/1',
        'printer give_up 2/1',
        'print_room restart 1/1',
        'printer restart 1/1',
        'printer give_up 2/1',
        'print_room give_up 2/1',
      ]);
    },
    'healthy siblings lose their work: the spooler at once, the mail desk in the end'(play) {
      const spooled = (second: number) => count(play(second).state('spooler'), 'handedOn');
      expect(spooled(9)).toBeGreaterThan(spooled(12));
      expect(count(play(18).state('mail_desk'), 'letters')).toBeGreaterThan(12);
      expect(play(60).state('mail_desk')).toBeUndefined();
    },
  },

  sessions: {
    'a crashed member is restarted, a crashed guest is not; who hangs up is gone'(play) {
      const story = play(60);
      const crashed = story.exitsOf('line_lost');
      const left = story.exitsOf('normal');
      const members = crashed.filter((name) => name.startsWith('member'));
      expect(members.length).toBeGreaterThan(2);
      expect(crashed.length).toBeGreaterThan(members.length + 2);
      expect(left.length).toBeGreaterThan(5);
      expect(story.restarts.toSorted()).toEqual(members.toSorted());
    },
    'a killed pool is back without its sessions'(play) {
      const guests = (story: Story) => story.alive.filter((name) => name.startsWith('guest_'));
      const before = guests(play(20));
      expect(before.length).toBeGreaterThan(2);
      const story = play(25, [20, { type: 'exit', target: 'guests', reason: 'kill' }]);
      expect(story.pidsOf('guests')).toHaveLength(2);
      expect(story.exitsOf('killed')).toEqual(expect.arrayContaining(['guests', ...before]));
      expect(guests(story).filter((name) => before.includes(name))).toEqual([]);
    },
    'the lobby knows who is online, and nothing gives up in ten minutes'(play) {
      const story = play(600);
      for (const name of ['chat', 'guests', 'members', 'lobby']) {
        expect(story.pidsOf(name)).toHaveLength(1);
      }
      const { online } = story.state('lobby') as { online: readonly { user: string }[] };
      const sessions = story.alive.filter((name) => /^(guest|member)_/.test(name));
      expect(online.map(({ user }) => user).sort()).toEqual(sessions.sort());
    },
  },

  'poison-message': {
    'the same bill crashes every splitter, until the supervisor gives up'(play) {
      const story = play(60);
      expect(story.exits).toEqual([
        ...Array(5).fill('splitter badarith'),
        'queue shutdown',
        'bills shutdown',
      ]);
      expect(story.pidsOf('queue')).toHaveLength(1);
    },
    'who drops the head in time saves it all'(play) {
      const drop: Deed = [9, { type: 'cast', target: 'queue', message: 'drop' }];
      const story = play(60, drop);
      expect(story.exits).toEqual(['splitter badarith', 'splitter badarith']);
      expect(story.state('queue')).toEqual([]);
      expect(story.state('splitter')).toEqual({ shares: [40, 9] });
    },
  },

  'slow-init': {
    'the till, killed meanwhile, is down until the catalogue is ready, and the door waits too'(
      play,
    ) {
      expect(play(8).started).toEqual(['till']);
      expect(play(8).alive).not.toContain('till');
      const story = play(20);
      expect(story.started).toEqual(['till', 'catalogue', 'door', 'till']);
      expect(story.exits).toEqual(['till killed']);
    },
    'the customer gives up twice, and the answers come when nobody waits for them'(play) {
      const story = play(20);
      expect(story.timeouts).toEqual(['customer', 'customer']);
      expect(story.dropped('stale')).toBe(2);
    },
  },

  backoff: {
    'it tries again after pauses, each twice the last, until the station is warm'(play) {
      const story = play(12);
      expect(story.transitions).toEqual([
        '-> connecting',
        'connecting -> backing_off',
        'backing_off -> connecting',
        'connecting -> backing_off',
        'backing_off -> connecting',
        'connecting -> connected',
      ]);
      const [first, second] = story.stayedIn('backing_off');
      expect(first).toBeCloseTo(2, 0);
      expect(second).toBeCloseTo(4, 0);
    },
    'what the readers ask meanwhile is postponed, and answered once it is connected'(play) {
      expect(play(6).postponed.toSorted()).toEqual(['ann 1', 'bob 100']);
      expect(play(6).state('connection')).toMatchObject([expect.anything(), { served: 0 }]);
      const [state, data] = play(14).state('connection') as [Term, Term];
      expect(state).toBe('connected');
      expect(count(data, 'served')).toBeGreaterThan(3);
    },
    'a station that is killed is another outage; nobody fails, nothing is lost'(play) {
      const story = play(40);
      expect(story.exits).toEqual(['station killed']);
      expect(story.restarts).toEqual(['station']);
      expect(story.transitions.slice(6)).toEqual([
        'connected -> backing_off',
        'backing_off -> connecting',
        'connecting -> backing_off',
        'backing_off -> connecting',
        'connecting -> connected',
      ]);
      expect(story.postponed.length).toBeGreaterThan(3);
    },
    'who waits for a connection that is killed ends with it'(play) {
      const story = play(10, [2, { type: 'exit', target: 'connection', reason: 'kill' }]);
      const exits = story.exits.map((exit) => exit.split(' ')[0]);
      expect(exits.toSorted()).toEqual(['ann', 'bob', 'connection']);
      expect(story.restarts).toEqual(['connection']);
    },
  },

  'awkward-init-crash': {
    'in the cold house there is no second try'(play) {
      const story = play(6);
      expect(story.exits).toEqual([
        'cold_pump no_water',
        'cold_tap shutdown',
        'cold_house {shutdown,{failed_to_start_child,pump,{no_water,[{pump,init}]}}}',
      ]);
      expect(story.failedStarts).toEqual(['pump']);
      expect(story.failedRestarts).toEqual([]);
    },
    'in the warm house there are three, at once, and it gives up'(play) {
      const story = play(30);
      expect(story.exits.slice(3)).toEqual([
        'warm_pump killed',
        ...Array(3).fill('warm_pump no_water'),
        'warm_tap shutdown',
        'warm_house shutdown',
      ]);
      expect(story.failedRestarts).toEqual(['pump', 'pump', 'pump']);
      expect(story.decisions).toEqual([
        'pump restart 1/3',
        'pump retry 2/3',
        'pump retry 3/3',
        'pump give_up 4/3',
      ]);
    },
    'unless the water is turned on in between'(play) {
      const on: Deed = [8.5, { type: 'cast', target: 'warm_tap', message: 'on' }];
      expect(play(30, on).alive).toEqual(
        expect.arrayContaining(['warm_house', 'warm_tap', 'warm_pump']),
      );
    },
  },

  'awkward-deep-tree': {
    'eight supervisors stand one inside the other'(play) {
      expect(play(10).ancestorsOf('worker_8')).toEqual([
        ...[8, 7, 6, 5, 4, 3, 2, 1].map((level) => `level_${level}`),
        'init',
      ]);
    },
    'one crash at the bottom climbs to the top, which builds it all again'(play) {
      const story = play(25);
      expect(story.exits).toEqual([
        'worker_8 killed',
        'level_8 shutdown',
        ...[7, 6, 5, 4, 3, 2].flatMap((level) => [
          `worker_${level} shutdown`,
          `level_${level} shutdown`,
        ]),
      ]);
      expect(story.restarts).toEqual(['level_2']);
      expect(story.pidsOf('worker_1')).toHaveLength(1);
      expect(story.pidsOf('worker_8')).toHaveLength(2);
      expect(story.alive).toContain('worker_8');
    },
  },

  'awkward-1000-children': {
    'all thousand are started within five seconds'(play) {
      const cells = Array.from({ length: 1000 }, (_, index) => `cell_${index + 1}`);
      expect(play(5).started).toEqual(cells);
      expect(play(2).started.length).toBeLessThan(1000);
    },
    'a thousand messages go out at once, and all arrive'(play) {
      const story = play(10);
      expect(story.sentAtOnce).toBe(1000);
      expect(story.exits).toEqual([]);
      for (let cell = 1; cell <= 1000; cell++) {
        expect(count(story.state(`cell_${cell}`), 'heard')).toBeGreaterThan(0);
      }
    },
  },

  'awkward-mailbox': {
    'ten thousand wait in the mailbox of a clerk who is well'(play) {
      expect(play(12).queued('clerk')).toBeGreaterThanOrEqual(10_000);
      expect(play(60).exitsOf('normal')).toEqual(['crowd']);
      expect(play(60).exits).toHaveLength(1);
    },
    'a citizen’s calls time out'(play) {
      expect(play(30).timeouts).toEqual(['citizen', 'citizen', 'citizen', 'citizen']);
    },
    'killed, the clerk is back, and ten thousand forms are lost'(play) {
      const story = play(15, [12, { type: 'exit', target: 'clerk', reason: 'kill' }]);
      expect(story.dropped('died_with_mailbox')).toBeGreaterThanOrEqual(10_000);
      expect(story.pidsOf('clerk')).toHaveLength(2);
      expect(story.queued('clerk')).toBeLessThan(3);
    },
  },

  'awkward-long-names': {
    'all are there, by their names, and can be told something'(play) {
      const story = play(10);
      const names = story.alive.filter((name) => name !== 'init');
      expect(names).toHaveLength(9);
      expect(Math.max(...names.map((name) => name.length))).toBeGreaterThan(70);
      expect(names).toEqual(expect.arrayContaining(['42', 'y', 'メッセージ受信箱の管理者']));
    },
    'who has heard enough crashes for a long reason, and comes back under the same name'(play) {
      const story = play(60);
      expect(story.exits.length).toBeGreaterThan(1);
      expect(story.exits[0]).toMatch(/^a name with spaces .* \{this_process_has_heard_enough.*/);
      expect(story.restarts).toHaveLength(story.exits.length);
    },
  },
};

/** Here a start function fails, on purpose. */
const BOOT_FAILS = ['awkward-init-crash'];
const DESCRIPTION_WORDS_MAX = 60;

test('the gallery shows every scenario there is', () => {
  expect(gallery.entries.map(({ name }) => name).sort()).toEqual(
    scenarios.map(([name]) => name).sort(),
  );
});

test('every scenario says what comes of it', () => {
  expect(Object.keys(OUTCOMES).sort()).toEqual(scenarios.map(([name]) => name).sort());
});

describe.each(scenarios)('%s', (name, scenario) => {
  test('is valid, and says in the gallery what it says itself', () => {
    expect(parseScenario(JSON.parse(JSON.stringify(scenario)))).toEqual({
      type: 'parsed',
      value: scenario,
    });
    expect(gallery.entries.find((entry) => entry.name === name)?.title).toBe(scenario.title);
    const words = scenario.description.split(' ').length;
    expect(words).toBeGreaterThan(20);
    expect(words).toBeLessThanOrEqual(DESCRIPTION_WORDS_MAX);
  });

  test('runs, and runs the same again', () => {
    const run = runHeadless(scenario, { until: 30_000_000, steps: 50_000 });
    expect(run.events.some(({ type }) => type === 'supervisor_started')).toBe(true);
    const reports = run.events.filter(({ type }) => type === 'reported');
    expect(reports.some(({ a }) => run.strings[a] === 'boot_failed')).toBe(
      BOOT_FAILS.includes(name),
    );
    expect(runHeadless(scenario, { until: 30_000_000, steps: 50_000 }).hash).toBe(run.hash);
  });

  test('its script and its examples are for processes that are there', () => {
    const story = playing(scenario)(20);
    expect(story.answers).toEqual(scenario.script.map(() => 'ok'));
    for (const { target } of scenario.examples) expect(story.pidsOf(target)).not.toEqual([]);
  });

  test.each(Object.entries(OUTCOMES[name] ?? {}))('%s', (_claim, check) =>
    check(playing(scenario)),
  );
});

const LOOK_UP_CRASH: Action = {
  type: 'call',
  target: 'kv',
  request: { type: 'lookup', key: 'crash' },
  timeoutMs: 5_000,
};

const count = (state: Term | undefined, key: string): number =>
  (state as { readonly [key: string]: number })[key] as number;
const measured = (story: Story): number => count(story.state('sensor'), 'measured');
const updates = (story: Story): number => count(story.state('display'), 'updates');

function playing(scenario: Scenario): Play {
  return (seconds, ...deeds) => {
    const commands = deeds.map(([second, action]) => ({ at: second * 1e6, ...action }));
    return new Story(runHeadless(scenario, { until: seconds * 1e6, commands }));
  };
}

/** A run as one would tell it: processes by their names, ends by their reasons. */
class Story {
  readonly #run: HeadlessRun;
  readonly #names = new Map<number, string>();

  constructor(run: HeadlessRun) {
    this.#run = run;
    for (const { pid, a } of this.#events('registered')) this.#names.set(pid, this.#string(a));
  }

  /** `name reason`, in order, of all that had a name. A callback that raised: without its stack. */
  get exits(): string[] {
    return this.#events('exited')
      .filter(({ pid }) => this.#names.has(pid))
      .map(({ pid, a, payload }) => {
        const raised = a === 1 && Array.isArray(payload) && Array.isArray(payload[1]);
        const reason = (raised && payload[0] !== 'shutdown' ? payload[0] : payload) as Term;
        return `${this.#nameOf(pid)} ${formatTerm(reason)}`;
      });
  }

  exitsOf(reason: string): string[] {
    const ended = this.exits.filter((exit) => exit.endsWith(` ${reason}`));
    return ended.map((exit) => exit.slice(0, -reason.length - 1));
  }

  /** Names of children that were started, in order. */
  get started(): string[] {
    return this.#events('child_started').map(({ peer }) => this.#nameOf(peer));
  }

  get restarts(): string[] {
    const restarts = this.#events('child_started').filter(({ b }) => b === 1);
    return restarts.map(({ peer }) => this.#nameOf(peer));
  }

  get failedStarts(): string[] {
    const failed = this.#events('child_start_failed').filter(({ b }) => b === 0);
    return failed.map(({ a }) => this.#string(a));
  }

  get failedRestarts(): string[] {
    const failed = this.#events('child_start_failed').filter(({ b }) => b === 1);
    return failed.map(({ a }) => this.#string(a));
  }

  /** `child decision count/intensity`. */
  get decisions(): string[] {
    return this.#events('decided').map(({ a, b, payload }) => {
      const { count, intensity } = payload as { count: number; intensity: number };
      return `${this.#string(a)} ${DECISIONS[b]} ${count}/${intensity}`;
    });
  }

  /** Of the state machine there is: `from -> to`, in order. */
  get transitions(): string[] {
    return this.#events('transitioned').map(({ payload }) => {
      const { from, to } = payload as { from: Term; to: Term };
      return `${from ?? ''}-> ${to}`.replace(/(\w)->/, '$1 ->');
    });
  }

  /** How many seconds it was in that state, each time. */
  stayedIn(state: string): number[] {
    const told = this.#events('transitioned');
    return told.slice(1).flatMap(({ at, payload }, index) => {
      const since = told[index]?.at ?? 0;
      return (payload as { from: Term }).from === state ? [(at - since) / 1_000_000] : [];
    });
  }

  /** `caller request`, of the calls it postponed, each once. */
  get postponed(): string[] {
    const told = this.#events('postponed').map(({ payload }) => {
      const [[, from], request] = payload as [['call', From], Term];
      return `${this.#nameOf(from.pid.id)} ${request}`;
    });
    return [...new Set(told)];
  }

  /** What came of the commands. */
  get answers(): string[] {
    return this.#events('command_answered').map(
      ({ payload }) => (payload as { type: string }).type,
    );
  }

  /** Whose calls had no answer in time. */
  get timeouts(): string[] {
    const late = this.#events('wait_ended').filter(({ a }) => a === 0);
    return late.map(({ pid }) => this.#nameOf(pid));
  }

  /** The most messages that were sent at one moment. */
  get sentAtOnce(): number {
    const counts = new Map<number, number>();
    for (const { at } of this.#events('sent')) counts.set(at, (counts.get(at) ?? 0) + 1);
    return Math.max(...counts.values());
  }

  get alive(): string[] {
    return Object.keys(this.#run.states);
  }

  dropped(reason: (typeof DROP_REASONS)[number]): number {
    return this.#events('dropped').filter(({ a }) => DROP_REASONS[a] === reason).length;
  }

  /** All pids that had the name, in order. */
  pidsOf(name: string): number[] {
    const registered = this.#events('registered').filter(({ a }) => this.#string(a) === name);
    return registered.map(({ pid }) => pid);
  }

  state(name: string): Term | undefined {
    return this.#run.states[name];
  }

  queued(name: string): number {
    return this.#run.run.world.node.whereis(name)?.queued ?? -1;
  }

  ancestorsOf(name: string): string[] {
    const { node } = this.#run.run.world;
    const ancestors: string[] = [];
    let parent: Pid | null | undefined = node.whereis(name)?.parent;
    while (parent) {
      ancestors.push(this.#nameOf(parent.id));
      parent = node.find(parent)?.parent;
    }
    return ancestors;
  }

  #events(type: EventType) {
    return this.#run.events.filter((event) => event.type === type);
  }

  #string(index: number): string {
    return this.#run.strings[index] as string;
  }

  #nameOf(pid: number): string {
    return this.#names.get(pid) ?? `<0.${pid}.0>`;
  }
}
