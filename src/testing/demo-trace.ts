import type { DecisionFacts } from '../runtime/trace-event.ts';
import { TraceWriter } from './trace-writer.ts';

/** Pids of the demo, as they are before the first crash. */
export const DEMO = Object.freeze({
  init: 1,
  supervisor: 80,
  packet: 81,
  kv: 82,
  logger: 83,
  clients: [84, 85, 86],
});

/** The essay's tree has started, with three clients. */
export function startEssay(): TraceWriter {
  const trace = new TraceWriter();
  const { supervisor, packet, kv, logger } = DEMO;
  trace.spawn(DEMO.init, 0, 'process', 'init', 'init');
  trace.after(30).spawn(supervisor, DEMO.init, 'supervisor', 'simple_sup', 'simple_supervisor');
  trace.wait(DEMO.init, supervisor, 'start');
  trace.after(40).event('called', supervisor, 0, 'init', 0, '[nil]');
  trace.supervisor(supervisor, { intensity: 5, period: 1000 }, [
    { id: 'packet', start: 'packet_assembler:start' },
    { id: 'server', start: 'kv:start' },
    { id: 'logger', start: 'simple_logger:start' },
  ]);
  trace.after(30).child(supervisor, packet, 'packet', { module: 'packet_assembler', state: '#{}' });
  trace.after(30).child(supervisor, kv, 'server', { module: 'kv', name: 'kv', state: '#{}' });
  trace.after(30).child(supervisor, logger, 'logger', {
    module: 'simple_logger',
    behaviour: 'gen_event',
    name: 'my_simple_event_logger',
    state: '[]',
  });
  trace.event('handler_added', logger, 0, 'simple_logger', 0, '[]');
  const ack = trace.send(supervisor, DEMO.init, 'ack', '{ok,<0.80.0>}');
  trace.after(20).receive(DEMO.init, supervisor, ack, '', '{ok,<0.80.0>}');
  DEMO.clients.forEach((pid, index) => {
    trace.after(10).spawn(pid, DEMO.init, 'process', 'client', `client_${index + 1}`);
    trace.after(10).event('called', pid, 0, 'run', 0, '[kv]');
  });
  return trace;
}

/** Some traffic: a store answered, one under way, a log entry, and a queue in front of packet. */
export function traffic(trace: TraceWriter, kv: number = DEMO.kv): void {
  const [one, two, three] = DEMO.clients as [number, number, number];
  const store = trace.after(300).send(one, kv, 'call', '{store,apples,3}', 7);
  trace.wait(one, kv, 'call');
  trace.after(90).receive(kv, one, store, 'handleCall', '{store,apples,3}');
  trace.state(kv, '#{apples => 3}');
  const reply = trace.send(kv, one, 'reply', 'ack', 7);
  trace.after(60).receive(one, kv, reply, '', 'ack');
  const log = trace.after(40).send(two, DEMO.logger, 'notify', '{log,"stored apples"}');
  trace.after(50).receive(DEMO.logger, two, log, 'handleEvent', '{log,"stored apples"}');
  trace.state(DEMO.logger, '["stored apples"]');
  for (let part = 1; part <= 4; part++)
    trace.after(20).send(three, DEMO.packet, 'cast', `{fragment,1,${part}}`);
  trace.after(10).event('work_started', DEMO.packet, 0, 2);
  trace.after(30).send(one, kv, 'call', '{lookup,apples}', 8);
  trace.wait(one, kv, 'call');
  trace.after(10).send(two, DEMO.logger, 'notify', '{log,"asked for apples"}');
}

/** A client makes kv crash: it is dead, and its exit signal under way to the supervisor. */
export function crashKv(trace: TraceWriter, kv: number = DEMO.kv): void {
  const client = DEMO.clients[1] as number;
  const call = trace.after(200).send(client, kv, 'call', '{lookup,crash}', 9);
  trace.wait(client, kv, 'call');
  trace.after(70).receive(kv, client, call, 'handleCall', '{lookup,crash}');
  const reason = '{badarith,[{kv,handleCall}]}';
  trace.crash(kv, DEMO.supervisor, 'handleCall', reason, 'kv');
  trace.after(60).event('wait_ended', client, kv, 1, 0, reason);
  // The lookup of apples that was in kv's mailbox is lost with it.
  const waiting = DEMO.clients[0] as number;
  if (kv === DEMO.kv) trace.after(10).event('wait_ended', waiting, kv, 1, 0, reason);
}

export function receiveSignal(trace: TraceWriter, kv: number = DEMO.kv): void {
  const seq = trace.lastSignal;
  const reason = '{badarith,[{kv,handleCall}]}';
  trace.after(50).event('exit_signal_received', DEMO.supervisor, kv, 1, seq, reason);
  trace.receive(DEMO.supervisor, kv, seq, '', `{'EXIT',<0.${kv}.0>,${reason}}`);
  trace.event('reported', DEMO.supervisor, 0, 'child_terminated', 0, '{child_terminated,server}');
}

const decision = (count: number): DecisionFacts => ({
  decision: 'restart',
  child: 'server',
  restart: 'permanent',
  strategy: 'one_for_one',
  reason: ['badarith', [['kv', 'handleCall']]],
  count,
  intensity: 5,
  period: 1000,
  stop: [],
  start: ['server'],
});

export function decideRestart(trace: TraceWriter, kv: number = DEMO.kv, count = 1): void {
  trace.decide(DEMO.supervisor, kv, decision(count));
}

export function restartKv(trace: TraceWriter, pid: number): void {
  trace.child(DEMO.supervisor, pid, 'server', { module: 'kv', name: 'kv', again: true });
}

/** The sixth crash within the period: the supervisor stops the other children, last first, and itself. */
export function giveUp(trace: TraceWriter, kv: number): void {
  const { supervisor, init } = DEMO;
  trace.decide(supervisor, kv, {
    ...decision(6),
    decision: 'give_up',
    stop: ['logger', 'packet'],
    start: [],
  });
  for (const [id, pid, name] of [
    ['logger', DEMO.logger, 'my_simple_event_logger'],
    ['packet', DEMO.packet, undefined],
  ] as const) {
    trace.event('child_stopping', supervisor, pid, id, 500);
    const order = trace.event('exit_signal_sent', supervisor, pid, 1, 0, 'shutdown');
    trace.wait(supervisor, pid, 'stop');
    trace.after(80).event('exit_signal_received', pid, supervisor, 2, order, 'shutdown');
    trace.exit(pid, supervisor, 2, 'shutdown', name);
    trace.after(60).event('wait_ended', supervisor, pid, 1, 0, 'shutdown');
    trace.event('child_stopped', supervisor, pid, id, 0, 'shutdown');
  }
  trace.exit(supervisor, init, 0, 'shutdown', 'simple_supervisor');
}
