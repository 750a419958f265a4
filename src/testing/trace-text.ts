import { formatTerm } from '../runtime/format-term.ts';
import { STRING_IN_A } from '../runtime/trace.ts';
import {
  DECISIONS,
  DROP_REASONS,
  EVENT,
  type EventType,
  MESSAGE_KINDS,
  type TraceEvent,
  WAIT_KINDS,
} from '../runtime/trace-event.ts';

export interface TraceTextOptions {
  /** Only these. */
  readonly types?: readonly EventType[];
  readonly withTimes?: boolean;
}

/**
 * Trace events as lines, for inline snapshots:
 *
 *     client sent call to kv: {lookup,apples}
 *     kv exited: {badarith,[{erlang,div,[1,0]},{kv,handle_call}]}
 *
 * A process goes by its registered name, else by its pid.
 */
export function traceText(
  events: readonly TraceEvent[],
  strings: readonly string[],
  { types, withTimes = false }: TraceTextOptions = {},
): string {
  const names = new Map<number, string>();
  const lines: string[] = [];
  for (const event of events) {
    if (event.type === 'registered') names.set(event.pid, strings[event.a] as string);
    if (types !== undefined && !types.includes(event.type)) continue;
    const nameOf = (pid: number) => names.get(pid) ?? (pid === 0 ? 'outside' : `<0.${pid}.0>`);
    const time = withTimes ? `${String(event.at).padStart(9)} ` : '';
    lines.push(time + lineOf(event, nameOf, strings));
  }
  return lines.join('\n');
}

function lineOf(
  event: TraceEvent,
  nameOf: (pid: number) => string,
  strings: readonly string[],
): string {
  const { type, pid, peer, payload } = event;
  const detail = detailOf(event, strings);
  const parts = [nameOf(pid), type.replaceAll('_', ' '), detail];
  if (peer !== 0) parts.push(`${TOWARDS[type] ?? 'with'} ${nameOf(peer)}`);
  const text = payload === undefined ? '' : `: ${formatTerm(payload, 'erlang', 200)}`;
  return parts.filter((part) => part !== '').join(' ') + text;
}

const TOWARDS: Partial<Record<EventType, string>> = {
  spawned: 'by',
  sent: 'to',
  received: 'from',
  exit_signal_sent: 'to',
  exit_signal_received: 'from',
  down_sent: 'to',
  wait_started: 'on',
};

/** What the columns `a` and `b` say, as far as a reader cares. */
function detailOf({ type, a, b }: TraceEvent, strings: readonly string[]): string {
  const text = (index: number) => strings[index] ?? '';
  switch (type) {
    case 'spawned':
      return `${text(a)} ${text(b)}`;
    case 'sent':
      return MESSAGE_KINDS[a] ?? '';
    case 'exit_signal_received':
      return ['(ignored)', '(trapped)', '(fatal)'][a] ?? '';
    case 'wait_started':
      return WAIT_KINDS[a] ?? '';
    case 'wait_ended':
      return ['(timed out)', '(died)', '(woke)'][a] ?? '';
    case 'dropped':
      return `(${DROP_REASONS[a]})`;
    case 'decided':
      return `${text(a)} ${DECISIONS[b]}`;
    case 'child_started':
    case 'child_start_failed':
      return `${text(a)}${b === 1 ? ' again' : ''}`;
    case 'work_started':
      return `${a} ms`;
    case 'command_applied':
    case 'command_answered':
      return `#${a}`;
    default:
      return STRING_IN_A[EVENT[type]] === 1 ? text(a) : '';
  }
}
