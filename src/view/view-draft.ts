import type { SimTime } from '../base/sim-time.ts';
import { ChildIndex } from './child-index.ts';
import { MessageDraft } from './message-draft.ts';
import type { TraceBuffer } from './trace-buffer.ts';
import type {
  ChildView,
  Departure,
  ProcessKey,
  ProcessView,
  SupervisorView,
  View,
} from './view.ts';

export type Draft<T> = { -readonly [Key in keyof T]: T[Key] };

/**
 * A view while a batch is folded into it. What the batch touches is copied once, changed in place, and
 * put into the new view at the end; what it does not touch keeps its identity, so that React leaves it
 * alone. All that a rule remembers from event to event stands in the view itself: that is why one
 * batch and event by event give the same.
 */
export class ViewDraft {
  readonly buffer: TraceBuffer;
  readonly messages: MessageDraft;
  at: SimTime;
  crashes: number;
  restarts: number;
  private readonly base: View;
  private readonly touched = new Map<ProcessKey, Draft<ProcessView>>();
  /** Events of one process follow each other: it is looked up once. */
  private latest: Draft<ProcessView> | null = null;
  private readonly gone = new Set<ProcessKey>();
  /** Arrays and objects made in this batch: they may be changed in place. */
  private readonly owned = new Set<object>();
  private readonly childIndices = new Map<readonly ChildView[], ChildIndex>();
  private namesDraft: Map<string, ProcessKey> | null = null;
  private readonly lists: { roots: readonly ProcessKey[]; departures: readonly Departure[] };
  private you: readonly ProcessKey[] | null;

  constructor(base: View, buffer: TraceBuffer) {
    this.base = base;
    this.buffer = buffer;
    this.messages = new MessageDraft(base.messages, buffer);
    this.at = base.at;
    this.crashes = base.crashes;
    this.restarts = base.restarts;
    this.lists = { roots: base.roots, departures: base.departures };
    this.you = base.you;
  }

  finish(seq: number): View {
    return {
      seq,
      at: this.at,
      step: this.base.step,
      processes: this.finishProcesses(),
      names: this.namesDraft ?? this.base.names,
      roots: this.lists.roots,
      you: this.you,
      messages: this.messages.finish(),
      departures: this.lists.departures,
      crashes: this.crashes,
      restarts: this.restarts,
    };
  }

  string(index: number): string {
    return this.buffer.string(index);
  }

  /** The process as it is now, for reading. */
  read(pid: ProcessKey): ProcessView | undefined {
    const draft = this.touched.get(pid);
    if (draft !== undefined) return draft;
    return this.gone.has(pid) ? undefined : this.base.processes.get(pid);
  }

  /** The process, to be changed in place. */
  process(pid: ProcessKey): Draft<ProcessView> | undefined {
    if (this.latest?.pid === pid) return this.latest;
    const draft = this.touched.get(pid);
    if (draft !== undefined) {
      this.latest = draft;
      return draft;
    }
    const base = this.gone.has(pid) ? undefined : this.base.processes.get(pid);
    if (base === undefined) return undefined;
    const copy = { ...base };
    this.touched.set(pid, copy);
    return copy;
  }

  add(process: Draft<ProcessView>): void {
    this.touched.set(process.pid, process);
  }

  remove(pid: ProcessKey): void {
    this.latest = null;
    this.touched.delete(pid);
    this.gone.add(pid);
    this.removeRoot(pid);
  }

  /** An array of a process or supervisor, to be changed in place: `own(process, 'links').push(pid)`. */
  own<Holder extends object, Key extends keyof Holder>(
    holder: Holder,
    key: Key,
  ): Holder[Key] extends readonly (infer Item)[] ? Item[] : never {
    let list = holder[key] as object;
    if (!this.owned.has(list)) {
      list = (list as unknown[]).slice();
      this.owned.add(list);
      holder[key] = list as Holder[Key];
    }
    return list as never;
  }

  /** The supervisor's part of a process, to be changed in place; null when it is none, or not yet. */
  supervisor(pid: ProcessKey): Draft<SupervisorView> | null {
    const process = this.process(pid);
    if (process === undefined || process.supervisor === null) return null;
    if (!this.owned.has(process.supervisor)) {
      process.supervisor = { ...process.supervisor };
      this.owned.add(process.supervisor);
    }
    return process.supervisor;
  }

  childIndex({ children }: SupervisorView): ChildIndex {
    let index = this.childIndices.get(children);
    if (index === undefined) {
      index = new ChildIndex(children);
      this.childIndices.set(children, index);
    }
    return index;
  }

  addChild(supervisor: Draft<SupervisorView>, child: ChildView): void {
    this.replaceChild(supervisor, supervisor.children.length, child);
  }

  replaceChild(supervisor: Draft<SupervisorView>, place: number, child: ChildView): void {
    const children = this.own(supervisor, 'children');
    this.childIndices.get(children)?.put(place, children[place], child);
    children[place] = child;
  }

  removeChild(supervisor: Draft<SupervisorView>, place: number): void {
    const children = this.own(supervisor, 'children');
    this.childIndices.delete(children);
    children.splice(place, 1);
  }

  addRoot(pid: ProcessKey): void {
    this.own(this.lists, 'roots').push(pid);
  }

  removeRoot(pid: ProcessKey): void {
    const root = this.lists.roots.indexOf(pid);
    if (root >= 0) this.own(this.lists, 'roots').splice(root, 1);
  }

  /** Something comes from outside: from now on there is a card for that. */
  appear(): void {
    this.you ??= [];
  }

  addShell(pid: ProcessKey): void {
    this.you = [...(this.you ?? []), pid];
  }

  removeShell(pid: ProcessKey): void {
    if (this.you?.includes(pid)) this.you = this.you.filter((one) => one !== pid);
  }

  rootAt(path: string): ProcessView | undefined {
    for (const pid of this.lists.roots) {
      const process = this.read(pid);
      if (process?.path === path) return process;
    }
    return undefined;
  }

  get names(): Map<string, ProcessKey> {
    this.namesDraft ??= new Map(this.base.names);
    return this.namesDraft;
  }

  /** The process leaves the view `DEPART_US` from now. */
  depart(pid: ProcessKey): void {
    const departures = this.own(this.lists, 'departures');
    departures.push({ pid, at: this.at + DEPART_US });
  }

  /** The process whose time to leave has come; 0 for none. After many deaths the oldest leave early. */
  nextDeparture(): ProcessKey {
    const next = this.lists.departures[0];
    if (next === undefined) return 0;
    if (next.at > this.at && this.lists.departures.length <= DEPARTURES_MAX) return 0;
    this.own(this.lists, 'departures').shift();
    return next.pid;
  }

  private finishProcesses(): ReadonlyMap<ProcessKey, ProcessView> {
    if (this.touched.size === 0 && this.gone.size === 0) return this.base.processes;
    const processes = new Map(this.base.processes);
    for (const pid of this.gone) processes.delete(pid);
    for (const [pid, draft] of this.touched) processes.set(pid, draft);
    return processes;
  }
}

/** The dead without a place in the tree stay for three virtual seconds, to be seen. */
const DEPART_US = 3_000_000;
const DEPARTURES_MAX = 200;
