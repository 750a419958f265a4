import { unreachable } from '../base/assert.ts';
import type {
  ChildFacts,
  DecisionFacts,
  EventType,
  SupervisorFacts,
} from '../runtime/trace-event.ts';
import { ELLIPSIS, type Line, list, listSome } from './log-words.ts';
import { withoutStack } from './reason.ts';

/** What supervisors do: start, decide, stop, give up. */
export const SAY = {
  supervisor_started(line) {
    const facts = line.fact<SupervisorFacts>();
    if (facts === undefined) return `${line.who} is a supervisor.`;
    const { strategy, intensity, period, children } = facts;
    const rules = `(${strategy}, at most ${count(intensity, 'restart')} in ${period} s)`;
    const ids = children.map(({ id }) => id);
    if (line.a === 1) return `${line.who} ${rules} goes by new specs now: ${listSome(ids)}.`;
    if (strategy === 'simple_one_for_one') {
      return `${line.who} ${rules} will start children like ${list(ids)} when asked.`;
    }
    return ids.length === 0
      ? `${line.who} ${rules} has no children yet.`
      : `${line.who} ${rules} starts ${listSome(ids)}, in this order.`;
  },
  child_added(line) {
    const facts = line.fact<ChildFacts>();
    const what = facts === undefined ? '' : ` (${facts.restart} ${facts.type})`;
    return `${line.who} has a new child: ${line.word}${what}.`;
  },
  child_removed: ({ who, word }) => `${who} has the child ${word} no more.`,
  child_started({ who, word, peer, whomExactly, b }) {
    if (peer === 0) return `${word} of ${who} does not run: its start says ignore.`;
    const child = whomExactly.startsWith(`${word} `) ? whomExactly : `${word}, as ${whomExactly},`;
    return b === 1 ? `${child} is up again under ${who}.` : `${child} is up under ${who}.`;
  },
  child_start_failed: ({ who, word, b, reason }) =>
    b === 1 ? `${who} can't restart ${word}: ${reason}.` : `${who} can't start ${word}: ${reason}.`,
  decided(line) {
    const facts = line.fact<DecisionFacts>();
    return facts === undefined
      ? `${line.who} decides what becomes of ${line.word}: ${ELLIPSIS}.`
      : decided(line, facts);
  },
  child_stopping({ who, word, b }) {
    if (b === BRUTAL_KILL) return `${who} kills ${word} (brutal_kill).`;
    const patience = b === INFINITY ? 'infinity' : `${b} ms`;
    return `${who} tells ${word} to shut down (${patience}).`;
  },
  child_stopped: ({ who, word, reason }) => `${word} of ${who} has stopped: ${reason}.`,
} as const satisfies Partial<Record<EventType, (line: Line) => string>>;

const INFINITY = -1;
const BRUTAL_KILL = -2;

function decided(line: Line, facts: DecisionFacts): string {
  const { who } = line;
  const { decision, child, strategy, restart, intensity, period } = facts;
  const budget = `${facts.count} of ${intensity} in ${period} s`;
  switch (decision) {
    case 'restart':
      return `${who} restarts ${child} (${strategy}, ${restart}; ${budget})${others(facts)}.`;
    case 'retry':
      return `${who} tries again to restart ${child} (${strategy}, ${restart}; ${budget}).`;
    case 'give_up':
      return (
        `${who} gives up: ${count(facts.count, 'restart')} within ${period} s, ` +
        `${intensity} ${intensity === 1 ? 'is' : 'are'} allowed. ` +
        'It stops its children in reverse order and exits shutdown.'
      );
    case 'leave':
      return `${who} does not restart ${child}: it is ${restart}${ended(line, facts)}.`;
    case 'auto_shutdown':
      return `${who} shuts down: its significant child ${child} has ended.`;
    default:
      return unreachable(decision);
  }
}

/** Of one_for_all and rest_for_one: who goes down and comes up with it. */
function others({ child, stop, start }: DecisionFacts): string {
  const stopped = stop.filter((id) => id !== child);
  if (stopped.length === 0 && start.length <= 1) return '';
  const first = stopped.length === 0 ? '' : `stops ${listSome(stopped)}, then `;
  return `: it ${first}starts ${listSome(start)}`;
}

/** A transient child is left alone for the way it ended; a temporary one in any case. */
function ended(line: Line, { restart, reason }: DecisionFacts): string {
  return restart === 'transient' ? ` and its reason is ${withoutStack(line.term(reason))}` : '';
}

const count = (number: number, word: string): string =>
  `${number} ${word}${number === 1 ? '' : 's'}`;
