import type { MachinePast, ProcessView, TransitionView } from './view.ts';

/** What this process, and those that had its place before it, were seen to do as state machines; null for none. */
export function pastOf({ machine, earlier }: ProcessView): MachinePast | null {
  if (machine === null || earlier === null) return machine === null ? earlier : seenOf(machine);
  return {
    states: allStates(earlier, machine),
    transitions: allTransitions(earlier, machine, sumOf),
  };
}

/**
 * States and transitions of a diagram: those of the earlier incarnations first, as their diagram had them,
 * so that a restart moves nothing. A transition that the present one has made, too, is told as it made it.
 */
export const withEarlier = (machine: MachinePast, earlier: MachinePast | null): MachinePast =>
  earlier === null
    ? machine
    : {
        states: allStates(earlier, machine),
        transitions: allTransitions(earlier, machine, (_before, now) => now),
      };

const seenOf = ({ states, transitions }: MachinePast): MachinePast => ({ states, transitions });

const allStates = (earlier: MachinePast, machine: MachinePast): readonly string[] =>
  [...new Set([...earlier.states, ...machine.states])].slice(0, STATES_MAX);

function allTransitions(
  earlier: MachinePast,
  machine: MachinePast,
  both: (before: TransitionView, now: TransitionView) => TransitionView,
): readonly TransitionView[] {
  const again = (before: TransitionView) => machine.transitions.find(isLike(before));
  const known = earlier.transitions.map((before) => {
    const now = again(before);
    return now === undefined ? before : both(before, now);
  });
  const others = machine.transitions.filter((now) => !earlier.transitions.some(isLike(now)));
  return [...known, ...others].slice(0, TRANSITIONS_MAX);
}

const isLike =
  ({ from, to }: TransitionView) =>
  (other: TransitionView): boolean =>
    other.from === from && other.to === to;

function sumOf(before: TransitionView, now: TransitionView): TransitionView {
  const causes = [...before.causes];
  for (const cause of now.causes) {
    const place = causes.findIndex(({ type, tag }) => type === cause.type && tag === cause.tag);
    const known = causes[place];
    if (known !== undefined) causes[place] = { ...known, count: known.count + cause.count };
    else if (causes.length < CAUSES_MAX) causes.push(cause);
  }
  return { ...now, count: before.count + now.count, causes };
}

/** Of a machine, so much is kept in view. */
export const STATES_MAX = 40;
export const TRANSITIONS_MAX = 200;
export const CAUSES_MAX = 8;
