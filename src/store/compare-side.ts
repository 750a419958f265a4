import type { SimTime } from '../base/sim-time.ts';
import type { SeekTarget } from '../engine/protocol.ts';
import type { Command, Scenario } from '../scenario/scenario.ts';
import { nextBeat } from '../view/beats.ts';
import { eventsUpTo, type Stretch } from '../view/compare.ts';
import { Counter, type Tally } from '../view/tally.ts';
import type { ComparedRun } from './comparison-state.ts';
import type { PlaygroundDeps } from './deps.ts';
import { NO_OTHERS } from './history.ts';
import { STEPS_A_FRAME } from './pace-clock.ts';
import { type Assembly, assemblePlayground } from './playground.ts';
import type { Playground, PlaygroundState, Settings } from './playground-state.ts';

/** Real time of one request. */
const SLICE_MS = 20;

/** One of two runs that are compared. */
export interface RunToCompare {
  readonly name: string;
  readonly scenario: Scenario;
  readonly scenarioName: string | null;
  readonly seed: number;
  readonly commands: readonly Command[];
}

/**
 * A playground that somebody else drives: it keeps nothing, has no part of the address, and does not
 * play by itself.
 */
export class Side implements ComparedRun {
  readonly name: string;
  readonly playground: Playground;
  private readonly run: RunToCompare;
  private readonly parts: Assembly;
  private counter: Counter | null = null;

  constructor(run: RunToCompare, deps: PlaygroundDeps, setSettings: Playground['setSettings']) {
    this.name = run.name;
    this.run = run;
    this.parts = assemblePlayground({
      ...deps,
      engine: deps.newEngine(),
      storage: null,
      address: NO_ADDRESS,
      onHide() {},
      onError() {},
      autoplay: false,
    });
    this.playground = { ...this.parts.playground, setSettings };
  }

  /** At the moment 0. False when it can't run. */
  load(): Promise<boolean> {
    const { name: _name, ...run } = this.run;
    const past = { undone: [], ...NO_OTHERS, until: null };
    return this.parts.history.load({ ...run, ...past, afterwards: 'pause' });
  }

  goTo(target: SeekTarget): Promise<void> {
    return this.parts.travel.jump(target);
  }

  /** To a moment, with the beat that is told in it, if there is one. */
  async goToTime(at: SimTime): Promise<void> {
    await this.goTo({ type: 'time', at });
    const { stage } = this.parts;
    const beat = nextBeat(this.buffer, eventsUpTo(this.buffer, at - 1), this.state.view.seq);
    stage.set({ beat: beat && stage.onScreen(beat, 0) });
  }

  /** Forwards, up to and including `at`; a beat on the way is held for so long, if it is to be. True if there was one. */
  async advance(at: SimTime, holdMs: number | null): Promise<boolean> {
    const { stage, playback } = this.parts;
    const { shown } = stage;
    const from = shown.view.seq;
    while (shown.next !== null && shown.next <= at) {
      const outcome = await stage.deps.engine.advance({
        until: at,
        steps: STEPS_A_FRAME,
        stopAt: 'none',
        sliceMs: SLICE_MS,
      });
      if (outcome.type !== 'advanced') {
        if (outcome.type !== 'stale') stage.fail(outcome);
        return false;
      }
      shown.take(outcome.batch);
      shown.showAll();
    }
    const beat = holdMs === null ? null : nextBeat(shown.buffer, from, shown.view.seq);
    playback.standAt(at);
    stage.show(at, { beat: beat && stage.onScreen(beat, holdMs ?? 0) });
    return beat !== null;
  }

  /** Time passes in which nothing happens. */
  moveTo(now: SimTime): void {
    this.parts.stage.set({ now, beat: null });
  }

  setPlaying(playing: boolean): void {
    const { stage } = this.parts;
    if (stage.canRun)
      stage.set({ run: playing ? { type: 'playing', search: null } : stage.atRest });
  }

  set(change: { readonly settings?: Settings; readonly speed?: number }): void {
    this.parts.stage.set(change);
  }

  /** Why it can't go on; null if it can. */
  get failure(): string | null {
    const { run } = this.state;
    return run.type === 'failed' || run.type === 'stuck' || run.type === 'broken'
      ? run.message
      : null;
  }

  get state(): PlaygroundState {
    return this.parts.stage.state;
  }

  /** Moment of the next thing that will happen; null when nothing will. */
  get next(): SimTime | null {
    return this.parts.stage.shown.next;
  }

  private get buffer() {
    return this.parts.stage.shown.buffer;
  }

  /** Up to the moment on view. */
  get tally(): Tally {
    if (this.counter?.buffer !== this.buffer) this.counter = new Counter(this.buffer);
    return this.counter.at(this.state.view.seq);
  }

  /** What is known of it up to a moment; `rests`: nothing comes after all that is known. */
  stretch(until: SimTime, rests: boolean): Stretch {
    const { buffer } = this;
    const end = eventsUpTo(buffer, until);
    return { buffer, end, isWhole: rests && end === buffer.end };
  }

  /** When the first beat comes after the moment on view, up to and including `until`; null for none that is known. */
  beatBefore(until: SimTime): SimTime | null {
    const { buffer } = this;
    const end = eventsUpTo(buffer, until);
    return nextBeat(buffer, this.state.view.seq, end)?.line.at ?? null;
  }

  /** The moment so many events from here; `until` if they are not known. */
  momentAfter(events: number, until: SimTime): SimTime {
    const seq = this.state.view.seq + events;
    return this.buffer.has(seq) ? (this.buffer.ats[this.buffer.place(seq)] as number) : until;
  }

  /** When something happened last before `at`; 0 for nothing. */
  momentBefore(at: SimTime): SimTime {
    const { buffer } = this;
    const seq = eventsUpTo(buffer, at - 1) - 1;
    return buffer.has(seq) ? (buffer.ats[buffer.place(seq)] as number) : 0;
  }

  close(): void {
    this.parts.stage.deps.engine.stop();
  }
}

const NO_ADDRESS: PlaygroundDeps['address'] = Object.freeze({
  fragment: () => '',
  base: () => '',
  clear() {},
  onChange() {},
});
