import type { SimTime } from '../base/sim-time.ts';
import type { Batch, CommandResult, Moment, TermStyle } from '../engine/protocol.ts';
import { EVENT } from '../runtime/trace-event.ts';
import { type BeatEvent, nextBeat } from '../view/beats.ts';
import { applyBatch, applyEvents, emptyView, finishBatch } from '../view/fold.ts';
import { TraceBuffer } from '../view/trace-buffer.ts';
import type { View } from '../view/view.ts';

/**
 * One run as far as the page has it: the trace, and the view of as much of it as is shown.
 *
 * The engine may be ahead of the view by the batches that are still to be told beat by beat. What is
 * only known of a batch's end (states, step, hash) is shown when its last event is.
 */
export class ShownRun {
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
  private readonly waiting: Batch[] = [];
  private readonly scriptLength: number;

  /** The script's commands are numbered before those of the person. */
  constructor(scriptLength = 0, terms: TermStyle = 'erlang') {
    this.scriptLength = scriptLength;
    this.buffer = new TraceBuffer();
    this.buffer.terms = terms;
  }

  /** There are events that are not shown yet. */
  get behind(): boolean {
    return this.waiting.length > 0;
  }

  /** Takes what the engine sent, and shows nothing of it yet, unless it is too much to be told. */
  take(batch: Batch): void {
    this.endHash = batch.hash;
    this.moment = { at: batch.at, step: batch.step };
    if (batch.count > this.buffer.size / 4) {
      this.showAll();
      this.view = applyBatch(this.view, this.buffer, batch);
      this.finish(batch);
      return;
    }
    this.buffer.append(batch);
    this.waiting.push(batch);
  }

  /** Shows everything up to and including the next beat, and gives it; null when there was none any more, and all is shown. */
  showNextBeat(): BeatEvent | null {
    for (let batch = this.waiting[0]; batch !== undefined; batch = this.waiting[0]) {
      const end = batch.first + batch.count;
      const beat = nextBeat(this.buffer, this.view.seq, end);
      this.view = applyEvents(
        this.view,
        this.buffer,
        this.view.seq,
        beat === null ? end : beat.seq + 1,
      );
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
      this.view = applyEvents(this.view, this.buffer, this.view.seq, batch.first + batch.count);
      this.view = finishBatch(this.view, batch);
      this.finish(batch);
    }
  }

  /** The first beat from `seq` on; null for none. */
  beatFrom(seq: number): BeatEvent | null {
    return nextBeat(this.buffer, Math.max(seq, this.buffer.first), this.buffer.end);
  }

  /** `seq` of the newest event in which a callback raised; 0 for none among those kept. */
  lastCrash(): number {
    const { buffer } = this;
    for (let seq = buffer.end - 1; seq >= buffer.first; seq--) {
      if (buffer.decode(seq)?.type === 'crashed') return seq;
    }
    return 0;
  }

  private finish(batch: Batch): void {
    this.hash = batch.hash;
    this.next = batch.next;
    this.bootFailure ??= this.findBootFailure(batch);
    this.readResults(batch);
  }

  private findBootFailure({ types, first, count }: Batch): string | null {
    for (let at = types.indexOf(EVENT.reported); at >= 0 && at < count; ) {
      const event = this.buffer.decode(first + at);
      if (event !== null && this.buffer.string(event.a) === 'boot_failed') {
        return this.buffer.text(first + at) ?? '';
      }
      at = types.indexOf(EVENT.reported, at + 1);
    }
    return null;
  }

  /** Results go by the place of the command among those of the person. */
  private readResults(batch: Batch): void {
    let results: Map<number, CommandResult | 'pending'> | null = null;
    for (const [seq, fact] of batch.facts) {
      const event = this.buffer.decode(seq);
      if (event?.type !== 'command_applied' && event?.type !== 'command_answered') continue;
      const command = event.a - this.scriptLength;
      if (command < 0) continue;
      results ??= new Map(this.results);
      if (event.type === 'command_answered') results.set(command, fact as CommandResult);
      else if (!results.has(command)) results.set(command, 'pending');
    }
    if (results !== null) this.results = results;
  }
}

/** Before the engine has said anything. */
const HASH_OF_NOTHING = '00000000';
