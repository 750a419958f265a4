import { EVENT_TYPES, type EventType } from '../runtime/trace-event.ts';
import type { Answer, Batch, Problem, ProcessDetail, StepDetail } from './protocol.ts';

/** Bounds on what a Worker may send; far above what ours does. */
const EVENTS_MAX = 20_000_000;
const TEXT_MAX = 1_000;
const STRING_MAX = 10_000;
const LINES_MAX = 10_000;
const ID_MAX = 1_000_000;
const DETAIL_MAX = 5_000_000;
/** Of a process: messages, timers, handlers. */
const ROWS_MAX = 200;

/**
 * What is wrong with an answer that came over the port, in a few words; null when nothing is.
 *
 * A stranger's code lives in the Worker. It can't reach the port, as far as we know; the page
 * doesn't bet on it. The columns are checked as far as the fold relies on them without looking.
 */
export function answerFault(data: unknown): string | null {
  if (!isObject(data)) return 'not an answer';
  const answer = data as unknown as Answer;
  if (!isCount(answer.id) || !isCount(answer.run)) return 'an answer without a number';
  switch (answer.type) {
    case 'advanced':
      if (!PAUSE_REASONS.has(answer.because)) return 'an unknown reason to pause';
      return batchFault(answer.batch);
    case 'sought':
      if (!PAUSE_REASONS.has(answer.because)) return 'an unknown reason to pause';
      return isTextMap(answer.states) ? batchFault(answer.batch) : 'states that are no text';
    case 'explained':
      return answer.step === null || isStep(answer.step) ? null : 'a step that is none';
    case 'acted':
      if (!isObject(answer.command) || !isCount(answer.command.at))
        return 'a command without a moment';
      return batchFault(answer.batch);
    case 'inspected':
      return answer.process === null || isDetail(answer.process) ? null : 'detail of no process';
    case 'described':
      return Array.isArray(answer.lines) &&
        answer.lines.length <= LINES_MAX &&
        answer.lines.every(isLine)
        ? null
        : 'lines that are no text';
    case 'failed':
      return typeof answer.message === 'string' &&
        Array.isArray(answer.problems) &&
        answer.problems.every(isProblem)
        ? null
        : 'a failure without a message';
    default:
      return 'an unknown answer';
  }
}

const PAUSE_REASONS: ReadonlySet<string> = new Set(['reached', 'stopped', 'idle', 'slice']);

function batchFault(batch: Batch): string | null {
  if (!isObject(batch)) return 'no batch';
  const { first, count, at, step, firstString, strings, next } = batch;
  if (![first, count, at, step, firstString].every(isCount)) return 'a batch without its numbers';
  if (count > EVENTS_MAX) return 'too large a batch';
  if (next !== null && !isCount(next)) return 'a next moment that is none';
  if (!(batch.ats instanceof Float64Array && batch.types instanceof Uint8Array))
    return 'no columns';
  const columns = [batch.pids, batch.peers, batch.as, batch.bs];
  if (!columns.every((column) => column instanceof Int32Array && column.length >= count))
    return 'no columns';
  if (batch.ats.length < count || batch.types.length < count) return 'columns that are too short';
  for (let index = 0; index < count; index++) {
    if ((batch.types[index] as number) >= EVENT_TYPES.length) return 'an unknown event';
  }
  if (!Array.isArray(strings) || !strings.every((text) => isText(text, STRING_MAX)))
    return 'a table of no strings';
  if (!(batch.facts instanceof Map) || batch.facts.size > count) return 'no facts';
  for (const [seq, fact] of batch.facts) {
    if (!isFact(EVENT_TYPES[batch.types[seq - first] as number], fact))
      return 'facts of another kind';
  }
  if (!isTextMap(batch.texts) || !isTextMap(batch.states)) return 'no texts';
  return /^[0-9a-f]{8}$/.test(batch.hash) ? null : 'no hash';
}

/** What the fold reads of a fact without looking. */
function isFact(type: EventType | undefined, fact: unknown): boolean {
  if (!isObject(fact)) return false;
  const {
    children,
    stop,
    start,
    from,
    to,
    tag,
    type: word,
    content,
    name,
  } = fact as Record<string, unknown>;
  switch (type) {
    case 'supervisor_started':
      return Array.isArray(children) && children.every(isChild);
    case 'child_added':
      return isChild(fact);
    case 'decided':
      return areIds(stop) && areIds(start);
    case 'transitioned':
      return areIds([from ?? '', to, tag]);
    case 'postponed':
      return areIds([word, content]);
    case 'timer_started':
      return areIds([name]);
    default:
      return true;
  }
}

const isChild = (child: unknown): boolean =>
  isObject(child) && areIds([(child as { id?: unknown }).id, (child as { start?: unknown }).start]);
const areIds = (ids: unknown): boolean =>
  Array.isArray(ids) && ids.every((id) => isText(id, ID_MAX));

function isDetail(detail: ProcessDetail): boolean {
  if (!isObject(detail)) return false;
  const { name, waitsFor, stateBefore, mailbox, links, monitors, monitoredBy } = detail;
  return (
    [detail.pid, detail.parent, detail.reductions, detail.mailboxLength].every(isCount) &&
    areIds([detail.node, detail.printed, detail.behaviour, detail.module]) &&
    (name === null || isText(name, ID_MAX)) &&
    typeof detail.trapExit === 'boolean' &&
    STATUSES.has(detail.status) &&
    (waitsFor === null || isText(waitsFor, ID_MAX)) &&
    isText(detail.state, DETAIL_MAX) &&
    (stateBefore === null || isText(stateBefore, DETAIL_MAX)) &&
    isList(mailbox, ({ kind, from, text }) => areIds([kind, text]) && isCount(from)) &&
    [links, monitors, monitoredBy].every((pids) => Array.isArray(pids) && pids.every(isCount)) &&
    isList(detail.timers, ({ due, text }) => isCount(due) && areIds([text])) &&
    isList(
      detail.handlers,
      ({ name, state, supervisor }) => areIds([name, state]) && isCount(supervisor),
    )
  );
}

function isList<Row extends object>(rows: readonly Row[], isRow: (row: Row) => boolean): boolean {
  return (
    Array.isArray(rows) &&
    rows.length <= ROWS_MAX &&
    rows.every((row) => isObject(row) && isRow(row as Row))
  );
}

const STATUSES: ReadonlySet<string> = new Set([
  'runnable',
  'waiting',
  'idle',
  'busy',
  'exited',
] satisfies ProcessDetail['status'][]);

function isProblem(problem: unknown): boolean {
  if (!isObject(problem)) return false;
  const { module, line, column, message } = problem as Problem;
  return areIds([module, message]) && isCount(line) && isCount(column);
}

function isStep(step: StepDetail): boolean {
  if (!isObject(step)) return false;
  const { pid, first, end, before, after, payloads, threwAt } = step;
  return (
    [pid, first, end].every(isCount) &&
    [before, after].every((state) => state === null || isText(state, DETAIL_MAX)) &&
    isTextMap(payloads, DETAIL_MAX) &&
    (threwAt === null ||
      (isObject(threwAt) && isText(threwAt.module, STRING_MAX) && isCount(threwAt.line)))
  );
}

function isTextMap(map: unknown, length = TEXT_MAX): boolean {
  if (!(map instanceof Map)) return false;
  for (const [key, text] of map) if (!isCount(key) || !isText(text, length)) return false;
  return true;
}

function isLine(line: unknown): boolean {
  return line === null || isText(line, TEXT_MAX);
}

function isText(value: unknown, length: number): boolean {
  return typeof value === 'string' && value.length <= length;
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

/** A whole number from 0 on. */
function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}
