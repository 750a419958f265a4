import { Log, type LogFilter } from '../view/log.ts';
import type { LogLine } from '../view/view.ts';
import type { Stage } from './stage.ts';

/** What the log shows until somebody chooses: the story, without every timer, every change of a state and who sleeps and wakes. */
export const defaultFilter: LogFilter = Object.freeze<LogFilter>({
  kinds: ['beat', 'message', 'change', 'report', 'command'],
  path: null,
  text: '',
});

/** Events that are held against the filter in one go; with a text to look for, each must be put into words. */
const LOOK_MAX = 20_000;
const LOOK_MAX_TEXT = 2_000;
/** Real time until the next go, and until texts that are missing are asked for. */
const PAUSE_MS = 20;
const ASK_MAX = 200;

/**
 * The log of the run on show: keeps it as far as the view is, a stretch at a time, and asks the engine
 * for a text that was not sent along, once, when somebody looks at its line.
 */
export class ShownLog {
  private readonly stage: Stage;
  private log: Log;
  private readonly wanted = new Set<number>();
  private asked = new Set<number>();
  private version = 0;
  private isLookingOn = false;
  private isAsking = false;

  constructor(stage: Stage) {
    this.stage = stage;
    this.log = new Log(stage.shown.buffer);
    stage.onShow.push(() => this.shown());
  }

  setFilter(filter: Partial<LogFilter>): void {
    this.stage.set({ logFilter: { ...this.stage.state.logFilter, ...filter } });
    this.startOver();
  }

  /** Lines by their place in the filtered log; `to` is not included. */
  lines(from: number, to: number): readonly LogLine[] {
    this.want(this.log.missing(from, to));
    return this.log.lines(from, to);
  }

  private shown(): void {
    if (this.version !== this.stage.shown.version) {
      this.version = this.stage.shown.version;
      this.log = new Log(this.stage.shown.buffer);
      this.asked = new Set();
      this.wanted.clear();
      this.startOver();
    } else this.look();
  }

  private startOver(): void {
    this.log.setFilter(this.stage.state.logFilter);
    this.renew();
    this.look();
  }

  /** Lines that were given out read otherwise now. */
  private renew(): void {
    this.stage.set({ logVersion: this.stage.state.logVersion + 1 });
  }

  private look(): void {
    const { log } = this;
    const before = log.first;
    log.setEnd(this.stage.shown.view.seq);
    const isDone = log.read(log.filter.text === '' ? LOOK_MAX : LOOK_MAX_TEXT);
    if (before !== null && log.first !== before) this.renew();
    if (log.length !== this.stage.state.logLength) this.stage.set({ logLength: log.length });
    if (!isDone) this.lookOn();
  }

  private lookOn(): void {
    if (this.isLookingOn) return;
    this.isLookingOn = true;
    this.stage.deps.after(PAUSE_MS, () => {
      this.isLookingOn = false;
      this.look();
    });
  }

  /** Asks for the texts of these events, those that were not asked for before. */
  want(seqs: readonly number[]): void {
    const { buffer } = this.log;
    for (const seq of seqs) {
      if (!this.asked.has(seq) && buffer.text(seq) === undefined) this.wanted.add(seq);
    }
    if (this.isAsking || this.wanted.size === 0) return;
    this.isAsking = true;
    this.askSoon();
  }

  private askSoon(): void {
    this.stage.deps.after(PAUSE_MS, () => void this.ask());
  }

  private async ask(): Promise<void> {
    // On its way to another moment the engine may be in another history than the one on show.
    if (!this.stage.turns.isFree) {
      this.askSoon();
      return;
    }
    const { buffer } = this.log;
    const seqs = [...this.wanted].slice(0, ASK_MAX);
    for (const seq of seqs) {
      this.wanted.delete(seq);
      this.asked.add(seq);
    }
    const outcome = await this.stage.deps.engine.describe(seqs);
    this.isAsking = false;
    if (buffer === this.log.buffer && outcome.type === 'described') {
      const texts = seqs.flatMap((seq, index) => {
        const line = outcome.lines[index];
        // Too far away this time: it may be asked for again.
        if (line == null) this.asked.delete(seq);
        return line == null ? [] : [[seq, line] as const];
      });
      buffer.addTexts(texts);
      if (texts.length > 0) this.renew();
    }
    this.want([]);
  }
}
