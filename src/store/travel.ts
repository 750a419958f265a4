import type { SeekInput } from '../engine/engine-client.ts';
import type { SeekTarget } from '../engine/protocol.ts';
import { EVENT } from '../runtime/trace-event.ts';
import type { Command } from '../scenario/scenario.ts';
import { isCrash } from '../view/reason.ts';
import type { View } from '../view/view.ts';
import { type Arrival, nowAt, reach } from './arrival.ts';
import { type Branch, commonEvents, presentBranches } from './branches.ts';
import type { Playback } from './playback.ts';
import type { PlaygroundState } from './playground-state.ts';
import { ShownRun } from './shown-run.ts';
import type { Stage } from './stage.ts';

/** So many events that are known and not kept are told again on the way past them. */
const TOLD_AT_ONCE = 200_000;

/** To one moment after the other, of which the last one stays. */
interface Journey {
  readonly targets: readonly SeekTarget[];
  /** On which branch, null for the one that is on the stage when it begins. */
  readonly branch: number | null;
  /** Another one was asked for since, and nothing else in between. */
  isOver: boolean;
}

/** What a journey needs to know of the run it goes to. */
interface Way {
  /** Null: the one on the stage. */
  readonly branch: Branch | null;
  readonly commands: readonly Command[];
  /** How many events it has in common with the run on the stage. */
  readonly known: number;
}

/**
 * Goes to other moments of the run on the stage, forwards and backwards. The engine goes there by
 * running again from a moment before it; the view is folded from the trace the page has. One jump
 * is under way at a time, and of those asked for meanwhile the newest counts. What the page has stays
 * as it is until it is there.
 */
export class Travel {
  private readonly stage: Stage;
  private readonly playback: Playback;
  private newest: Journey | null = null;
  private turn = 0;

  constructor(stage: Stage, playback: Playback) {
    this.stage = stage;
    this.playback = playback;
  }

  /** Pauses, and goes there. An event is on show the moment it has happened. */
  jump(target: SeekTarget): Promise<void> {
    return this.go([target]);
  }

  /** To the state before the last step. */
  stepBack(): Promise<void> {
    const { step } = this.stage.shown.moment;
    return this.jump(step > 1 ? { type: 'step', step: step - 1 } : { type: 'time', at: 0 });
  }

  /** To the last event before the moment on view in which a process crashed or was killed; told when there is none. */
  previousCrash(): Promise<void> {
    const { buffer, view } = this.stage.shown;
    return this.toEvent('No crash before this moment.', view.seq - 2, -1, (place, seq) => {
      if (buffer.types[place] !== EVENT.exited) return false;
      return isCrash(buffer.as[place] as number, buffer.text(seq) ?? '');
    });
  }

  /** To what the selected process did or was done to, before (-1) or after (1) the moment on view. */
  eventOfSelected(way: -1 | 1): Promise<void> {
    const { buffer, view } = this.stage.shown;
    const { pid } = this.stage.state.selection;
    if (pid === null) {
      this.stage.tell('info', 'Select a process first.');
      return Promise.resolve();
    }
    const nothing =
      way < 0 ? 'Nothing before this moment.' : 'Nothing more is known. Step forwards, or play on.';
    const from = way < 0 ? view.seq - 2 : view.seq;
    return this.toEvent(
      nothing,
      from,
      way,
      (place) => buffer.pids[place] === pid || buffer.peers[place] === pid,
    );
  }

  /** To one moment after the other, maybe of another branch. */
  async go(targets: readonly SeekTarget[], branch: number | null = null): Promise<void> {
    const { stage } = this;
    if (!stage.canRun) return;
    this.playback.leave();
    if (this.newest !== null && this.turn === stage.turns.number) this.newest.isOver = true;
    const journey: Journey = { targets, branch, isOver: false };
    this.newest = journey;
    this.turn = stage.turns.number + 1;
    await stage.turns.take(async () => {
      for (const target of targets) {
        if (journey.isOver || !stage.canRun) break;
        await this.travel(journey, target);
      }
      if (stage.state.journey !== null) stage.set({ journey: null });
    });
  }

  /** Whoever is on a long way gives it up: back to the moment on view. */
  stay(): void {
    if (this.stage.state.journey === null) return;
    void this.jump(placeOnView(this.stage));
  }

  private async travel(journey: Journey, target: SeekTarget): Promise<void> {
    const { stage } = this;
    const before = stage.shown;
    const way = this.wayTo(journey.branch);
    const { commands, known } = way;
    // What is known of this run and not kept is not told on the way: it may be much.
    const lacks = way.branch === null && before.extent.seq > known + TOLD_AT_ONCE;
    const have = lacks ? before.extent.seq : known;
    let arrival = await this.reach(journey, { commands, target, have });
    if (stage.shown !== before || arrival === null) return;
    let shown = before;
    let place: View | null = null;
    const { seen } = arrival;
    if ((lacks && seen > known) || !before.canShow(Math.min(known, seen))) {
      // What led there is no longer kept: it is told once more, on this branch from some moment before it.
      if (way.branch === null) place = before.placeBefore(seen);
      else shown = this.fresh();
      arrival = await this.reach(journey, { commands, target, have: place?.seq ?? 0 });
      if (stage.shown !== before || arrival === null) return;
    }
    const branches = presentBranches(stage);
    if (place !== null) shown.restartAt(place);
    else if (way.branch !== null && known < shown.buffer.end) shown.cut(known);
    shown.sought(arrival.batches, arrival.states, arrival.seen);
    stage.shown = shown;
    const now = nowAt(shown, target);
    this.playback.standAt(now);
    const beat = target.type === 'time' ? null : stage.stillFrom(Math.max(0, shown.view.seq - 1));
    stage.show(now, { ...arrivedOn(way.branch, branches), run: stage.atRest, beat });
  }

  /** Lets the engine go there. Null when it did not arrive, which is dealt with. */
  private async reach(journey: Journey, input: SeekInput): Promise<Arrival | null> {
    const { stage } = this;
    const { target } = input;
    const arrival = await reach(stage.deps.engine, input, ({ at }) => {
      if (!journey.isOver) stage.set({ journey: { at, to: 'at' in target ? target.at : null } });
      return !journey.isOver;
    });
    if (arrival.type === 'arrived') return arrival;
    if (arrival.type !== 'stale') stage.fail(arrival);
    return null;
  }

  private wayTo(id: number | null): Way {
    const { state, shown } = this.stage;
    const branch = id === state.branch ? undefined : state.branches.find((one) => one.id === id);
    const { commands } = state;
    if (branch === undefined) return { branch: null, commands, known: shown.buffer.end };
    const common = commonEvents(shown.buffer, commands, branch.commands);
    // Its end is a moment, which must not be guessed: what is common beyond it is not known of it.
    const known = Math.min(common, branch.extent.seq);
    return { branch, commands: branch.commands, known };
  }

  private fresh(): ShownRun {
    const { scenario, settings } = this.stage.state;
    const { traceCapacity } = this.stage.deps;
    return new ShownRun(scenario.script.length, settings.terms, traceCapacity);
  }

  private toEvent(
    nothing: string,
    from: number,
    way: -1 | 1,
    fits: (place: number, seq: number) => boolean,
  ): Promise<void> {
    const { buffer } = this.stage.shown;
    for (let seq = from; buffer.has(seq); seq += way) {
      if (fits(buffer.place(seq), seq)) return this.jump({ type: 'event', seq });
    }
    this.stage.tell('info', nothing);
    return Promise.resolve();
  }
}

/** What is another one when a branch has come on the stage. All at once, so that no branch is ever taken for another. */
function arrivedOn(branch: Branch | null, present: readonly Branch[]): Partial<PlaygroundState> {
  if (branch === null) return {};
  const { id, commands } = branch;
  const branches = present.some((one) => one.id === id) ? present : [...present, branch];
  return { branches, branch: id, commands, undone: [] };
}

/** The moment on view, for who wants to come back to it. */
export function placeOnView({ state: { view, now }, shown: { moment } }: Stage): SeekTarget {
  const isAmidStep = view.step !== moment.step;
  if (isAmidStep) return { type: 'event', seq: view.seq - 1 };
  if (now > moment.at) return { type: 'time', at: Math.floor(now) };
  return { type: 'moment', ...moment, seen: view.seq };
}
