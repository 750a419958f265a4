import fc from 'fast-check';
import { DECISIONS, EVENT_TYPES, type EventType, type Strategy } from '../runtime/trace-event.ts';
import { childFacts, type TraceWriter } from './trace-writer.ts';

/** One event, drawn: what the columns mean depends on its type. */
interface Draw {
  readonly type: EventType;
  readonly pid: number;
  readonly peer: number;
  readonly a: number;
  readonly back: number;
  readonly us: number;
}

/**
 * Any events at all about a handful of processes, in any order: nothing a run would tell, so that the
 * fold is tried on what it does not expect, too.
 */
export const randomTrace = (length = 120): fc.Arbitrary<readonly Draw[]> =>
  fc.array(
    fc.record({
      type: fc.oneof(
        { weight: 1, arbitrary: fc.constantFrom(...EVENT_TYPES) },
        {
          weight: 1,
          arbitrary: fc.constantFrom<EventType>(
            'spawned',
            'supervisor_started',
            'child_started',
            'decided',
            'exited',
            'child_stopped',
          ),
        },
      ),
      pid: fc.oneof(fc.integer({ min: 0, max: 9 }), fc.constantFrom(1, 2)),
      peer: fc.oneof(fc.integer({ min: 0, max: 9 }), fc.constantFrom(1, 2)),
      a: fc.integer({ min: 0, max: 3 }),
      back: fc.integer({ min: 0, max: 12 }),
      us: fc.constantFrom(0, 0, 1, 100, 1_000_000),
    }),
    { maxLength: length },
  );

const STATES = ['open', 'shut', 'locked'];
const IDS = ['', 'one', 'two', 'a/b'];

/** Writes the drawn events, about the two supervisors 1 and 2 mostly; each pid is born once, as in a run. */
export function writeDraws(trace: TraceWriter, draws: readonly Draw[]): void {
  const born = new Set([1, 2]);
  trace.spawn(1, 0, 'supervisor', 'all', 'all');
  trace.supervisor(1, { strategy: 'one_for_all' }, [{ id: 'one' }, { id: 'two' }]);
  trace.spawn(2, 1, 'supervisor', 'sessions');
  trace.supervisor(2, { strategy: 'simple_one_for_one' }, [{ id: 'one' }]);
  for (const { type, pid, peer, a, back, us } of draws) {
    trace.after(us);
    if (type === 'spawned' && (pid === 0 || born.has(pid))) continue;
    if (type === 'spawned') born.add(pid);
    writeDraw(trace, type, pid, peer, a, back);
  }
}

function writeDraw(
  trace: TraceWriter,
  type: EventType,
  pid: number,
  peer: number,
  a: number,
  back: number,
): void {
  const id = IDS[a] as string;
  switch (type) {
    case 'spawned':
      trace.event(type, pid, peer, a === 0 ? 'supervisor' : 'gen_server', 'module');
      return;
    case 'supervisor_started': {
      const strategy: Strategy = a === 1 ? 'simple_one_for_one' : 'one_for_all';
      trace.supervisor(
        pid,
        { strategy },
        IDS.slice(1, 1 + back).map((child) => ({ id: child })),
      );
      return;
    }
    case 'child_added':
      trace.fact(type, pid, 0, id, 0, childFacts({ id }));
      return;
    case 'decided': {
      const decision = DECISIONS[back % DECISIONS.length] as (typeof DECISIONS)[number];
      const facts = {
        restart: 'permanent',
        strategy: 'one_for_all',
        reason: 'x',
        count: back,
        intensity: 3,
        period: 2,
      } as const;
      trace.decide(pid, peer, {
        ...facts,
        decision,
        child: id,
        stop: ['one'],
        start: ['one', 'two'],
      });
      return;
    }
    case 'received':
    case 'exit_signal_received':
    case 'dropped':
      trace.event(
        type,
        pid,
        peer,
        type === 'received' ? id : a,
        Math.max(-1, trace.length - back),
        'x',
      );
      return;
    case 'registered':
    case 'unregistered':
    case 'called':
    case 'crashed':
    case 'child_removed':
    case 'child_started':
    case 'child_start_failed':
    case 'child_stopping':
    case 'child_stopped':
    case 'reported':
    case 'handler_added':
    case 'handler_removed':
      trace.event(type, pid, peer, id, back % 2, 'x');
      return;
    case 'transitioned':
      trace.transition(pid, 'cast', {
        from: back === 0 ? null : (STATES[back % 3] as string),
        to: STATES[a % 3] as string,
        tag: id,
      });
      return;
    case 'postponed':
      trace.postpone(pid, back, { type: 'cast', content: id });
      return;
    case 'timer_started':
      trace.fact(type, pid, peer, a, back, { kind: 'timeout', name: id });
      return;
    default:
      trace.event(type, pid, peer, a, back, back === 0 ? undefined : 'normal');
  }
}
