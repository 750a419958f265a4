import type { SimTime } from '../../base/sim-time.ts';
import type { Command } from '../../scenario/scenario.ts';
import type { Branch } from '../../store/branches.ts';

/** A branch as a line of the graph: time runs to the right, and each stands below the one it left. */
export interface BranchRow {
  readonly branch: Branch;
  /** On whose line it left; null for the first. */
  readonly parent: Branch | null;
  /** How many it is away from the first. */
  readonly depth: number;
  /** What was done in it and not in its parent. */
  readonly own: readonly Command[];
  /** The branches that left it, by when they did. */
  readonly leaves: readonly SimTime[];
  /** Branches further down that left one further up. */
  readonly through: readonly SimTime[];
}

/**
 * Each branch, followed by those that left it. Who left last comes first, so that the way down to who
 * left earlier passes on the left of all others and crosses none.
 */
export function branchRows(branches: readonly Branch[]): readonly BranchRow[] {
  const rows: BranchRow[] = [];
  const visit = (branch: Branch, parent: Branch | null, depth: number, through: SimTime[]) => {
    const children = branches
      .filter((other) => leftOn(other, branches) === branch)
      .sort((one, other) => other.from.at - one.from.at || one.id - other.id);
    const leaves = children.map(({ from }) => from.at);
    rows.push({ branch, parent, depth, own: ownCommands(branch, parent), leaves, through });
    children.forEach((child, place) => {
      visit(child, branch, depth + 1, [...through, ...leaves.slice(place + 1)]);
    });
  };
  for (const branch of branches) if (branch.parent === null) visit(branch, null, 0, []);
  return rows;
}

/**
 * Who acts on a branch at a moment before that one left its own parent, leaves the parent's line: until
 * then the two are one.
 */
function leftOn({ parent, from }: Branch, branches: readonly Branch[]): Branch | undefined {
  const left = branches.find(({ id }) => id === parent);
  const isBefore =
    left !== undefined &&
    left.parent !== null &&
    (from.at < left.from.at || (from.at === left.from.at && from.step < left.from.step));
  return isBefore ? leftOn({ ...left, from }, branches) : left;
}

function ownCommands({ commands }: Branch, parent: Branch | null): readonly Command[] {
  if (parent === null) return commands;
  const first = commands.findIndex((command, place) => !isSame(command, parent.commands[place]));
  return first < 0 ? [] : commands.slice(first);
}

/** Those of a branch that was read from a file are other objects than its parent's. */
const isSame = (one: Command, other: Command | undefined): boolean =>
  one === other || JSON.stringify(one) === JSON.stringify(other);
