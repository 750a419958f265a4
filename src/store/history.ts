import type { Outcome } from '../engine/engine-client.ts';
import type { Moment, SeekTarget } from '../engine/protocol.ts';
import type { Bookmark } from '../scenario/saved-run.ts';
import type { Action, Command, Scenario } from '../scenario/scenario.ts';
import { lookBack, nowAt } from './arrival.ts';
import { type Branch, type Branches, FIRST_BRANCH } from './branches.ts';
import type { Playback } from './playback.ts';
import { presentRun } from './present-run.ts';
import { ShownRun } from './shown-run.ts';
import type { Stage } from './stage.ts';
import { placeOnView } from './travel.ts';

/** A run, and the moment in it that is asked for. Null: before anything has happened. */
export interface RunToLoad {
  readonly scenario: Scenario;
  readonly scenarioName: string | null;
  readonly seed: number;
  readonly commands: readonly Command[];
  readonly undone: readonly Command[];
  readonly until: Moment | null;
  /** It is known further than that. */
  readonly back?: LookBack | null;
  readonly afterwards: 'play' | 'pause';
  readonly branches: readonly Branch[];
  readonly branch: number;
  readonly bookmarks: readonly Bookmark[];
}

/** From the end of what is known to the moment on view. */
export interface LookBack {
  readonly from: Moment;
  readonly to: SeekTarget;
}

/** Real time of one request while a long run is replayed. */
const REPLAY_SLICE_MS = 200;

/**
 * What the person did, and how it is taken back: `run = f(scenario, seed, commands)`, so to undo is
 * to run again without the last command, as far as the moment before it.
 */
export class History {
  private readonly stage: Stage;
  private readonly playback: Playback;
  private readonly branches: Branches;
  /** The newest load; an older one that is still under way gives up. */
  private loads = 0;
  /** Actions whose answer is not here yet. */
  private acting = 0;

  constructor(stage: Stage, playback: Playback, branches: Branches) {
    this.stage = stage;
    this.playback = playback;
    this.branches = branches;
  }

  /** Shows another run, or the same one at another moment. True when it is there. */
  async load(run: RunToLoad): Promise<boolean> {
    const { stage } = this;
    const mine = ++this.loads;
    this.playback.halt();
    const { until, back = null, afterwards, ...present } = run;
    const { scenario, seed, commands } = present;
    stage.set({ ...present, run: { type: 'loading' }, beat: null });
    const { terms } = stage.state.settings;
    const { engine, traceCapacity } = stage.deps;
    const shown = new ShownRun(scenario.script.length, terms, traceCapacity);
    const end = back?.from ?? until;
    const input = { scenario, seed, commands, until: end, terms };
    let outcome: Outcome<'advanced' | 'sought'> = await engine.load(input);
    for (;;) {
      if (mine !== this.loads || outcome.type === 'stale') return false;
      if (!('batch' in outcome)) return this.failed(shown, outcome);
      shown.take(outcome.batch);
      shown.showAll();
      if (outcome.because !== 'slice' || end === null) break;
      outcome = await engine.travel(REPLAY_SLICE_MS);
    }
    if (back !== null) {
      const arrival = await lookBack(engine, shown, { commands, target: back.to });
      if (mine !== this.loads || arrival.type === 'stale') return false;
      if (arrival.type !== 'arrived') return this.failed(shown, arrival);
    }
    stage.shown = shown;
    this.playback.leave();
    const now = back === null ? shown.moment.at : nowAt(shown, back.to);
    this.playback.standAt(now);
    stage.show(now, { run: stage.atRest });
    // The person chose another style meanwhile.
    if (stage.state.settings.terms !== terms) this.reprint(afterwards);
    else if (afterwards === 'play') this.playback.play();
    return true;
  }

  private failed(shown: ShownRun, outcome: Parameters<Stage['fail']>[0]): false {
    this.stage.shown = shown;
    this.playback.reset();
    this.stage.show(shown.moment.at);
    this.stage.fail(outcome);
    return false;
  }

  /** At the moment on view, in its turn: what is asked next comes after it. */
  act(action: Action): void {
    this.acting += 1;
    void this.stage.turns
      .take(() => this.perform(action))
      .finally(() => {
        this.acting -= 1;
      });
  }

  private async perform(action: Action): Promise<void> {
    const { stage } = this;
    const { shown } = stage;
    if (!stage.canRun) return;
    const foreign = stage.deps.foreign.now ?? (await stage.loadForeign());
    if (foreign === null || stage.shown !== shown || !stage.canRun) return;
    const parsed = foreign.parseAction(action);
    if (parsed.type === 'invalid') {
      stage.tell('error', `This can't be done. ${foreign.describeErrors(parsed.errors)}`);
    }
    if (parsed.type !== 'parsed') return;
    const { branch } = stage.state;
    await this.playback.act(parsed.value, (command) => this.acted(command, branch));
  }

  private acted(command: Command, branchBefore: number): void {
    const { stage } = this;
    const { commands, branch } = stage.state;
    const given = commands.filter((other) => isDoneBy(other, command));
    // A run may be opened at a moment before some of its commands, when nothing of its future is known: they are not lost either.
    if (given.length < commands.length && branch === branchBefore) {
      this.branches.leave(stage.shown.extent.seq, momentOf(command));
    }
    stage.set({ commands: [...given, command], undone: [] });
  }

  /** What was done counts, also when its answer is not here yet. */
  private afterActions(task: () => void): void {
    if (this.acting === 0) task();
    else void this.stage.turns.take(async () => task());
  }

  /** To the moment just before the last command, which is not given. Paused, to look around. What is to come after the moment on view stays as a branch. */
  undo(): void {
    this.afterActions(() => this.undoLast());
  }

  private undoLast(): void {
    const { stage } = this;
    const { shown } = stage;
    const given = stage.state.commands.filter((command) => isDoneBy(command, shown.moment));
    const last = given.at(-1);
    if (last === undefined) return;
    if (given.length < stage.state.commands.length) {
      this.branches.leave(shown.buffer.countBefore(last.at), momentOf(last));
    }
    void this.load({
      ...this.present,
      commands: given.slice(0, -1),
      undone: [...stage.state.undone, last],
      until: momentOf(last),
      afterwards: 'pause',
    });
  }

  /** To the moment just after the command that was taken back last. */
  redo(): void {
    this.afterActions(() => this.redoLast());
  }

  private redoLast(): void {
    const { commands, undone } = this.stage.state;
    const command = undone.at(-1);
    if (command === undefined) return;
    void this.load({
      ...this.present,
      commands: [...commands, command],
      undone: undone.slice(0, -1),
      until: momentOf(command),
      afterwards: 'pause',
    });
  }

  /** The same scenario and seed from the start. What the person did can be done again with redo. */
  restart(): void {
    this.afterActions(() => this.startOver());
  }

  private startOver(): void {
    const { commands, undone } = this.stage.state;
    void this.load({
      ...this.present,
      commands: [],
      undone: [...undone, ...[...commands].reverse()],
      until: null,
      afterwards: this.going,
    });
  }

  /** Another run of the same scenario. The commands go: their moments mean nothing in it. */
  newSeed(seed: number): void {
    if (!Number.isSafeInteger(seed) || seed < 0) {
      this.stage.tell('error', 'A seed is a whole number from 0 on.');
      return;
    }
    void this.load({
      ...this.present,
      seed,
      commands: [],
      undone: [],
      ...NO_OTHERS,
      until: null,
      afterwards: this.going,
    });
  }

  /** The same run at the same moment, and known as far, its terms printed in the other style. */
  reprint(afterwards: RunToLoad['afterwards'] = this.going): void {
    this.afterActions(() => {
      const { stage } = this;
      if (!stage.canRun) return;
      const { extent, view } = stage.shown;
      const { now } = stage.state;
      const isKnownOn = view.seq < extent.seq || now < extent.at;
      const back = isKnownOn ? { from: momentOf(extent), to: placeOnView(stage) } : null;
      const until = presentRun(stage).moment;
      void this.load({ ...this.present, until, back, afterwards });
    });
  }

  /** The same run in a fresh Worker, as far as the last moment that was shown. */
  recover(): void {
    const until = presentRun(this.stage).moment;
    this.stage.deps.engine.stop();
    void this.load({ ...this.present, until, afterwards: 'pause' });
  }

  private get present() {
    const { scenario, scenarioName, seed, commands, undone, bookmarks } = this.stage.state;
    return {
      scenario,
      scenarioName,
      seed,
      commands,
      undone,
      bookmarks,
      ...this.branches.upToDate(),
    };
  }

  private get going(): 'play' | 'pause' {
    return this.stage.state.run.type === 'playing' ? 'play' : 'pause';
  }
}

/** A run with one history, and nothing noted in it. */
export const NO_OTHERS = Object.freeze({
  branches: Object.freeze([FIRST_BRANCH]),
  branch: FIRST_BRANCH.id,
  bookmarks: Object.freeze([]),
});

/** It has been done when the other one is given. */
function isDoneBy(command: Command, { at, step = 0 }: Command | Moment): boolean {
  return command.at < at || (command.at === at && (command.step ?? 0) <= step);
}

/** The engine stamps both; a command from a file may lack the step, and then comes first at its moment. */
function momentOf({ at, step = 0 }: Command | Moment): Moment {
  return { at, step };
}
