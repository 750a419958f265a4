import { describe, expect, test } from 'vitest';
import type { Steps } from '../../runtime/activation.ts';
import type { Self } from '../../runtime/self.ts';
import type { From, Pid, Term } from '../../runtime/term.ts';
import { caught } from '../../testing/run-script.ts';
import { type Machine, MODES, mailbox, withMachine } from '../../testing/with-machine.ts';
import { DOWN, EXIT, failed } from '../../testing/with-server.ts';
import { ignore, stop } from '../results.ts';
import { genStatem } from './api.ts';
import { keepStateAndData, nextState, okState, replyTo, stopAndReply } from './results.ts';

const STATES = ['idle', 'waiting', 'connected'] as const;
const NEXT: Readonly<Record<string, readonly [from: string, to: string]>> = {
  connect: ['idle', 'waiting'],
  confirm: ['waiting', 'connected'],
  disconnect: ['connected', 'idle'],
};

/** A line that is connected, confirmed and disconnected, by casts (then it tells `main`) and by calls. */
const line: Machine = {
  init: (args) => okState('idle', args),
  on(type, content, state, data, { self, type: whole }) {
    const answer = (value: Term) => {
      if (type === 'call') return [replyTo((whole as [string, From])[1], value)];
      self.send('main', value);
      return [];
    };
    if (content === 'stop' && type === 'call')
      return stopAndReply('shutdown', answer('bye') as never);
    const [from, to] = NEXT[content as string] ?? [];
    if (from !== state || to === undefined) return keepStateAndData(...answer(['in', state]));
    return nextState(to, data, ...answer(['to', to]));
  },
};

const DIALOGUE = ['confirm', 'connect', 'confirm', 'disconnect'];
const ANSWERS = [
  ['in', 'idle'],
  ['to', 'waiting'],
  ['to', 'connected'],
  ['to', 'idle'],
];

function* dialogue(self: Self, note: (value: unknown) => void, dest: Pid | string): Steps<void> {
  const answers: Term[] = [];
  for (const word of DIALOGUE) {
    genStatem.cast(self, dest, word);
    answers.push(yield* self.receive());
    genStatem.cast(self, dest, word);
    answers.push(yield* self.receive());
  }
  note(answers.filter((answer) => (answer as Term[])[0] === 'to'));
  note(yield* ask(self, dest, DIALOGUE));
}

function* ask(self: Self, dest: Pid | string, words: readonly string[]): Steps<Term[]> {
  const answers: Term[] = [];
  for (const word of words) answers.push(yield* genStatem.call(self, dest, word));
  return answers;
}
const reasonOf = (started: object): Term[] =>
  'reason' in started ? (started.reason as Term[]) : [];
const TALKED = [ANSWERS.slice(1), ANSWERS];

describe.each(MODES)('gen_statem: start and stop, %s', (mode) => {
  const options = { mode, states: STATES };

  test('gen_statem_SUITE/start1: a machine without a name talks by casts and calls, linked and monitored', () => {
    const { noted } = withMachine(
      line,
      function* (self, note) {
        const { pid } = (yield* genStatem.startLink(self, 'machine')) as { pid: Pid };
        yield* dialogue(self, note, pid);
        yield* genStatem.stop(self, pid);
        note(yield* mailbox(self));
        const { pid: other } = (yield* genStatem.startMonitor(self, 'machine')) as { pid: Pid };
        yield* dialogue(self, note, other);
        yield* genStatem.stop(self, other);
        note(yield* mailbox(self));
      },
      options,
    );
    expect(noted).toEqual([...TALKED, [EXIT('normal')], ...TALKED, [DOWN('normal')]]);
  });

  test('gen_statem_SUITE/start2: the call that stops it is answered, a later one exits', () => {
    const { noted } = withMachine(
      line,
      function* (self, note) {
        const { pid } = (yield* genStatem.start(self, 'machine')) as { pid: Pid };
        yield* dialogue(self, note, pid);
        note(yield* genStatem.call(self, pid, 'stop'));
        note(yield* caught(genStatem.call(self, pid, 'connect')));
        note(yield* mailbox(self));
      },
      options,
    );
    const noproc = ['noproc', ['gen_statem', 'call', [expect.anything(), 'connect', 'infinity']]];
    expect(noted).toEqual([...TALKED, 'bye', noproc, []]);
  });

  test('gen_statem_SUITE/start3: a start may have a timeout', () => {
    const machine: Machine = {
      *init(ms, self) {
        yield* self.sleep(ms as number);
        return okState('idle', null);
      },
    };
    const { noted } = withMachine(
      machine,
      function* (self, note) {
        note((yield* genStatem.start(self, 'machine', 5, { timeoutMs: 100 })).type);
        note(yield* genStatem.start(self, 'machine', 200, { timeoutMs: 100 }));
        note(yield* genStatem.startLink(self, 'machine', 200, { timeoutMs: 100 }));
        note(yield* mailbox(self, 300));
      },
      options,
    );
    expect(noted).toEqual(['ok', failed('timeout'), failed('timeout'), []]);
  });

  test('gen_statem_SUITE/start4: init may ignore', () => {
    const { noted, exit } = withMachine(
      { init: () => ignore() },
      function* (self, note) {
        note(yield* genStatem.start(self, 'machine', null, { name: 'sm' }));
        note(self.whereis('sm'));
        note(yield* genStatem.startLink(self, 'machine'));
        note(yield* mailbox(self));
      },
      options,
    );
    const ignored = { type: 'ignore' };
    expect(noted).toEqual([ignored, undefined, ignored, [EXIT('normal')]]);
    expect(exit).toBe('normal');
  });

  test('gen_statem_SUITE/start5: init may stop', () => {
    const { noted, terminated } = withMachine(
      { init: () => stop('stopped') },
      function* (self, note) {
        note(yield* genStatem.start(self, 'machine'));
        note(yield* genStatem.startLink(self, 'machine'));
        note(yield* mailbox(self));
      },
      options,
    );
    expect(noted).toEqual([failed('stopped'), failed('stopped'), [EXIT('stopped')]]);
    expect(terminated).toEqual([]);
  });

  test('gen_statem_SUITE/start6: a linked machine tells its parent how it ended', () => {
    const { noted } = withMachine(
      line,
      function* (self, note) {
        const { pid } = (yield* genStatem.startLink(self, 'machine')) as { pid: Pid };
        note(yield* ask(self, pid, DIALOGUE));
        note(yield* genStatem.call(self, pid, 'stop'));
        note(yield* self.receive());
      },
      options,
    );
    expect(noted).toEqual([ANSWERS, 'bye', EXIT('shutdown')]);
  });

  test('gen_statem_SUITE/start8: a machine is found by its name', () => {
    const { noted } = withMachine(
      line,
      function* (self, note) {
        const first = yield* genStatem.start(self, 'machine', null, { name: 'sm' });
        const again = yield* genStatem.start(self, 'machine', null, { name: 'sm' });
        note(again.type === 'error' && again.reason);
        note(reasonOf(again)[1] === (first as { pid: Pid }).pid);
        yield* dialogue(self, note, 'sm');
        note(yield* genStatem.call(self, 'sm', 'stop'));
        note(yield* caught(genStatem.call(self, 'sm', 'connect')));
      },
      options,
    );
    const taken = ['already_started', expect.anything()];
    const noproc = ['noproc', ['gen_statem', 'call', ['sm', 'connect', 'infinity']]];
    expect(noted).toEqual([taken, true, ...TALKED, 'bye', noproc]);
  });

  test('gen_statem_SUITE/start9: a name is taken once, whichever way it is started', () => {
    const { noted } = withMachine(
      line,
      function* (self, note) {
        for (const way of [genStatem.startLink, genStatem.startMonitor]) {
          yield* way(self, 'machine', null, { name: 'sm' });
          for (const other of [genStatem.start, genStatem.startLink, genStatem.startMonitor]) {
            const again = yield* other(self, 'machine', null, { name: 'sm' });
            note(reasonOf(again)[0]);
          }
          note(yield* ask(self, 'sm', DIALOGUE));
          yield* genStatem.stop(self, 'sm', 'shutdown');
          note(yield* mailbox(self));
        }
      },
      options,
    );
    const taken = ['already_started', 'already_started', 'already_started', ANSWERS];
    expect(noted).toEqual([...taken, [EXIT('shutdown')], ...taken, [DOWN('shutdown')]]);
  });

  test('gen_statem_SUITE/start11: a name is free again after a stop, by pid and by name', () => {
    const { noted } = withMachine(
      line,
      function* (self, note) {
        for (const by of ['pid', 'name']) {
          const { pid } = (yield* genStatem.startLink(self, 'machine', null, {
            name: 'sm',
          })) as { pid: Pid };
          yield* genStatem.stop(self, by === 'pid' ? pid : 'sm');
          note(self.whereis('sm'));
        }
        note((yield* genStatem.start(self, 'machine', null, { name: 'sm' })).type);
      },
      options,
    );
    expect(noted).toEqual([undefined, undefined, 'ok']);
  });

  test('gen_statem_SUITE/stop1: stop returns when it has ended; there is no second time', () => {
    const { noted, terminated } = withMachine(
      line,
      function* (self, note) {
        const { pid } = (yield* genStatem.start(self, 'machine', 'd')) as { pid: Pid };
        note(yield* genStatem.stop(self, pid));
        note(self.isAlive(pid));
        note(yield* caught(genStatem.stop(self, pid)));
      },
      options,
    );
    expect(noted).toEqual([undefined, false, 'noproc']);
    expect(terminated).toEqual([['normal', 'idle', 'd']]);
  });

  test('gen_statem_SUITE/stop2: stop may give another reason', () => {
    const { noted, terminated } = withMachine(
      line,
      function* (self, note) {
        const { pid } = (yield* genStatem.startLink(self, 'machine', 'd')) as { pid: Pid };
        note(yield* genStatem.stop(self, pid, 'other'));
        note(yield* mailbox(self));
      },
      options,
    );
    expect(noted).toEqual([undefined, [EXIT('other')]]);
    expect(terminated).toEqual([['other', 'idle', 'd']]);
  });

  test('gen_statem_SUITE/stop3: a stop with a timeout that is none raises, and the machine lives', () => {
    const { noted } = withMachine(
      line,
      function* (self, note) {
        const { pid } = (yield* genStatem.start(self, 'machine')) as { pid: Pid };
        for (const wrong of [-1, 1.5, 'soon'])
          note(yield* caught(genStatem.stop(self, pid, 'normal', wrong as number)));
        note(yield* ask(self, pid, ['connect']));
      },
      options,
    );
    const wrong = ['timeout_value', 'timeout_value', 'timeout_value'];
    expect(noted).toEqual([...wrong, [['to', 'waiting']]]);
  });

  test('gen_statem_SUITE/stop4: stop takes a name', () => {
    const { noted } = withMachine(
      line,
      function* (self, note) {
        yield* genStatem.start(self, 'machine', null, { name: 'sm' });
        note(yield* genStatem.stop(self, 'sm'));
        note(yield* caught(genStatem.stop(self, 'sm')));
      },
      options,
    );
    expect(noted).toEqual([undefined, 'noproc']);
  });

  test('gen_statem_SUITE/stop5: stop takes a name and its node', () => {
    const { noted } = withMachine(
      line,
      function* (self, note) {
        yield* genStatem.start(self, 'machine', null, { name: 'sm' });
        const named = ['sm', self.pid.node] as const;
        note(yield* genStatem.stop(self, named));
        note(yield* caught(genStatem.stop(self, named)));
      },
      options,
    );
    expect(noted).toEqual([undefined, 'noproc']);
  });
});
