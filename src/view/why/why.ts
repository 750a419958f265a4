import { MICROSECONDS_PER_MS, type SimTime } from '../../base/sim-time.ts';
import { EVENT, MESSAGE_KINDS, type MessageKind } from '../../runtime/trace-event.ts';
import { textAt } from '../log-line.ts';
import type { TraceBuffer } from '../trace-buffer.ts';
import type { ProcessKey } from '../view.ts';
import { asidesOf } from './asides.ts';
import { causeOf, isBoot } from './causes.ts';
import { type LinkKind, linkKind } from './link-kind.ts';
import { Past, WOKE } from './past.ts';
import { questionTold, type WhyQuestion } from './question.ts';
import type { Cause, Told } from './told.ts';

/** The answer to "why?": what happened, what that came of, and so on, the newest first. */
export interface Why {
  /** The first is what was asked about. */
  readonly links: readonly WhyLink[];
  readonly end: WhyEnd;
}

export interface WhyLink {
  /** The event to go to. */
  readonly seq: number;
  readonly at: SimTime;
  /** Whose event it is; 0 for the outside. */
  readonly pid: ProcessKey;
  /** A plain sentence, or two. */
  readonly text: string;
  readonly kind: LinkKind;
  /** Of a message that is sent: of which kind it is. */
  readonly message: MessageKind | null;
  /** Whom it is about. */
  readonly pids: readonly ProcessKey[];
  /** What belongs to it and is no cause of its own: the restarts that stand in the window, the message that was lost. Newest first. */
  readonly asides: readonly WhyLink[];
}

/**
 * Where the chain ends: what a person or the script did; the boot; something else that comes from outside; `gone`:
 * what comes before is no longer kept; `more`: it goes on, and was asked for no further.
 */
export type WhyEnd = 'command' | 'boot' | 'outside' | 'gone' | 'more';

/** The causes of an event, of how a process is, or of a restart that counts. Null when there is nothing to tell of. */
export function why(buffer: TraceBuffer, question: WhyQuestion, most = LINKS_MAX): Why | null {
  const past = new Past(buffer);
  const first = questionTold(past, question);
  return first.length === 0 ? null : new Chain(past, most).from(first);
}

const LINKS_MAX = 60;

/** Builds one chain. */
class Chain {
  private readonly past: Past;
  private readonly most: number;
  private readonly links: WhyLink[] = [];
  /** How often each kind of doing has been met; by what `turn` gives. */
  private readonly turns = new Map<string, number>();
  private readonly seen = new Set<number>();

  constructor(past: Past, most: number) {
    this.past = past;
    this.most = most;
  }

  from(first: readonly Told[]): Why {
    let told = first;
    for (;;) {
      for (const each of told) this.add(each);
      const cause = this.before((told.at(-1) as Told).seq);
      if (typeof cause === 'string') return this.end(cause);
      if (this.links.length >= this.most) return this.end('more');
      // Causes lie in the past; only what two wait for together can lead back.
      if (cause.some((each) => this.seen.has(each.seq))) return this.end('gone');
      told = cause;
    }
  }

  private before(seq: number): Cause {
    const turn = this.turnOf(seq);
    return turn !== null && this.goesRound(turn)
      ? this.beforeRounds(turn, seq)
      : causeOf(this.past, seq);
  }

  private end(end: WhyEnd): Why {
    // A message that is a link itself need not stand beside one; which restarts counted must.
    const links = this.links.map((link) =>
      link.kind !== 'decision' && link.asides.some(({ seq }) => this.seen.has(seq))
        ? { ...link, asides: link.asides.filter(({ seq }) => !this.seen.has(seq)) }
        : link,
    );
    return { links, end };
  }

  private add({ seq, text }: Told): void {
    this.seen.add(seq);
    const asides = asidesOf(this.past, seq).map((told) => linkOf(this.past, told, []));
    this.links.push(linkOf(this.past, { seq, text: text ?? sentenceOf(this.past, seq) }, asides));
  }

  /** What goes round in a loop goes by its own name: who does it again, whatever the message says. */
  private turnOf(seq: number): string | null {
    const { past } = this;
    const type = past.type(seq);
    switch (type) {
      case EVENT.timer_fired:
      case EVENT.wait_ended:
        return `${type} ${past.pid(seq)} ${past.peer(seq)}`;
      case EVENT.sent:
        return `${type} ${past.pid(seq)} ${past.peer(seq)} ${past.a(seq)}`;
      default:
        return null;
    }
  }

  /** A timer or sleep that comes round once is a loop; of messages the third round is one. */
  private goesRound(turn: string): boolean {
    const times = (this.turns.get(turn) ?? 0) + 1;
    this.turns.set(turn, times);
    return times > (turn.startsWith(`${EVENT.sent} `) ? MESSAGES_BEFORE_LOOP : 1);
  }

  /**
   * Follows the loop back, untold, to the birth of a process or a command: what it began with. Of a loop that is
   * longer than that it began with the birth of who goes round.
   */
  private beforeRounds(turn: string, from: number): Cause {
    const { past } = this;
    this.dropToldTwice();
    let rounds = 1;
    let seq = from;
    for (let steps = 0; steps < STEPS_MAX; steps++) {
      const cause = causeOf(past, seq);
      const next = typeof cause === 'string' ? seq : (cause.at(-1) as Told).seq;
      const type = past.type(next);
      if (type === EVENT.spawned || type === EVENT.command_applied || next >= seq) {
        this.sayRounds(`${rounds}`, rounds);
        return cause;
      }
      seq = next;
      if (this.turnOf(seq) === turn) rounds++;
    }
    this.sayRounds(`at least ${rounds}`, rounds);
    const born = past.buffer.names.spawnSeq(past.pid(from));
    return past.has(born) ? [{ seq: born }] : 'gone';
  }

  private sayRounds(times: string, rounds: number): void {
    const last = this.links.pop() as WhyLink;
    const text = `${last.text} And so on: the same ${times} ${rounds === 1 ? 'time' : 'times'} before.`;
    this.links.push({ ...last, text });
  }

  /** What the second round has told already is told by the first. */
  private dropToldTwice(): void {
    while (this.links.length > 1 && this.isToldBefore(this.links.at(-1) as WhyLink))
      this.links.pop();
  }

  private isToldBefore({ seq, pid, text, kind }: WhyLink): boolean {
    const isTimer = kind === 'wait' || kind === 'timer';
    return this.links.some(
      (link) =>
        link.seq !== seq &&
        link.pid === pid &&
        link.kind === kind &&
        (link.text === text || (isTimer && this.turnOf(link.seq) === this.turnOf(seq))),
    );
  }
}

const MESSAGES_BEFORE_LOOP = 2;
/** A loop is followed for so many events. */
const STEPS_MAX = 2_000;

/** As the log tells it, but for what the log can't know. */
function sentenceOf(past: Past, seq: number): string {
  const text = textAt(past.buffer, seq);
  const type = past.type(seq);
  if (type === EVENT.spawned && isBoot(past, seq)) return 'The boot: init starts the system.';
  if (type === EVENT.wait_ended && past.a(seq) === WOKE) {
    const slept = Math.round((past.at(seq) - past.at(past.waitOf(seq))) / MICROSECONDS_PER_MS);
    if (slept > 0) return text.replace(/\.$/, ` after ${slept} ms.`);
  }
  return text;
}

function linkOf(past: Past, { seq, text }: Told, asides: readonly WhyLink[]): WhyLink {
  const pid = past.pid(seq);
  const peer = past.peer(seq);
  return {
    seq,
    at: past.at(seq),
    pid,
    text: text ?? textAt(past.buffer, seq),
    kind: linkKind(past, seq),
    message: past.type(seq) === EVENT.sent ? (MESSAGE_KINDS[past.a(seq)] ?? null) : null,
    pids: [...new Set([pid, peer])].filter((each) => each !== 0),
    asides,
  };
}
