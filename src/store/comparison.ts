import { createStore } from 'zustand/vanilla';
import type { SimTime } from '../base/sim-time.ts';
import { firstDifference, firstTurn } from '../view/compare.ts';
import { Side } from './compare-side.ts';
import type { Comparison, ComparisonState, Other } from './comparison-state.ts';
import { FOREVER, PaceClock, STEPS_A_FRAME } from './pace-clock.ts';
import type { Playground } from './playground-state.ts';
import { runsToCompare } from './runs-to-compare.ts';
import { holdMs, tellsBeats, toSpeed } from './speed.ts';
import type { Stage } from './stage.ts';

/** So many steps are run ahead, to find out where the runs part; in long runs as many again as were made, up to the second number. */
const LOOK_STEPS = 5_000;
const LOOK_STEPS_MAX = 50_000;
/** A slider shows at least so much virtual time, if there is so much. */
const END_MIN = 10_000_000;

/** Null, which is told, when there is no such run. */
export async function openComparison(
  stage: Stage,
  other: Other,
  setSettings: Playground['setSettings'],
): Promise<Comparison | null> {
  const runs = await runsToCompare(stage, other);
  if (runs === null) {
    stage.tell('error', 'There is no such run to compare with.');
    return null;
  }
  const [left, right] = runs.map((run) => new Side(run, stage.deps, setSettings)) as [Side, Side];
  const comparing = new Comparing(stage, left, right);
  void comparing.open();
  return comparing;
}

/** So that what comes next is in sight too. */
const more = (at: SimTime): SimTime => at * 1.25;

/**
 * Drives two sides in step. Both have been run ahead before anything is shown, so it is known when
 * something comes on either side: neither ever goes further than the other may.
 */
class Comparing implements Comparison {
  readonly left: Side;
  readonly right: Side;
  readonly store;
  private readonly stage: Stage;
  private readonly sides: readonly Side[];
  private readonly clock = new PaceClock();
  /** One thing at a time, in the order asked for. */
  private work: Promise<void> = Promise.resolve();
  private waiting = 0;
  /** The newest of the moments somebody wants to see. */
  private wanted: SimTime | null = null;
  private heldUntilMs = 0;
  private cancelFrame: (() => void) | null = null;
  private isClosed = false;
  private readonly leave: () => void;

  constructor(stage: Stage, left: Side, right: Side) {
    this.stage = stage;
    this.left = left;
    this.right = right;
    this.sides = [left, right];
    const { speed, settings } = stage.state;
    this.store = createStore<ComparisonState>(() => ({
      run: { type: 'loading' },
      now: 0,
      until: 0,
      isWhole: false,
      end: 0,
      speed,
      turn: null,
      difference: null,
      left: null,
      right: null,
    }));
    for (const side of this.sides) side.set({ settings, speed });
    this.leave = stage.store.subscribe((state, before) => {
      if (state.settings === before.settings) return;
      for (const side of this.sides) side.set({ settings: state.settings });
    });
  }

  /** Both runs, at the moment at which the person has looked at theirs. */
  open(): Promise<void> {
    return this.queue(async () => {
      const { now, extent } = this.stage.state;
      const loaded = await Promise.all(this.sides.map((side) => side.load()));
      if (!loaded.every(Boolean)) return this.show(0);
      await this.lookAhead(extent.step);
      await this.goTo(now);
    });
  }

  play(): void {
    const { run } = this.state;
    if (run.type !== 'paused') return;
    this.clock.stand(this.state.now);
    this.heldUntilMs = 0;
    this.setRun('playing');
    this.cancelFrame ??= this.stage.deps.frames.request(this.frame);
  }

  pause(): void {
    this.cancelFrame?.();
    this.cancelFrame = null;
    this.clock.stop();
    if (this.state.run.type === 'playing') this.setRun(this.atRest);
  }

  step(): void {
    this.pause();
    void this.queue(async () => {
      const { next } = this;
      if (next !== null) await this.advance(next, 0);
    });
  }

  stepBack(): void {
    this.pause();
    void this.queue(() => {
      const last = Math.max(...this.sides.map(({ state }) => state.view.at));
      return this.goTo(Math.max(...this.sides.map((side) => side.momentBefore(last))));
    });
  }

  jump(at: SimTime): void {
    this.pause();
    this.wanted = at;
    void this.queue(async () => {
      const { wanted } = this;
      this.wanted = null;
      if (wanted !== null) await this.goTo(wanted);
    });
  }

  setSpeed(speed: number): void {
    this.clock.stand(this.state.now);
    const next = toSpeed(speed);
    for (const side of this.sides) side.set({ speed: next });
    this.store.setState({ speed: next });
  }

  close(): void {
    this.isClosed = true;
    this.pause();
    this.leave();
    for (const side of this.sides) side.close();
  }

  private get state(): ComparisonState {
    return this.store.getState();
  }

  /** Moment of the next thing that will happen on either side; null when nothing will. */
  private get next(): SimTime | null {
    const nexts = this.sides.map(({ next }) => next).filter((next) => next !== null);
    return nexts.length === 0 ? null : Math.min(...nexts);
  }

  private get atRest(): 'idle' | 'paused' {
    return this.next === null ? 'idle' : 'paused';
  }

  private get failed(): Side | undefined {
    return this.sides.find(({ failure }) => failure !== null);
  }

  private setRun(type: 'playing' | 'paused' | 'idle'): void {
    for (const side of this.sides) side.setPlaying(type === 'playing');
    this.store.setState({ run: { type } });
  }

  private queue(work: () => Promise<void>): Promise<void> {
    this.waiting += 1;
    this.work = this.work
      .then(() => (this.isClosed ? undefined : work()))
      .catch((error: unknown) => this.broke(error))
      .finally(() => {
        this.waiting -= 1;
      });
    return this.work;
  }

  private broke(error: unknown): void {
    this.pause();
    this.store.setState({ run: { type: 'failed', message: String(error) } });
  }

  private readonly frame = (ms: number): void => {
    this.cancelFrame = null;
    if (this.state.run.type !== 'playing') return;
    this.clock.tick(ms);
    if (this.waiting === 0 && ms >= this.heldUntilMs) void this.queue(() => this.turn());
    this.cancelFrame ??= this.stage.deps.frames.request(this.frame);
  };

  private async turn(): Promise<void> {
    const { now, until, speed } = this.state;
    const { next } = this;
    if (this.heldUntilMs > 0) {
      // Virtual time stood while a beat was held.
      this.heldUntilMs = 0;
      this.clock.stand(now);
    }
    if (next === null) return this.pause();
    const move = this.clock.move(speed, now, next);
    if (move.type === 'wait') {
      for (const side of this.sides) side.moveTo(move.playhead);
      this.store.setState({ now: move.playhead });
      return;
    }
    const far = Math.min(
      until,
      ...this.sides.map((side) => side.momentAfter(STEPS_A_FRAME, until)),
    );
    const asked = move.input.steps === 1 ? next : Math.min(move.input.until, far);
    const target = Math.max(next, asked);
    if (!tellsBeats(speed)) {
      await this.advance(target, null);
      return;
    }
    const beats = this.sides.map((side) => side.beatBefore(target)).filter((at) => at !== null);
    const hold = holdMs(this.stage.state.settings.beatMs, speed);
    if (await this.advance(Math.min(target, ...beats), hold))
      this.heldUntilMs = this.clock.nowMs + hold;
  }

  /** Both sides, forwards. True if a beat is on screen. */
  private async advance(at: SimTime, hold: number | null): Promise<boolean> {
    if (at > this.state.until && !this.state.isWhole) {
      const { now } = this.state;
      await this.lookAhead(0);
      await this.goTo(now);
      if (this.state.run.type === 'playing') this.setRun('playing');
    }
    const told = await Promise.all(this.sides.map((side) => side.advance(at, hold)));
    this.clock.settle(at);
    this.show(at);
    return told.some(Boolean);
  }

  private async goTo(at: SimTime): Promise<void> {
    const moment = Math.max(0, Math.floor(at));
    while (moment > this.state.until && !this.state.isWhole) {
      // Nobody answers any more: what was not known by now never will be.
      if (this.isClosed || this.failed !== undefined) break;
      await this.lookAhead(0);
    }
    await Promise.all(this.sides.map((side) => side.goToTime(moment)));
    this.show(moment);
  }

  /** Runs both sides so much further that it is known where they part, if it is not far. Somewhere in the future is on view then. */
  private async lookAhead(least: number): Promise<void> {
    const known = Math.max(least, ...this.sides.map(({ state }) => state.extent.step));
    const steps = known + Math.max(LOOK_STEPS, Math.min(known, LOOK_STEPS_MAX));
    await Promise.all(this.sides.map((side) => side.goTo({ type: 'step', step: steps })));
    const rests = this.sides.map(({ next }) => next === null);
    const ends = this.sides.map(({ state }) => state.extent.at);
    const open = ends.filter((_end, place) => !rests[place]);
    const isWhole = open.length === 0;
    const until = isWhole ? Math.max(...ends) : Math.min(...open);
    const [left, right] = this.sides.map((side, place) =>
      side.stretch(until, rests[place] === true),
    ) as [ReturnType<Side['stretch']>, ReturnType<Side['stretch']>];
    this.store.setState({
      until: isWhole ? FOREVER : until,
      isWhole,
      turn: firstTurn(left, right),
      difference: firstDifference(left, right),
    });
  }

  private show(now: SimTime): void {
    if (this.isClosed) return;
    const { until, isWhole, turn, end } = this.state;
    const { failed } = this;
    if (failed !== undefined) {
      this.pause();
      const message = `${failed.name}: ${failed.failure}`;
      this.store.setState({ run: { type: 'failed', message } });
      return;
    }
    const last = Math.max(...this.sides.map(({ state }) => state.extent.at));
    const known = isWhole ? last : until;
    const { extent } = this.stage.state;
    const worth = Math.max(END_MIN, ...[extent.at, turn?.at ?? 0, now > end ? now : 0].map(more));
    const [left, right] = [this.left.tally, this.right.tally];
    this.store.setState({ now, end: Math.max(end, Math.min(known, worth), now), left, right });
    if (this.state.run.type !== 'playing') this.setRun(this.atRest);
  }
}
