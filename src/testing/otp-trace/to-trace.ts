import { Pid, type Term } from '../../runtime/term.ts';
import { MESSAGE, type SupervisorFacts, type TraceEvent } from '../../runtime/trace-event.ts';
import type { TracedStart } from './modules.ts';
import type { JsonTerm } from './parse-scenarios.ts';
import { normalise, SUPERVISOR, WORKER } from './terms.ts';

/** An event as the traces have it: what happened to a process or a supervisor's child. */
export type OtpEvent =
  | { readonly ev: 'init'; readonly id: string; readonly nth: number }
  | {
      readonly ev: 'terminate' | 'exit' | 'trapped';
      readonly id: string;
      readonly reason: JsonTerm;
    }
  | {
      readonly ev: 'report';
      readonly sup: string;
      readonly kind: string;
      readonly child: string;
      readonly reason: JsonTerm;
      readonly nb?: number;
    };

export interface Lanes {
  /** What is one chain of cause and effect. */
  readonly seq: readonly OtpEvent[];
  /** What happened side by side: a list a lane, sorted by their text. */
  readonly par: readonly (readonly OtpEvent[])[];
}

/** A process of the tree. */
class Traced {
  readonly path: string;
  readonly isWorker: boolean;
  readonly parent: Traced | null;
  alive = true;
  /** Its start succeeded. */
  started = false;
  isSimple = false;
  terminating = false;
  /** The process that it, a supervisor, has tried to start last. */
  lastSpawned: Traced | null = null;

  constructor(path: string, isWorker: boolean, parent: Traced | null) {
    this.path = path;
    this.isWorker = isWorker;
    this.parent = parent;
  }

  /** The id, or the name of an instance. */
  get name(): string {
    return this.path.slice(this.path.lastIndexOf('/') + 1);
  }

  get isDetached(): boolean {
    const { parent } = this;
    return parent !== null && (!parent.alive || (parent.isSimple && parent.terminating));
  }

  /** The lane of its events at this moment: the nearest process upwards, itself included, that is detached. */
  get lane(): Traced | null {
    return this.isDetached ? this : (this.parent?.lane ?? null);
  }
}

/** Turns our trace into the documented one, step by step. */
export class TraceTranslator {
  private readonly string: (index: number) => string;
  private readonly byPid = new Map<number, Traced>();
  private readonly pids = new Map<string, number>();
  private readonly starts = new Map<string, number>();

  /** `string` looks up the trace's table of strings. */
  constructor(string: (index: number) => string) {
    this.string = string;
  }

  /** Number of the process that was started last by this path, dead or alive. */
  pidOf(path: string): number | undefined {
    return this.pids.get(path);
  }

  nameOf(pid: Pid): string {
    return this.traced(pid.id).name;
  }

  isSimple(pid: Pid): boolean {
    return this.traced(pid.id).isSimple;
  }

  step(events: readonly TraceEvent[]): Lanes {
    const seq: OtpEvent[] = [];
    const par = new Map<Traced, OtpEvent[]>();
    const alone: OtpEvent[][] = [];
    for (const event of events) {
      const told = this.translate(event);
      if (told === null) continue;
      if (told.event.ev === 'report' && told.event.nb !== undefined) alone.push([told.event]);
      else if (told.lane === null) seq.push(told.event);
      else if (par.has(told.lane)) par.get(told.lane)?.push(told.event);
      else par.set(told.lane, [told.event]);
    }
    const lanes = [...par.values(), ...alone].map((lane) => ({ lane, text: JSON.stringify(lane) }));
    lanes.sort((left, right) => (left.text < right.text ? -1 : 1));
    return { seq, par: lanes.map(({ lane }) => lane) };
  }

  private traced(pid: number): Traced {
    const traced = this.byPid.get(pid);
    if (traced === undefined) throw new Error(`no process of the tree has the number ${pid}`);
    return traced;
  }

  private translate(event: TraceEvent): { event: OtpEvent; lane: Traced | null } | null {
    if (event.type === 'spawned') this.spawned(event);
    const traced = this.byPid.get(event.pid);
    if (traced === undefined) return null;
    const { path: id } = traced;
    const reason = (): JsonTerm => normalise(event.payload as Term);
    const { lane } = traced;
    switch (event.type) {
      case 'called':
        if (this.string(event.a) === 'init') {
          const nth = (this.starts.get(id) ?? 0) + 1;
          this.starts.set(id, nth);
          return { lane, event: { ev: 'init', id, nth } };
        }
        if (this.string(event.a) !== 'terminate') return null;
        traced.terminating = true;
        return { lane, event: { ev: 'terminate', id, reason: reason() } };
      case 'supervisor_started':
        traced.isSimple = (event.payload as SupervisorFacts).strategy === 'simple_one_for_one';
        return null;
      case 'sent':
        if (event.a === MESSAGE.ack && (event.payload as { type: string }).type === 'ok')
          traced.started = true;
        return null;
      case 'received': {
        const message = event.payload as { type?: unknown; reason: Term } | null;
        if (!traced.isWorker || this.string(event.a) !== 'handle_info' || message?.type !== 'EXIT')
          return null;
        return { lane, event: { ev: 'trapped', id, reason: normalise(message.reason) } };
      }
      case 'exited':
        traced.alive = false;
        return traced.started ? { lane, event: { ev: 'exit', id, reason: reason() } } : null;
      case 'reported':
        return traced.isWorker ? null : { lane, event: this.report(event, traced) };
      default:
        return null;
    }
  }

  private spawned(event: TraceEvent): void {
    const module = this.string(event.b);
    if (module !== WORKER && module !== SUPERVISOR) return;
    const { path } = event.payload as unknown as TracedStart<unknown>;
    const parent = this.byPid.get(event.peer) ?? null;
    const traced = new Traced(path, module === WORKER, parent);
    if (parent !== null) parent.lastSpawned = traced;
    this.byPid.set(event.pid, traced);
    this.pids.set(path, event.pid);
  }

  private report(event: TraceEvent, sup: Traced): OtpEvent {
    const { child, reason, nb } = event.payload as { child: string; reason: Term; nb?: number };
    const told = {
      ev: 'report',
      sup: sup.path,
      kind: this.string(event.a),
      reason: normalise(reason),
    } as const;
    if (nb !== undefined) return { ...told, child, nb };
    const whose = this.byPid.get(event.peer) ?? sup.lastSpawned;
    return { ...told, child: sup.isSimple && whose !== null ? whose.name : child };
  }
}

/** A command's reply as the traces have it. */
export function replyOf(
  op: string,
  value: Term,
  sup: Pid | undefined,
  translator: TraceTranslator,
): unknown {
  switch (op) {
    case 'which_children': {
      const isSimple = sup !== undefined && translator.isSimple(sup);
      const list = (value as readonly { id: Term; child: Term; type: string }[]).map(
        ({ id, child, type }) => [
          isSimple && child instanceof Pid ? translator.nameOf(child) : normalise(id),
          normalise(child),
          type,
        ],
      );
      if (isSimple) list.sort(([left], [right]) => ((left as string) < (right as string) ? -1 : 1));
      return list;
    }
    case 'count_children':
      return value;
    default: {
      if (typeof value === 'string') return value;
      const result = value as { type: string; pid?: Term; reason?: Term; spec?: Term };
      if (result.type === 'error') return { error: normalise(result.reason as Term) };
      if (op !== 'get_childspec') return { ok: normalise(result.pid as Term) };
      const { id, restart, shutdown, significant, type } = result.spec as Record<string, unknown>;
      return { ok: { id, restart, shutdown, significant, type } };
    }
  }
}
