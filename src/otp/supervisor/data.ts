import type { From, Pid, Term } from '../../runtime/term.ts';
import type { StartData } from '../gen/gen.ts';
import { type CheckedSpec, type ChildPid, idText, type SupFlags } from './child-spec.ts';
import { RestartWindow } from './restart-window.ts';

/** A child of a supervisor: OTP's `#child{}`. */
export class Child {
  spec: CheckedSpec;
  key: string;
  /** The key's place in the trace's table of strings. */
  label: number;
  /** Arguments of its start: those of the spec, and under simple_one_for_one those of start_child after them. */
  args: readonly Term[];
  pid: ChildPid = 'undefined';
  /** The pid it had when its restart failed: OTP's `{restarting, Pid}`, by which an instance still goes. */
  oldPid: Pid | null = null;
  /** By start_child, not by init. */
  addedLater = false;

  constructor(spec: CheckedSpec, label: number, args: readonly Term[] = spec.start[2]) {
    this.spec = spec;
    this.key = idText(spec.id);
    this.label = label;
    this.args = args;
  }

  /** A code change gives it another spec; what runs goes on. */
  respecify({ spec, key, label }: Child, args: readonly Term[]): void {
    this.spec = spec;
    this.key = key;
    this.label = label;
    this.args = args;
  }
}

/**
 * What a supervisor is in the middle of. Lists of children to stop or to start are worked off from their end. OTP's supervisor blocks while it starts or stops a child;
 * here the rest of its work is data, so that a fork can copy it.
 */
export type Job =
  | { readonly type: 'init'; index: number }
  | { readonly type: 'init_failed'; readonly stop: Child[]; readonly reason: Term }
  | { readonly type: 'start_child'; readonly child: Child; readonly from: From }
  | { readonly type: 'restart_child'; readonly child: Child; readonly from: From }
  | {
      readonly type: 'terminate_child';
      readonly child: Child;
      readonly from: From;
      stopped: boolean;
    }
  | { readonly type: 'restart'; readonly child: Child }
  | {
      readonly type: 'group';
      readonly stop: Child[];
      readonly start: Child[];
    }
  | {
      readonly type: 'terminate';
      readonly stop: Child[];
      readonly reason: Term;
      readonly how: number;
    }
  | DynamicTermination;

/** simple_one_for_one stops its children all at once. */
export interface DynamicTermination {
  readonly type: 'terminate_dynamic';
  readonly reason: Term;
  readonly how: number;
  /** Those still alive, by the ref of their monitor. */
  readonly waiting: Map<number, Pid>;
  timer: number;
  /** Reasons of EXITs that came before their DOWN, by pid number: a death before the monitor is `noproc` to that. */
  readonly exits: Map<number, Term>;
  /** Unexpected reasons, with how many ended so, in the order of the first. */
  readonly errors: { readonly reason: Term; count: number }[];
}

/** The one thing it waits for. */
export type Operation =
  | {
      readonly type: 'starting';
      readonly child: Child;
      readonly phase: 0 | 1;
      /** The process whose acknowledgement it awaits; null while the start function itself runs. */
      readonly pid: Pid | null;
    }
  | { readonly type: 'stopping'; readonly child: Child; readonly pid: Pid; killed: boolean };

/** A supervisor's own state: OTP's `#state{}`, and what it is in the middle of. */
export class SupervisorData {
  start: StartData | null;
  /** What `init` is called with: a code change calls it again. */
  readonly args: Term;
  /** Who awaits the end of a code change. */
  changing: From | null = null;
  flags: SupFlags = { strategy: 'one_for_one', intensity: 1, period: 5, autoShutdown: 'never' };
  isSimple = false;
  /** In start order, always; what stops children reverses. For simple_one_for_one the template alone. */
  children: Child[] = [];
  /** Made when somebody asks for a child by its id; most supervisors are never asked. */
  private byKey: Map<string, Child> | null = null;
  /** Children with a living process, by pid number. */
  byPid = new Map<number, Child>();
  /** Instances that wait for another restart, by the pid number they had. */
  restarting = new Map<number, Child>();
  /** Instances under simple_one_for_one, in start order. */
  dynamic = new Set<Child>();
  window = new RestartWindow();
  job: Job | null = null;
  operation: Operation | null = null;
  /** Result of the operation that has just ended. */
  result: unknown = null;
  pumping = false;

  constructor(start: StartData | null, args: Term) {
    this.start = start;
    this.args = args;
  }

  setFlags(flags: SupFlags): void {
    this.flags = flags;
    this.isSimple = flags.strategy === 'simple_one_for_one';
  }

  get template(): Child {
    return this.children[0] as Child;
  }

  /** The child of this id, as text. */
  child(key: string): Child | undefined {
    this.byKey ??= new Map(this.children.map((child) => [child.key, child]));
    return this.byKey.get(key);
  }

  /** A code change: the children that there are now, in start order; of simple_one_for_one the template. */
  setChildren(children: Child[]): void {
    this.children = children;
    this.byKey = null;
  }

  add(child: Child): void {
    this.children.push(child);
    this.byKey?.set(child.key, child);
  }

  /**
   * The instance that ignored its restart: OTP keeps it by the pid `undefined`, one at most, until somebody
   * terminates a dead pid. It counts as active, and the supervisor can't terminate with it.
   */
  get phantom(): Child | undefined {
    for (const child of this.dynamic) if (child.pid === 'undefined') return child;
    return undefined;
  }

  forgetPhantom(): void {
    const { phantom } = this;
    if (phantom !== undefined) this.dynamic.delete(phantom);
  }

  /** Port of `remove_child/2`. */
  remove(child: Child): void {
    this.setPid(child, 'undefined');
    if (this.isSimple) {
      this.dynamic.delete(child);
      return;
    }
    this.byKey?.delete(child.key);
    this.children = this.children.filter((other) => other !== child);
  }

  /** Port of `del_child/2`: a temporary child is forgotten, any other keeps its spec without a process. */
  forget(child: Child): boolean {
    if (this.isSimple || child.spec.restart === 'temporary') {
      this.remove(child);
      return true;
    }
    this.setPid(child, 'undefined');
    return false;
  }

  setPid(child: Child, pid: ChildPid): void {
    if (typeof child.pid === 'object') {
      this.byPid.delete(child.pid.id);
      child.oldPid = child.pid;
    }
    if (this.isSimple && child.oldPid !== null) {
      if (pid === 'restarting') this.restarting.set(child.oldPid.id, child);
      else this.restarting.delete(child.oldPid.id);
    }
    child.pid = pid;
    if (typeof pid === 'object') this.byPid.set(pid.id, child);
  }

  fork(): SupervisorData {
    const copy = new SupervisorData(this.start, this.args);
    copy.changing = this.changing;
    const twins = new Map<Child, Child>();
    const twin = (child: Child): Child => {
      const known = twins.get(child);
      if (known !== undefined) return known;
      const made = new Child(child.spec, child.label, child.args);
      made.pid = child.pid;
      made.oldPid = child.oldPid;
      made.addedLater = child.addedLater;
      twins.set(child, made);
      return made;
    };
    copy.setFlags(this.flags);
    copy.children = this.children.map(twin);
    for (const [pid, child] of this.byPid) copy.byPid.set(pid, twin(child));
    for (const [pid, child] of this.restarting) copy.restarting.set(pid, twin(child));
    for (const child of this.dynamic) copy.dynamic.add(twin(child));
    copy.window = this.window.fork();
    copy.job = this.job === null ? null : forkJob(this.job, twin);
    copy.operation =
      this.operation === null ? null : { ...this.operation, child: twin(this.operation.child) };
    copy.result = this.result;
    return copy;
  }
}

function forkJob(job: Job, twin: (child: Child) => Child): Job {
  switch (job.type) {
    case 'init':
      return { ...job };
    case 'init_failed':
    case 'terminate':
      return { ...job, stop: job.stop.map(twin) };
    case 'group':
      return {
        ...job,
        stop: job.stop.map(twin),
        start: job.start.map(twin),
      };
    case 'terminate_dynamic':
      return {
        ...job,
        waiting: new Map(job.waiting),
        exits: new Map(job.exits),
        errors: job.errors.map((error) => ({ ...error })),
      };
    default:
      return { ...job, child: twin(job.child) };
  }
}
