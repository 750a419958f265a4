import { kindAt } from '../view/log-kind.ts';
import { lineAt, textAt } from '../view/log-line.ts';
import type { TraceBuffer } from '../view/trace-buffer.ts';
import type { LogKind, LogLine } from '../view/view.ts';
import type { LogFilter } from './playground-state.ts';
import type { Stage } from './stage.ts';

/** What the log shows until somebody chooses: the story, without every timer and every change of a state. */
export const defaultFilter: LogFilter = Object.freeze<LogFilter>({
  kinds: ['beat', 'message', 'process', 'report', 'command'],
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
 * The log as far as it is shown: which events pass the filter, found as they come. Lines are put into
 * words when somebody looks at them; a text that was not sent along is asked for then, once.
 */
export class LogLines {
  private readonly stage: Stage;
  private buffer: TraceBuffer;
  /** `seq` of the events that pass; those before `begin` were dropped from the buffer. */
  private passing: number[] = [];
  private begin = 0;
  /** All before this were held against the filter. */
  private looked = 0;
  private readonly wanted = new Set<number>();
  private asked = new Set<number>();
  private isLookingOn = false;
  private isAsking = false;

  constructor(stage: Stage) {
    this.stage = stage;
    this.buffer = stage.shown.buffer;
    stage.onShow.push(() => this.shown());
  }

  setFilter(filter: Partial<LogFilter>): void {
    this.stage.set({ logFilter: { ...this.stage.state.logFilter, ...filter } });
    this.startOver();
  }

  /** Lines by their place in the filtered log; `to` is not included. */
  lines(from: number, to: number): readonly LogLine[] {
    const lines: LogLine[] = [];
    const seqs = this.passing.slice(Math.max(0, this.begin + from), this.begin + to);
    for (const seq of seqs) {
      if (!this.buffer.has(seq)) continue;
      const line = lineAt(this.buffer, seq);
      lines.push(line);
      if (line.text.includes('…') && this.buffer.text(seq) === undefined) this.want(seq);
    }
    return lines;
  }

  private shown(): void {
    if (this.buffer !== this.stage.shown.buffer) {
      this.buffer = this.stage.shown.buffer;
      this.asked = new Set();
      this.wanted.clear();
      this.startOver();
    } else this.look();
  }

  private startOver(): void {
    this.passing = [];
    this.begin = 0;
    this.looked = 0;
    this.stage.set({ logVersion: this.stage.state.logVersion + 1 });
    this.look();
  }

  private look(): void {
    const { buffer } = this;
    const { view } = this.stage.shown;
    const { logFilter, logLength } = this.stage.state;
    const passes = testOf(buffer, logFilter);
    this.looked = Math.max(this.looked, buffer.first);
    const most = logFilter.text === '' ? LOOK_MAX : LOOK_MAX_TEXT;
    const end = Math.min(view.seq, this.looked + most);
    for (let seq = this.looked; seq < end; seq++) if (passes(seq)) this.passing.push(seq);
    this.looked = Math.max(this.looked, end);
    this.forget();
    const length = this.passing.length - this.begin;
    if (length !== logLength) this.stage.set({ logLength: length });
    if (this.looked < view.seq) this.lookOn();
  }

  private lookOn(): void {
    if (this.isLookingOn) return;
    this.isLookingOn = true;
    this.stage.deps.after(PAUSE_MS, () => {
      this.isLookingOn = false;
      this.look();
    });
  }

  /** Lines of events that the buffer dropped go too. */
  private forget(): void {
    while (this.begin < this.passing.length) {
      if ((this.passing[this.begin] as number) >= this.buffer.first) break;
      this.begin += 1;
    }
    if (this.begin > LOOK_MAX && this.begin * 2 > this.passing.length) {
      this.passing = this.passing.slice(this.begin);
      this.begin = 0;
    }
  }

  private want(seq: number): void {
    if (this.asked.has(seq)) return;
    this.wanted.add(seq);
    if (this.isAsking) return;
    this.isAsking = true;
    this.stage.deps.after(PAUSE_MS, () => void this.ask());
  }

  private async ask(): Promise<void> {
    const { buffer } = this;
    const seqs = [...this.wanted].slice(0, ASK_MAX);
    for (const seq of seqs) {
      this.wanted.delete(seq);
      this.asked.add(seq);
    }
    const outcome = await this.stage.deps.engine.describe(seqs);
    this.isAsking = false;
    if (buffer !== this.buffer || outcome.type !== 'described') return;
    const texts = seqs.flatMap((seq, index) => {
      const line = outcome.lines[index];
      return line == null ? [] : [[seq, line] as const];
    });
    buffer.addTexts(texts);
    if (texts.length > 0) this.stage.set({ logVersion: this.stage.state.logVersion + 1 });
    const [next] = this.wanted;
    if (next !== undefined) this.want(next);
  }
}

/** Does an event pass the filter? */
function testOf(buffer: TraceBuffer, filter: LogFilter): (seq: number) => boolean {
  const kinds: ReadonlySet<LogKind> = new Set(filter.kinds);
  const text = filter.text.toLowerCase();
  const { path } = filter;
  const stands = (pid: number) => pid !== 0 && buffer.names.path(pid) === path;
  return (seq) => {
    if (!kinds.has(kindAt(buffer, seq))) return false;
    if (path !== null) {
      const place = buffer.place(seq);
      if (!stands(buffer.pids[place] as number) && !stands(buffer.peers[place] as number)) {
        return false;
      }
    }
    return text === '' || textAt(buffer, seq).toLowerCase().includes(text);
  };
}
