import { EVENT, MESSAGE } from '../runtime/trace-event.ts';
import { YOU } from './paths.ts';
import { ROLE } from './sequence-kind.ts';
import type { TraceBuffer } from './trace-buffer.ts';
import type { CardPath, ProcessKey } from './view.ts';

/** One process on its lane, from the event of its birth to that of its end. */
export interface Life {
  readonly pid: ProcessKey;
  /** -1: before the oldest event that is kept. */
  readonly born: number;
  /** Infinity while it lives. */
  died: number;
}

/** Which process stands on which lane: a child that is started again stands on the same one. */
export class SequenceLanes {
  readonly paths: readonly CardPath[];
  private readonly buffer: TraceBuffer;
  private readonly indices: ReadonlyMap<CardPath, number>;
  /** By pid; undefined for one that was not met yet. */
  private readonly known: (number | undefined)[] = [];
  private readonly lived: readonly Life[][];

  constructor(buffer: TraceBuffer, paths: readonly CardPath[]) {
    this.buffer = buffer;
    this.paths = paths;
    this.indices = new Map(paths.map((path, index) => [path, index]));
    this.lived = paths.map(() => []);
  }

  /** Index of its lane; -1 for a process that has none here. */
  of(pid: ProcessKey): number {
    return this.known[pid] ?? this.resolve(pid);
  }

  /** It may have another name or place now: says whether it has changed its lane by that. */
  resettle(pid: ProcessKey): boolean {
    const before = this.known[pid];
    return before !== undefined && this.resolve(pid) !== before;
  }

  isYou(lane: number): boolean {
    return this.paths[lane] === YOU;
  }

  /** All who stood on a lane, in order of birth. */
  lives(lane: number): readonly Life[] {
    return this.lived[lane] ?? [];
  }

  /** The one on this lane at that event; undefined when none was. */
  lifeAt(lane: number, seq: number): Life | undefined {
    return this.lives(lane).findLast(({ born, died }) => born <= seq && seq <= died);
  }

  /** Something of it was seen. */
  meet(pid: ProcessKey, lane: number, seq: number, type: number): void {
    const lives = this.lived[lane] as Life[];
    const last = lives.at(-1);
    let life = last?.pid === pid ? last : lives.findLast((each) => each.pid === pid);
    if (life === undefined) {
      life = { pid, born: type === EVENT.spawned ? seq : -1, died: Number.POSITIVE_INFINITY };
      lives.push(life);
    }
    if (type === EVENT.exited) life.died = seq;
  }

  /** Forgets what was met from this event on. */
  rewind(seq: number): void {
    for (const lives of this.lived) {
      while ((lives.at(-1)?.born ?? -1) >= seq) lives.pop();
      for (const life of lives) if (life.died >= seq) life.died = Number.POSITIVE_INFINITY;
    }
  }

  private resolve(pid: ProcessKey): number {
    const lane = this.indices.get(this.buffer.names.path(pid)) ?? -1;
    this.known[pid] = lane;
    return lane;
  }
}

/**
 * Who says most around a moment, for a start: the `most` paths with the largest number of messages
 * among the last events before it; or, given a path, that one and those it talks to.
 * In order of birth, the person first.
 */
export function talkative(
  buffer: TraceBuffer,
  end: number,
  most: number,
  about: CardPath | null,
): CardPath[] {
  const { names } = buffer;
  const paths = new Map<ProcessKey, CardPath>();
  const pathOf = (pid: ProcessKey): CardPath => {
    const known = paths.get(pid) ?? names.path(pid);
    paths.set(pid, known);
    return known;
  };
  const counts = new Map<ProcessKey, number>();
  const count = (pid: ProcessKey, by: number) => counts.set(pid, (counts.get(pid) ?? 0) + by);
  for (let seq = Math.max(buffer.first, end - LOOK_BACK); seq < Math.min(end, buffer.end); seq++) {
    const place = buffer.place(seq);
    const type = buffer.types[place] as number;
    if (ROLE[type] !== SEND && type !== EVENT.spawned) continue;
    const pid = buffer.pids[place] as ProcessKey;
    const peer = buffer.peers[place] as ProcessKey;
    if (about !== null && pathOf(pid) !== about && pathOf(peer) !== about) continue;
    if (peer === 0 && type !== EVENT.spawned) continue;
    const isStart = type === EVENT.spawned || buffer.as[place] === MESSAGE.ack;
    const isNews = type === EVENT.exit_signal_sent || pathOf(pid) === YOU;
    const weight = isNews ? NEWS : isStart ? START : TALK;
    count(pid, weight);
    if (peer !== 0) count(peer, weight);
  }
  const totals = new Map<CardPath, { total: number; first: number }>();
  for (const [pid, total] of counts) {
    const path = pathOf(pid);
    // It starts the others, and is no part of the system.
    if (about === null && path === INIT) continue;
    const sum = totals.get(path) ?? { total: 0, first: Number.POSITIVE_INFINITY };
    sum.total += path === about ? Number.POSITIVE_INFINITY : total;
    sum.first = Math.min(sum.first, path === YOU ? -1 : pid);
    totals.set(path, sum);
  }
  return [...totals]
    .sort(([, one], [, other]) =>
      one.total === other.total ? one.first - other.first : one.total > other.total ? -1 : 1,
    )
    .slice(0, most)
    .sort(([, one], [, other]) => one.first - other.first)
    .map(([path]) => path);
}

const INIT = 'init';
const SEND = 1;
/** Who dies, and what the person does, is looked for more than talk; who is started, only where nothing is said. */
const NEWS = 20_000;
const TALK = 1_000;
const START = 1;
const LOOK_BACK = 20_000;
