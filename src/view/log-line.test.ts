import { describe, expect, test } from 'vitest';
import { type DecisionFacts, EVENT_TYPES, MESSAGE } from '../runtime/trace-event.ts';
import * as demo from '../testing/demo-trace.ts';
import { childFacts, TraceWriter } from '../testing/trace-writer.ts';
import { lineAt, textAt } from './log-line.ts';
import { TraceBuffer } from './trace-buffer.ts';

/** sup (2) over server, registered as kv (3), and logger (4), which has no name; client_1 is 5. */
function cast(): TraceWriter {
  const trace = new TraceWriter();
  trace.spawn(2, 0, 'supervisor', 'simple_sup', 'sup');
  trace.child(2, 3, 'server', { module: 'kv', name: 'kv' });
  trace.child(2, 4, 'logger', { module: 'simple_logger' });
  trace.spawn(5, 0, 'process', 'client', 'client_1');
  return trace;
}

function say(write: (trace: TraceWriter) => number): string {
  const trace = cast();
  const seq = write(trace);
  const buffer = new TraceBuffer();
  buffer.append(trace.batch());
  return textAt(buffer, seq);
}

const decision: DecisionFacts = {
  decision: 'restart',
  child: 'server',
  restart: 'permanent',
  strategy: 'one_for_one',
  reason: ['badarith', [['kv', 'handleCall']]],
  count: 2,
  intensity: 5,
  period: 1000,
  stop: [],
  start: ['server'],
};
const STACK = '{badarith,[{kv,handleCall}]}';

const told: readonly (readonly [text: string, write: (trace: TraceWriter) => number])[] = [
  [
    'sup spawns worker <0.9.0> (gen_server worker).',
    (t) => t.event('spawned', 9, 2, 'gen_server', 'worker'),
  ],
  [
    'client <0.9.0> (process client) is spawned.',
    (t) => t.event('spawned', 9, 0, 'process', 'client'),
  ],
  ['server <0.3.0> registers as kv.', (t) => t.event('registered', 3, 0, 'kv')],
  ['server <0.3.0> gives up the name kv.', (t) => t.event('unregistered', 3, 0, 'kv')],
  ['kv and logger <0.4.0> are linked.', (t) => t.event('linked', 3, 4)],
  ['kv and logger <0.4.0> are no longer linked.', (t) => t.event('unlinked', 3, 4)],
  ['client_1 monitors kv.', (t) => t.event('monitored', 5, 3, 7)],
  ['client_1 stops monitoring kv.', (t) => t.event('demonitored', 5, 3, 7)],
  ['client_1 calls kv: {lookup,apples}.', (t) => t.send(5, 3, 'call', '{lookup,apples}')],
  ['client_1 casts stop to kv.', (t) => t.send(5, 3, 'cast', 'stop')],
  ['client_1 sends hello to logger <0.4.0>.', (t) => t.send(5, 4, 'info', 'hello')],
  ['kv replies {ok,3} to client_1.', (t) => t.send(3, 5, 'reply', '{ok,3}')],
  ['client_1 notifies logger <0.4.0>: {log,x}.', (t) => t.send(5, 4, 'notify', '{log,x}')],
  [
    'client_1 notifies logger <0.4.0> and waits: {log,x}.',
    (t) => t.send(5, 4, 'sync_notify', '{log,x}'),
  ],
  [
    'kv tells sup that its start is over: {ok,<0.3.0>}.',
    (t) => t.send(3, 2, 'ack', '{ok,<0.3.0>}'),
  ],
  ['the outside calls kv: {lookup,x}.', (t) => t.send(0, 3, 'call', '{lookup,x}')],
  ['client_1 casts … to a name that nobody has.', (t) => t.event('sent', 5, 0, MESSAGE.cast, 1)],
  ['client_1 calls kv: ….', (t) => t.event('sent', 5, 3, MESSAGE.call, 1)],
  [
    'kv handles {lookup,apples} from client_1 in handleCall.',
    (t) => t.receive(3, 5, 1, 'handleCall', '{lookup,apples}'),
  ],
  ['client_1 receives {ok,3} from kv.', (t) => t.receive(5, 3, 1, '', '{ok,3}')],
  ['kv runs init(arg1).', (t) => t.event('called', 3, 0, 'init', 0, '[arg1]')],
  ['The state of kv is now #{}.', (t) => t.event('state_changed', 3, 0, 0, 0, '#{}')],
  [
    'Exit signal badarith travels from kv <0.3.0> to sup.',
    (t) => t.event('exit_signal_sent', 3, 2, 0, 0, STACK),
  ],
  [
    'client_1 sends exit signal kill to kv.',
    (t) => t.event('exit_signal_sent', 5, 3, 1, 0, 'kill'),
  ],
  [
    'Exit signal kill is sent to kv from outside.',
    (t) => t.event('exit_signal_sent', 0, 3, 1, 0, 'kill'),
  ],
  [
    'client_1 ignores the exit signal normal from kv <0.3.0>.',
    (t) => t.event('exit_signal_received', 5, 3, 0, 1, 'normal'),
  ],
  [
    'sup traps the exit signal badarith from kv <0.3.0>: it is a message now.',
    (t) => t.event('exit_signal_received', 2, 3, 1, 1, STACK),
  ],
  [
    'client_1 is ended by the exit signal badarith from kv <0.3.0>.',
    (t) => t.event('exit_signal_received', 5, 3, 2, 1, STACK),
  ],
  ['kv <0.3.0> has ended: badarith.', (t) => t.event('exited', 3, 0, 1, 0, STACK)],
  ['kv <0.3.0> has ended normally.', (t) => t.event('exited', 3, 0, 0, 0, 'normal')],
  ['kv <0.3.0> has ended: ….', (t) => t.event('exited', 3, 0, 1)],
  [
    'client_1, which monitors kv <0.3.0>, is told that it is down: badarith.',
    (t) => t.event('down_sent', 3, 5, 7, 0, STACK),
  ],
  ['kv starts a timer of 500 ms: tick.', (t) => t.event('timer_started', 3, 0, 9, 500, 'tick')],
  ['A timer runs out and sends tick to kv.', (t) => t.event('timer_fired', 3, 3, 9, 0, 'tick')],
  [
    'A timer of client_1 runs out and sends tick to kv.',
    (t) => t.event('timer_fired', 5, 3, 9, 0, 'tick'),
  ],
  [
    'A timer of kv runs out, and nobody is there for tick.',
    (t) => t.event('timer_fired', 3, 0, 9, 0, 'tick'),
  ],
  [
    'A timer of kv runs out and starts a process: {mod,fn,[1]}.',
    (t) => t.event('timer_fired', 3, 0, 9, 1, '{mod,fn,[1]}'),
  ],
  [
    'A timer of kv runs out, for an exit signal shutdown.',
    (t) => t.event('timer_fired', 3, 0, 9, 2, 'shutdown'),
  ],
  ['kv cancels a timer.', (t) => t.event('timer_cancelled', 3, 0, 9)],
  ['client_1 waits for kv.', (t) => t.wait(5, 3, 'call')],
  ['sup waits for kv <0.3.0> to start.', (t) => t.wait(2, 3, 'start')],
  ['sup waits for kv <0.3.0> to stop.', (t) => t.wait(2, 3, 'stop')],
  ['client_1 sleeps.', (t) => t.wait(5, 0, 'sleep')],
  ['client_1 waits for a message.', (t) => t.wait(5, 0, 'receive')],
  ['client_1 has waited for kv <0.3.0> too long: timeout.', (t) => t.event('wait_ended', 5, 3, 0)],
  [
    'client_1 waits for kv <0.3.0> no longer: that process is dead (badarith).',
    (t) => t.event('wait_ended', 5, 3, 1, 0, STACK),
  ],
  ['client_1 wakes up.', (t) => t.event('wait_ended', 5, 0, 2)],
  ['kv is busy for 20 ms.', (t) => t.event('work_started', 3, 0, 20)],
  [
    'stop from client_1 reaches nobody: there is no such process.',
    (t) => t.event('dropped', 5, 0, 0, 1, 'stop'),
  ],
  [
    'stop from client_1 reaches nobody: kv <0.3.0> is dead.',
    (t) => t.event('dropped', 5, 3, 0, 1, 'stop'),
  ],
  [
    'ack from kv comes too late for client_1, which waits for it no longer.',
    (t) => t.event('dropped', 3, 5, 1, 1, 'ack'),
  ],
  [
    'stop from client_1 is lost with the mailbox of kv <0.3.0>.',
    (t) => t.event('dropped', 5, 3, 2, 1, 'stop'),
  ],
  [
    'sup (one_for_one, at most 5 restarts in 1000 s) starts a and b, in this order.',
    (t) => t.supervisor(2, { intensity: 5, period: 1000 }, [{ id: 'a' }, { id: 'b' }]),
  ],
  [
    'sup (one_for_one, at most 1 restart in 5 s) has no children yet.',
    (t) => t.supervisor(2, {}, []),
  ],
  [
    'sup (simple_one_for_one, at most 1 restart in 5 s) will start children like session when asked.',
    (t) => t.supervisor(2, { strategy: 'simple_one_for_one' }, [{ id: 'session' }]),
  ],
  [
    'sup (one_for_all, at most 1 restart in 5 s) goes by new specs now: a and b.',
    (t) => t.supervisor(2, { strategy: 'one_for_all' }, [{ id: 'a' }, { id: 'b' }], 'code_change'),
  ],
  [
    'sup has a new child: extra (temporary worker).',
    (t) =>
      t.fact('child_added', 2, 0, 'extra', 0, childFacts({ id: 'extra', restart: 'temporary' })),
  ],
  ['sup has the child extra no more.', (t) => t.event('child_removed', 2, 0, 'extra')],
  ['server, as kv <0.3.0>, is up under sup.', (t) => t.event('child_started', 2, 3, 'server', 0)],
  ['logger <0.4.0> is up again under sup.', (t) => t.event('child_started', 2, 4, 'logger', 1)],
  [
    'server of sup does not run: its start says ignore.',
    (t) => t.event('child_started', 2, 0, 'server', 0),
  ],
  [
    "sup can't restart server: badarith.",
    (t) => t.event('child_start_failed', 2, 0, 'server', 1, STACK),
  ],
  [
    "sup can't start server: oops.",
    (t) => t.event('child_start_failed', 2, 0, 'server', 0, 'oops'),
  ],
  [
    'sup restarts server (one_for_one, permanent; 2 of 5 in 1000 s).',
    (t) => t.decide(2, 3, decision),
  ],
  [
    'sup restarts server (one_for_all, permanent; 2 of 5 in 1000 s): it stops c and a, then starts a, server and c.',
    (t) =>
      t.decide(2, 3, {
        ...decision,
        strategy: 'one_for_all',
        stop: ['c', 'a'],
        start: ['a', 'server', 'c'],
      }),
  ],
  [
    'sup tries again to restart server (one_for_one, permanent; 3 of 5 in 1000 s).',
    (t) => t.decide(2, 3, { ...decision, decision: 'retry', count: 3 }),
  ],
  [
    'sup gives up: 6 restarts within 1000 s, 5 are allowed. It stops its children in reverse order and exits shutdown.',
    (t) => t.decide(2, 3, { ...decision, decision: 'give_up', count: 6 }),
  ],
  [
    'sup does not restart server: it is temporary.',
    (t) => t.decide(2, 3, { ...decision, decision: 'leave', restart: 'temporary' }),
  ],
  [
    'sup does not restart server: it is transient and its reason is normal.',
    (t) =>
      t.decide(2, 3, { ...decision, decision: 'leave', restart: 'transient', reason: 'normal' }),
  ],
  [
    'sup shuts down: its significant child server has ended.',
    (t) => t.decide(2, 3, { ...decision, decision: 'auto_shutdown' }),
  ],
  [
    'sup tells logger to shut down (500 ms).',
    (t) => t.event('child_stopping', 2, 4, 'logger', 500),
  ],
  [
    'sup tells logger to shut down (infinity).',
    (t) => t.event('child_stopping', 2, 4, 'logger', -1),
  ],
  ['sup kills logger (brutal_kill).', (t) => t.event('child_stopping', 2, 4, 'logger', -2)],
  [
    'logger of sup has stopped: shutdown.',
    (t) => t.event('child_stopped', 2, 4, 'logger', 0, 'shutdown'),
  ],
  [
    'Report crash_report from kv: badarith.',
    (t) =>
      t.event(
        'reported',
        3,
        0,
        'crash_report',
        0,
        `#{reason => ${STACK},initialCall => {kv,init,1}}`,
      ),
  ],
  ['Report crash from kv: {x,1}.', (t) => t.event('reported', 3, 0, 'crash', 0, '{x,1}')],
  ['logger <0.4.0> adds the handler file.', (t) => t.event('handler_added', 4, 0, 'file')],
  [
    'The handler file of logger <0.4.0> failed and is removed: crash.',
    (t) => t.event('handler_removed', 4, 0, 'file', 0, 'crash'),
  ],
  [
    'From outside: kill kv.',
    (t) => t.fact('command_applied', 0, 0, 0, 0, { type: 'exit', target: 'kv', reason: 'kill' }),
  ],
  [
    'From outside: exit signal {shutdown,x} for kv.',
    (t) =>
      t.fact('command_applied', 0, 0, 0, 0, {
        type: 'exit',
        target: 'kv',
        reason: ['shutdown', 'x'],
      }),
  ],
  [
    'From outside: kv is to crash in its next callback, with boom.',
    (t) =>
      t.fact('command_applied', 0, 0, 0, 0, { type: 'crash_next', target: 'kv', reason: 'boom' }),
  ],
  [
    'From outside: call kv: {lookup,apples}.',
    (t) =>
      t.fact('command_applied', 0, 0, 0, 0, {
        type: 'call',
        target: 'kv',
        request: { type: 'lookup', key: 'apples' },
        timeoutMs: 5000,
      }),
  ],
  [
    'From outside: cast stop to kv.',
    (t) => t.fact('command_applied', 0, 0, 0, 0, { type: 'cast', target: 'kv', message: 'stop' }),
  ],
  [
    'From outside: send hello to kv.',
    (t) => t.fact('command_applied', 0, 0, 0, 0, { type: 'info', target: 'kv', message: 'hello' }),
  ],
  [
    'From outside: notify log: x.',
    (t) => t.fact('command_applied', 0, 0, 0, 0, { type: 'notify', target: 'log', event: 'x' }),
  ],
  [
    'The call from outside is answered: {ok,3}.',
    (t) => t.fact('command_answered', 0, 0, 0, 0, { type: 'reply', reply: ['ok', 3] }),
  ],
  [
    'The call from outside exits: noproc.',
    (t) => t.fact('command_answered', 0, 0, 0, 0, { type: 'exit', reason: 'noproc' }),
  ],
  [
    'The call from outside gets no answer in time: timeout.',
    (t) => t.fact('command_answered', 0, 0, 0, 0, { type: 'timeout' }),
  ],
  [
    'kv begins in state locked.',
    (t) => t.transition(3, 'enter', { from: null, to: 'locked', tag: '' }),
  ],
  [
    'kv goes from locked to open, because of the cast {button,1}.',
    (t) => {
      const cast = t.send(0, 3, 'cast', '{button,1}');
      return t.transition(3, 'cast', { from: 'locked', to: 'open', tag: 'button' }, cast);
    },
  ],
  [
    'kv goes from open to locked, because of its state timeout; the 2 events put aside are tried again.',
    (t) => {
      t.postpone(3, 1, { type: 'cast', content: 'close' });
      t.postpone(3, 2, { type: 'call', content: 'knock' });
      return t.transition(3, 'state_timeout', { from: 'open', to: 'locked', tag: '' });
    },
  ],
  [
    'kv goes from a to b, because of its timeout retry.',
    (t) => {
      t.postpone(3, 1, { type: 'cast', content: 'close' });
      t.transition(3, 'cast', { from: 'b', to: 'a', tag: '' });
      return t.transition(3, 'timeout', { from: 'a', to: 'b', tag: 'retry' });
    },
  ],
  [
    'kv goes from up to down, because of the DOWN of logger <0.4.0>.',
    (t) => {
      const down = t.event('down_sent', 4, 3, 1, 0, 'killed');
      return t.transition(3, 'info', { from: 'up', to: 'down', tag: 'killed' }, down);
    },
  ],
  [
    'kv enters open once more, because of an event of its own.',
    (t) => t.transition(3, 'internal', { from: 'open', to: 'open', tag: '' }),
  ],
  [
    'kv puts the call knock aside until its state changes.',
    (t) => t.postpone(3, 1, { type: 'call', content: 'knock' }),
  ],
  [
    'kv puts the cast close aside until its state changes; 3 events wait there now.',
    (t) => t.postpone(3, 3, { type: 'cast', content: 'close' }),
  ],
  ['kv removes the handler file.', (t) => t.event('handler_removed', 3, 0, 'file', 0, 'normal')],
  [
    'kv takes the handler file out, to put {disk,1} in.',
    (t) => t.event('handler_removed', 3, 0, 'file', 0, '{swapped,{disk,1},false}'),
  ],
  ['kv is suspended: it takes system messages only.', (t) => t.event('suspended', 3)],
  ['kv is resumed.', (t) => t.event('resumed', 3)],
  ['Done.', (t) => t.fact('command_answered', 0, 0, 0, 0, { type: 'ok' })],
  [
    'From outside, nobody is found under that name: noproc.',
    (t) => t.fact('command_answered', 0, 0, 0, 0, { type: 'noproc' }),
  ],
];

describe('the log says', () => {
  test.each(told)('%s', (text, write) => expect(say(write)).toBe(text));

  test('of a crash in which call it happened', () => {
    const trace = demo.startEssay();
    demo.crashKv(trace);
    const buffer = new TraceBuffer();
    buffer.append(trace.batch());
    const seqs = Array.from({ length: buffer.end }, (_, seq) => seq);
    const crash = seqs.find((seq) => buffer.decode(seq)?.type === 'crashed') as number;
    expect(textAt(buffer, crash)).toBe('kv crashed: badarith, in handleCall({lookup,crash}).');
    expect(lineAt(buffer, crash)).toMatchObject({ seq: crash, pid: 82, kind: 'beat' });
  });
});

test('every kind of event has its line', () => {
  const trace = cast();
  for (const type of EVENT_TYPES) trace.event(type, 3, 2, 'server', 0);
  const buffer = new TraceBuffer();
  const first = trace.length - EVENT_TYPES.length;
  buffer.append(trace.batch());
  for (const index of EVENT_TYPES.keys()) {
    expect(textAt(buffer, first + index)).toMatch(/^\S.*\.$/);
  }
});

test('an event that was dropped has no line', () => expect(textAt(new TraceBuffer(), 5)).toBe(''));
