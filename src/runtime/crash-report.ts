import { ancestorsOf, dictionaryOf, initialCallOf } from './dictionary.ts';
import { EXIT_CLASS, isOrderly } from './exit-reason.ts';
import type { Node } from './node.ts';
import { firstCall, type Run } from './plain.ts';
import { linkedPids, type Process } from './process.ts';
import { freezeTerm, type Term } from './term.ts';
import { EVENT, KNOWN_STRING } from './trace-event.ts';

/**
 * proc_lib's crash report, of an end that is abnormal: reason (an error's with its stack), `class` (error or exit), initial call
 * (if its dictionary has it), ancestors, pid, name (null: none); and what else is in its dictionary, and its neighbours, if there are any.
 */
export function reportCrash(
  node: Node,
  process: Process,
  reason: Term,
  failureClass: number = EXIT_CLASS,
): void {
  if (failureClass === EXIT_CLASS && isOrderly(reason)) return;
  const initialCall = initialCallOf(process);
  const dictionary = dictionaryOf(process).filter(([key]) => !OF_PROC_LIB.includes(key));
  const neighbours = neighboursOf(node, process).map(neighbour);
  const report = freezeTerm({
    reason,
    ...(initialCall === undefined ? {} : { initialCall }),
    class: failureClass === EXIT_CLASS ? 'exit' : 'error',
    ancestors: ancestorsOf(process),
    pid: process.pid,
    name: process.name,
    ...(dictionary.length === 0 ? {} : { dictionary }),
    ...(neighbours.length === 0 ? {} : { neighbours }),
  });
  const { crash_report } = KNOWN_STRING;
  node.trace.write(node.now, EVENT.reported, process.pid.id, 0, crash_report, 0, report);
}

const OF_PROC_LIB: readonly Term[] = ['$ancestors', '$initial_call'];

/** Port of `make_neighbour_report/1`. */
const neighbour = (process: Process): Term => ({
  pid: process.pid,
  name: process.name,
  initialCall: initialCallOf(process) ?? firstCall(process.data as Run),
  ancestors: ancestorsOf(process),
});

const NEIGHBOURS_MAX = 15;

/** Those that are linked to it and don't trap exits, and so on from them: port of `neighbours/1`. */
function neighboursOf(node: Node, process: Process): readonly Process[] {
  const adjacent = (to: Process): Process[] =>
    linkedPids(to)
      .map((pid) => node.find(pid))
      .filter((other) => other !== null)
      .filter(({ trapExit }) => !trapExit);
  const visited = [process];
  const visit = (others: readonly Process[]): void => {
    others.forEach((other, index) => {
      if (visited.length > NEIGHBOURS_MAX || visited.includes(other)) return;
      visited.unshift(other);
      visit(others.slice(index + 1));
      visit(adjacent(other));
    });
  };
  visit(adjacent(process));
  return visited.filter((other) => other !== process);
}
