import type { SimTime } from '../base/sim-time.ts';
import type { Batch, CommandResult, Moment, TermStyle } from '../engine/protocol.ts';
import { EVENT } from '../runtime/trace-event.ts';
import { type BeatEvent, nextBeat } from '../view/beats.ts';
import { applyBatch, applyEvents, emptyView, finishBatch } from '../view/fold.ts';
import { TraceBuffer } from '../view/trace-buffer.ts';
import type { View } from '../view/view.ts';
import { KeptViews } from './kept-views.ts';

/** A moment of a run, and how many events there are up to it. */
export interface Place extends Moment {
  readonly seq: number;
}

/** How far a run is known. */
export interface Extent extends Place {
  /** What became of it up to there; null as long as nobody has been there. */
  readonly figures: Figures | null;
}

/** As they are counted in a view. */
export interface Figures {
  readonly crashes: number;
  readonly restarts: number;
}

/**
 * One run as far as the page has it: the trace, and the view of as much of it as is shown. What lies
 * behind that is the future, as it was before somebody looked back.
 *
 * The engine may be ahead of the view by the batches that are still to be told beat by beat. What is
 * only known of a batch's end (states, step, hash) is shown when its last event is.
 */
export class ShownRun {
  /** Another number whenever the trace is another one than before. */
  version: number = ++versions;
  readonly buffer: TraceBuffer;
  view: View = emptyView;
  hash: string = HASH_OF_NOTHING;
  /** The hash where the engine stands, which may be ahead of what is shown. */
  endHash: string = HASH_OF_NOTHING;
  next: SimTime | null = 0;
  /** Where the engine stands. */
  moment: Moment = { at: 0, step: 0 };
  results: ReadonlyMap<number, CommandResult | 'pending'> = new Map();
  /** The first start of the boot that failed, and why, as the engine reported it; null for none. */
  bootFailure: string | null = null;
  /** The end of what is known. */
  extent: Extent = NOTHING_KNOWN;
  /** Where the engine stands, as a number of events. */
  private stands = 0;
  private readonly kept = new KeptViews();
  /** What came of the commands, in order. */
  private readonly answers: CommandNote[] = [];
  /** How many of them `results` tells of; -1 when it must be read afresh. */
  private told = -1;
  private bootFailed: { readonly seq: number; readonly text: string } | null = null;
  private readonly waiting: Batch[] = [];
  private readonly scriptLength: number;

  /** The script's commands are numbered before those of the person. */
  constructor(scriptLength = 0, terms: TermStyle = 'erlang', capacity?: number) {
    this.scriptLength = scriptLength;
    this.buffer = new TraceBuffer(capacity);
    this.buffer.terms = terms;
  }

  /** The engine stands in the past: what it does next is known. */
  get isKnownOn(): boolean {
    return this.stands < this.extent.seq;
  }

  /** There are events that are not shown yet. */
  get behind(): boolean {
    return this.waiting.length > 0;
  }

  /** Takes what the engine sent, and shows nothing of it yet, unless it is too much to be told. */
  take(batch: Batch): void {
    this.endHash = batch.hash;
    this.moment = { at: batch.at, step: batch.step };
    const seq = batch.first + batch.count;
    this.stands = seq;
    if (seq >= this.extent.seq && batch.at >= this.extent.at)
      this.extent = { at: batch.at, step: batch.step, seq, figures: this.extent.figures };
    if (batch.count > this.buffer.size / 4) {
      this.showAll();
      this.view = applyBatch(this.view, this.buffer, batch);
      this.note(batch);
      this.finish(batch);
      return;
    }
    this.buffer.append(batch);
    this.note(batch);
    this.waiting.push(batch);
  }

  /**
   * Another moment of this run, to which the engine went: the view after `seen` events, with these states.
   * `batches` are what it sent on its way, of which the last ends there.
   */
  sought(batches: readonly Batch[], states: ReadonlyMap<number, string>, seen: number): void {
    const batch = batches.at(-1);
    if (batch === undefined) return;
    this.waiting.length = 0;
    // The first slices of a long way may end before what is kept begins, and tell nothing.
    this.view = this.viewAt(Math.min(seen, this.buffer.end));
    for (const next of batches) {
      this.take(next);
      if (next !== batch) this.showAll();
    }
    const end = batch.first + batch.count;
    this.view =
      seen < this.view.seq ? this.viewAt(seen) : this.fold(this.view, Math.min(seen, end));
    const isWhole = this.view.seq === end;
    // The step whose middle this is ends later; till then it is the one before that counts. What somebody does comes between two.
    const isEndOfStep = isWhole || this.typeAt(this.view.seq) === EVENT.command_applied;
    const step = isEndOfStep ? batch.step : Math.max(0, batch.step - 1);
    this.view = finishBatch(this.view, { ...batch, states, step });
    if (isWhole) this.waiting.length = 0;
    this.finish(batch);
  }

  /** How many events there are before the person's command with this place, as far as is known; null for unknown. */
  eventsBefore(command: number): number | null {
    return this.answers.find((answer) => answer.command === command)?.seq ?? null;
  }

  private typeAt(seq: number): number | undefined {
    return this.buffer.has(seq) ? this.buffer.types[this.buffer.place(seq)] : undefined;
  }

  /** What follows from there can be shown: what led there is kept, or some view since. */
  canShow(seq: number): boolean {
    const { buffer } = this;
    if (buffer.first === 0) return true;
    const oldest = this.kept.from(buffer.first);
    return oldest !== null && oldest.seq <= seq;
  }

  /** From where what leads to the event `seq` can be told again, with some of what comes before it. */
  placeBefore(seq: number): View {
    return this.kept.before(seq - EVENTS_BEFORE) ?? emptyView;
  }

  /** The trace is told again from there; what was kept of it goes. How far the run is known stays. */
  restartAt(place: View): void {
    this.version = ++versions;
    this.waiting.length = 0;
    this.buffer.restartAt(place.seq);
    this.view = place;
    this.told = -1;
  }

  /** Another history begins after the first `seq` events. Of that nothing is known until some of it is taken. */
  cut(seq: number): void {
    this.version = ++versions;
    this.buffer.cut(seq);
    this.kept.cut(seq);
    this.told = -1;
    while ((this.answers.at(-1)?.seq ?? -1) >= seq) this.answers.pop();
    if (this.bootFailed !== null && this.bootFailed.seq >= seq) this.bootFailed = null;
    const last = Math.min(seq, this.extent.seq) - 1;
    const at = this.buffer.has(last) ? (this.buffer.ats[this.buffer.place(last)] as SimTime) : 0;
    this.extent = { at, step: 0, seq: last + 1, figures: null };
  }

  /** The view after `seq` events, without the states, which only the engine knows. */
  private viewAt(seq: number): View {
    const from = this.kept.before(seq) ?? emptyView;
    return this.fold(from, seq);
  }

  private fold(from: View, toSeq: number): View {
    let view = from;
    while (view.seq < toSeq) {
      const next = Math.min(toSeq, view.seq + this.kept.stretch);
      view = applyEvents(view, this.buffer, view.seq, next);
      this.kept.offer(view);
    }
    return view;
  }

  /** Shows everything up to and including the next beat, and gives it; null when there was none any more, and all is shown. */
  showNextBeat(): BeatEvent | null {
    for (let batch = this.waiting[0]; batch !== undefined; batch = this.waiting[0]) {
      const end = batch.first + batch.count;
      const beat = nextBeat(this.buffer, this.view.seq, end);
      this.view = this.fold(this.view, beat === null ? end : beat.seq + 1);
      if (this.view.seq === end) {
        this.waiting.shift();
        this.view = finishBatch(this.view, batch);
        this.finish(batch);
      }
      if (beat !== null) return beat;
    }
    return null;
  }

  /** Shows everything. */
  showAll(): void {
    for (const batch of this.waiting.splice(0)) {
      this.view = this.fold(this.view, batch.first + batch.count);
      this.view = finishBatch(this.view, batch);
      this.finish(batch);
    }
  }

  /** The first beat on show from `seq` on; null for none. */
  beatFrom(seq: number): BeatEvent | null {
    return nextBeat(this.buffer, Math.max(seq, this.buffer.first), this.view.seq);
  }

  /** `seq` of the newest event on show in which a callback raised; 0 for none among those kept. */
  lastCrash(): number {
    const { buffer } = this;
    for (let seq = this.view.seq - 1; seq >= buffer.first; seq--) {
      if (buffer.decode(seq)?.type === 'crashed') return seq;
    }
    return 0;
  }

  private finish(batch: Batch): void {
    this.hash = batch.hash;
    this.next = batch.next;
    this.noteFigures();
    const { bootFailed } = this;
    this.bootFailure =
      bootFailed !== null && bootFailed.seq < this.view.seq ? bootFailed.text : null;
    this.readResults();
  }

  /** All that is known is on show: so it is known, too, what became of it. */
  private noteFigures(): void {
    const { seq, crashes, restarts } = this.view;
    const { figures } = this.extent;
    if (seq !== this.extent.seq) return;
    if (figures?.crashes === crashes && figures.restarts === restarts) return;
    this.extent = { ...this.extent, figures: { crashes, restarts } };
  }

  /** What is asked of the events again and again, also when they are no longer kept. */
  private note({ types, first, count, facts }: Batch): void {
    for (const [seq, fact] of facts) {
      const event = this.buffer.decode(seq);
      const isAnswered = event?.type === 'command_answered';
      if (event === null || !(isAnswered || event.type === 'command_applied')) continue;
      const command = event.a - this.scriptLength;
      if (command < 0 || seq <= (this.answers.at(-1)?.seq ?? -1)) continue;
      this.answers.push({ seq, command, result: isAnswered ? (fact as CommandResult) : 'pending' });
    }
    if (this.bootFailed !== null) return;
    for (let at = types.indexOf(EVENT.reported); at >= 0 && at < count; ) {
      const seq = first + at;
      const event = this.buffer.decode(seq);
      if (event !== null && this.buffer.string(event.a) === 'boot_failed') {
        this.bootFailed = { seq, text: this.buffer.text(seq) ?? '' };
        return;
      }
      at = types.indexOf(EVENT.reported, at + 1);
    }
  }

  /** Results go by the place of the command among those of the person. */
  private readResults(): void {
    const told = this.answers.findLastIndex(({ seq }) => seq < this.view.seq) + 1;
    if (told === this.told) return;
    this.told = told;
    const results = new Map<number, CommandResult | 'pending'>();
    for (const { command, result } of this.answers.slice(0, told)) {
      if (result !== 'pending' || !results.has(command)) results.set(command, result);
    }
    this.results = results;
  }
}

/** A command was applied, or answered. */
interface CommandNote {
  readonly seq: number;
  readonly command: number;
  readonly result: CommandResult | 'pending';
}

/** Before anything has happened. */
export const NOTHING_KNOWN: Extent = Object.freeze({
  at: 0,
  step: 0,
  seq: 0,
  figures: Object.freeze({ crashes: 0, restarts: 0 }),
});

/** So many events, at least, are told again before the moment that is wanted: for the log to go back to. */
const EVENTS_BEFORE = 10_000;

/** Of this page, not of a run: it says when to read afresh. */
let versions = 0;

/** Before the engine has said anything. */
const HASH_OF_NOTHING = '00000000';
