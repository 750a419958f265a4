import type { Moment, SeekTarget } from '../engine/protocol.ts';
import type { SavedBranch } from '../scenario/saved-run.ts';
import type { Command } from '../scenario/scenario.ts';
import type { TraceBuffer } from '../view/trace-buffer.ts';
import { knownBranches } from './selectors.ts';
import { type Extent, NOTHING_KNOWN, type Place } from './shown-run.ts';
import type { Stage } from './stage.ts';
import type { Travel } from './travel.ts';

/**
 * One history of a run. Who acts in the past begins another one, and the old one is kept. All of a
 * run's branches share scenario and seed; what makes them differ are their commands.
 */
export interface Branch {
  /** Never used twice. The first one is 1. */
  readonly id: number;
  readonly name: string;
  /** The one it left; null for the first. */
  readonly parent: number | null;
  /** How many events it has in common with its parent, and the moment it left it. 0 for the first. */
  readonly from: Place;
  readonly commands: readonly Command[];
  /** How far it is known. */
  readonly extent: Extent;
}

export const FIRST_BRANCH: Branch = Object.freeze({
  id: 1,
  name: 'main',
  parent: null,
  from: Object.freeze({ at: 0, step: 0, seq: 0 }),
  commands: Object.freeze([]),
  extent: NOTHING_KNOWN,
});

/** The tree of a run's histories, of which one is on the stage. */
export class Branches {
  private readonly stage: Stage;
  private readonly travel: Travel;

  constructor(stage: Stage, travel: Travel) {
    this.stage = stage;
    this.travel = travel;
  }

  /** Somebody is about to act in the past, after `seq` events: the present branch stays as it is, and another one begins. */
  leave(seq: number, { at, step }: Moment = this.stage.shown.moment): void {
    const { branches, branch: present } = this.upToDate();
    const id = Math.max(...branches.map((branch) => branch.id)) + 1;
    const from = { at, step, seq };
    const begun = { ...FIRST_BRANCH, id, name: `branch ${id}`, parent: present, from };
    this.stage.set({ branches: [...branches, begun], branch: id });
    const old = branches.find((branch) => branch.id === present)?.name;
    this.stage.tell(
      'info',
      `You acted in the past: this is ${begun.name} now. What was to come is kept in ${old}.`,
    );
  }

  /** Another branch on the stage, at the moment on view if it is that long, else at its end. */
  async goTo(id: number, target: SeekTarget | null = null): Promise<void> {
    const { branches, branch: present } = this.upToDate();
    const next = branches.find((branch) => branch.id === id);
    if (next === undefined || (id === present && this.stage.turns.isFree)) return;
    const { now } = this.stage.state;
    const { at, step } = next.extent;
    // All of it, so that its whole future is there to be seen.
    const end = { type: 'moment', at, step } as const;
    const to = target ?? (now < at ? ({ type: 'time', at: Math.floor(now) } as const) : null);
    await this.travel.go(to === null ? [end] : [end, to], id);
  }

  rename(id: number, name: string): void {
    const trimmed = name.trim().slice(0, NAME_LENGTH);
    if (trimmed === '') return;
    const branches = this.stage.state.branches.map((branch) =>
      branch.id === id ? { ...branch, name: trimmed } : branch,
    );
    this.stage.set({ branches });
  }

  /** Forgets a branch; those that left it now leave its parent. The present one and the first stay. */
  remove(id: number): void {
    const { branches, branch: present } = this.upToDate();
    const gone = branches.find((branch) => branch.id === id);
    if (gone === undefined || id === present || gone.parent === null) return;
    const rest = branches
      .filter((branch) => branch !== gone)
      .map((branch) => {
        if (branch.parent !== id) return branch;
        const from = branch.from.seq < gone.from.seq ? branch.from : gone.from;
        return { ...branch, parent: gone.parent, from };
      });
    this.stage.set({ branches: rest });
  }

  /** The branches with what is known of the present one. */
  upToDate(): { readonly branches: readonly Branch[]; readonly branch: number } {
    return { branch: this.stage.state.branch, branches: presentBranches(this.stage) };
  }
}

/** The branches with what is known of the present one. */
export const presentBranches = ({ state, shown: { extent } }: Stage): readonly Branch[] =>
  knownBranches({ ...state, extent });

/** As a file has it: without the numbers of events, which another version may count otherwise. */
export function toSaved({ id, name, parent, from, commands, extent }: Branch): SavedBranch {
  const momentOf = ({ at, step }: Moment) => ({ at, step });
  return { id, name, parent, from: momentOf(from), commands, end: momentOf(extent) };
}

/** It has nothing in common with the others, as far as is known: whoever goes there goes from the start. What became of it is not in the file. */
export function fromSaved({ end, from, ...branch }: SavedBranch): Branch {
  return { ...branch, from: { ...from, seq: 0 }, extent: { ...end, seq: 0, figures: null } };
}

const NAME_LENGTH = 60;

/** How many events of a run are the same with `other` commands: all before the first command that is another one. */
export function commonEvents(
  buffer: TraceBuffer,
  commands: readonly Command[],
  other: readonly Command[],
): number {
  const isSame = (place: number) =>
    JSON.stringify(commands[place]) === JSON.stringify(other[place]);
  let same = 0;
  while (same < Math.min(commands.length, other.length) && isSame(same)) same++;
  const moments = [...commands.slice(same), ...other.slice(same)].map(({ at }) => at);
  return buffer.countBefore(Math.min(...moments));
}
