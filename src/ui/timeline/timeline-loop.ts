import type { SimTime } from '../../base/sim-time.ts';
import type { Playground, PlaygroundState } from '../../store/playground-state.ts';
import { MARK_KINDS, type Span, Timeline } from '../../view/timeline.ts';
import { counted, formatCount, formatTime } from '../shared/format.ts';
import { readColours } from '../shared/theme.ts';
import { atOf, CELL_PX, paintTimeline, xOf } from './paint-timeline.ts';
import { follow, isWhole, pan, wholeSpan, zoom } from './span.ts';

/** Events looked at in one frame, for marks. */
const READ_MAX = 200_000;

export interface TimelineParts {
  readonly slider: HTMLElement;
  readonly canvas: HTMLCanvasElement;
  readonly tip: HTMLElement;
}

/**
 * Draws the strip whenever something it shows has changed, at most once a frame, and says the same to who
 * can't see it. What part of the run is in sight is nobody else's business, so it stands here.
 */
export class TimelineLoop {
  private readonly playground: Playground;
  private readonly parts: TimelineParts;
  private timeline: Timeline;
  private version: number;
  /** Null: the whole run, also as it grows. */
  private chosen: Span | null = null;
  private shownNow: SimTime = 0;
  private pointer: number | null = null;
  private width = 1;
  private frame = 0;
  private readonly leave: (() => void)[] = [];

  constructor(playground: Playground, parts: TimelineParts) {
    this.playground = playground;
    this.parts = parts;
    this.timeline = new Timeline(playground.trace());
    this.version = this.state.traceVersion;
    this.leave.push(
      playground.store.subscribe((state, before) => {
        if (SHOWN.some((key) => state[key] !== before[key])) this.ask();
      }),
    );
    const resized = new ResizeObserver(([entry]) => {
      this.width = entry?.contentRect.width ?? this.width;
      this.ask();
    });
    resized.observe(parts.slider);
    const themed = new MutationObserver(() => this.ask());
    themed.observe(document.documentElement, { attributeFilter: ['data-theme'] });
    this.leave.push(
      () => resized.disconnect(),
      () => themed.disconnect(),
    );
    void document.fonts.ready.then(() => this.ask());
    this.ask();
  }

  stop(): void {
    cancelAnimationFrame(this.frame);
    for (const leave of this.leave) leave();
  }

  get span(): Span {
    return this.chosen ?? wholeSpan(this.end);
  }

  /** The moment at so many pixels from the left. */
  at(x: number): SimTime {
    return Math.max(0, Math.min(this.end, Math.round(atOf(x, this.span, this.width))));
  }

  zoom(factor: number, x = xOf(this.state.now, this.span, this.width)): void {
    const at = atOf(Math.max(0, Math.min(this.width, x)), this.span, this.width);
    this.choose(zoom(this.span, factor, at, this.end));
  }

  pan(part: number): void {
    this.choose(pan(this.span, part, this.end));
  }

  fit(): void {
    this.chosen = null;
    this.ask();
  }

  point(x: number | null): void {
    this.pointer = x;
    this.ask();
  }

  /** Goes to the moment at `x`; the newest wish counts. */
  scrub(x: number): void {
    this.goTo(this.at(x));
  }

  goTo(at: SimTime): void {
    const target = Math.max(0, Math.min(this.end, Math.round(at)));
    this.playground.jump({ type: 'time', at: target });
  }

  /** Right before or after the event that is next to the moment on view. */
  goByEvent(way: -1 | 1): void {
    const { view, extent } = this.state;
    if (way > 0 && view.seq >= extent.seq) return this.playground.step();
    if (way < 0 && view.seq < 2) return this.goTo(0);
    this.playground.jump({ type: 'event', seq: way > 0 ? view.seq : view.seq - 2 });
  }

  goToEnd(): void {
    const { extent } = this.state;
    this.playground.jump({ type: 'moment', at: extent.at, step: extent.step });
  }

  /** By a part of what is in sight. */
  goByPart(part: number): void {
    this.goTo(this.state.now + part * (this.span.to - this.span.from));
  }

  /** The mark within reach of `x`: right after what it stands for, in view. */
  markAt(x: number): number | null {
    const span = {
      from: atOf(x - REACH_PX, this.span, this.width),
      to: atOf(x + REACH_PX, this.span, this.width),
    };
    for (const kind of MARK_KINDS) {
      const [mark] = this.timeline.marksIn(kind, span, 1);
      if (mark !== undefined) return mark.seq;
    }
    return null;
  }

  private get state(): PlaygroundState {
    return this.playground.store.getState();
  }

  /** How far the run is known. */
  private get end(): SimTime {
    return Math.max(this.state.extent.at, this.state.now);
  }

  /** Of all that is known, what the log and this strip have. */
  private get kept(): Span {
    const { buffer, whole } = this.timeline;
    const isWhole = this.state.extent.seq <= buffer.end;
    return { from: whole.from, to: isWhole ? this.end : whole.to };
  }

  private choose(span: Span): void {
    this.chosen = isWhole(span, this.end) ? null : span;
    this.ask();
  }

  private ask(): void {
    if (this.frame === 0) this.frame = requestAnimationFrame(() => this.paint());
  }

  private paint(): void {
    this.frame = 0;
    const { now, bookmarks, traceVersion } = this.state;
    const buffer = this.playground.trace();
    if (traceVersion !== this.version || buffer !== this.timeline.buffer) {
      this.version = traceVersion;
      this.timeline = new Timeline(buffer);
      if (this.chosen !== null && this.chosen.from > this.end) this.chosen = null;
    }
    if (!this.timeline.read(READ_MAX)) this.ask();
    if (this.chosen !== null) this.chosen = follow(this.chosen, this.shownNow, now, this.end);
    this.shownNow = now;
    paintTimeline(this.parts.canvas, {
      timeline: this.timeline,
      span: this.span,
      width: this.width,
      ratio: devicePixelRatio,
      now,
      end: this.end,
      kept: this.kept,
      bookmarks: bookmarks.map(({ at }) => at),
      pointer: this.pointer,
      colours: readColours(),
    });
    this.say();
  }

  private say(): void {
    const { slider, tip } = this.parts;
    const { now } = this.state;
    const set = (name: string, value: string) => {
      if (slider.getAttribute(name) !== value) slider.setAttribute(name, value);
    };
    set('aria-valuemax', String(Math.round(this.end / 1_000)));
    set('aria-valuenow', String(Math.round(now / 1_000)));
    const { view, extent } = this.state;
    const events = `event ${formatCount(view.seq)} of ${formatCount(extent.seq)}`;
    const crashes = counted(this.timeline.countMarks('crash', 0, now + 1), 'crash');
    const words = `${formatTime(now)} of ${formatTime(this.end)}, ${events}, ${crashes} before it`;
    set('aria-valuetext', words);
    tip.hidden = this.pointer === null;
    if (this.pointer === null) return;
    tip.textContent = this.wordsAt(this.pointer);
    // Nearer to an edge, less of it hangs over the pointer on that side: so it stays on the page unmeasured.
    tip.style.left = `${Math.round(this.pointer)}px`;
    tip.style.transform = `translateX(${-Math.round((100 * this.pointer) / this.width)}%)`;
  }

  /** The time, and what there is within the few pixels of a mark. */
  private wordsAt(x: number): string {
    const { timeline, span, width } = this;
    const from = Math.max(0, atOf(x - CELL_PX / 2, span, width));
    const to = atOf(x + CELL_PX / 2, span, width);
    const { kept } = this;
    const isGone = to < kept.from || from > kept.to;
    const parts = [isGone ? NOT_KEPT : counted(timeline.count(from, to), 'event')];
    for (const kind of MARK_KINDS) {
      const count = timeline.countMarks(kind, from, to);
      if (count > 0) parts.push(counted(count, WORDS[kind]));
    }
    const note = this.state.bookmarks.find(({ at }) => at >= from && at < to)?.note;
    if (note !== undefined) parts.push(`“${note}”`);
    return `${formatTime(this.at(x))} · ${parts.join(', ')}`;
  }
}

const SHOWN = ['view', 'now', 'extent', 'bookmarks', 'traceVersion'] as const;
const NOT_KEPT = 'known, and no longer kept: a jump here makes it again';
const WORDS = { crash: 'crash', restart: 'restart', command: 'action' } as const;
/** How far from a mark one may point. */
const REACH_PX = 6;
