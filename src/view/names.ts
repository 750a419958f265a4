import { EVENT, type SupervisorFacts } from '../runtime/trace-event.ts';
import { childPath, isShell, printPid, rootPath, YOU } from './paths.ts';
import type { TraceBuffer } from './trace-buffer.ts';
import type { CardPath, ProcessKey } from './view.ts';

/**
 * Who is who, of all processes so far: also of those that have left the view, since the log still
 * speaks of them. A few numbers a process, read from the columns as they come.
 */
export class Names {
  private readonly buffer: TraceBuffer;
  /** By pid, indices into the table of strings; 0 for none. */
  private readonly names: number[] = [];
  private readonly ids: number[] = [];
  private readonly modules: number[] = [];
  private readonly supervisors: ProcessKey[] = [];
  private readonly spawnSeqs: number[] = [];
  /** Supervisors that start their children from a template. */
  private readonly templates = new Set<ProcessKey>();
  private readonly isSupervisor = new Set<ProcessKey>();
  private readonly shells = new Set<ProcessKey>();
  /** Told to stop by their supervisor. */
  private readonly stopping = new Set<ProcessKey>();

  constructor(buffer: TraceBuffer) {
    this.buffer = buffer;
  }

  /** Reads the events `from` to `to` (not included), which the buffer has. */
  read(from: number, to: number): void {
    const { types } = this.buffer;
    for (let seq = from; seq < to; seq++) {
      const type = types[this.buffer.place(seq)] as number;
      if (IS_READ[type] === 1) this.readEvent(seq, type);
    }
  }

  /** The events `from` to `to` (not included) are not those that happen: what they told goes. Those before must be read again. */
  forget(from: number, to: number): void {
    const { buffer } = this;
    for (let seq = from; seq < to; seq++) {
      const place = buffer.place(seq);
      const type = buffer.types[place] as number;
      if (IS_READ[type] !== 1) continue;
      const pid = buffer.pids[place] as ProcessKey;
      const peer = buffer.peers[place] as ProcessKey;
      switch (type) {
        case EVENT.spawned:
          this.forgetProcess(pid);
          break;
        case EVENT.registered:
          delete this.names[pid];
          break;
        case EVENT.supervisor_started:
          this.templates.delete(pid);
          break;
        case EVENT.child_started:
          delete this.supervisors[peer];
          delete this.ids[peer];
          break;
        default:
          this.stopping.delete(peer);
      }
    }
  }

  /** As people call it: `kv`; without a registered name its child id or module, and the pid: `server <0.82.0>`. */
  name(pid: ProcessKey): string {
    if (pid === 0) return 'the outside';
    return this.registeredName(pid) ?? this.unnamed(pid);
  }

  /** With the pid, which tells incarnations apart: `kv <0.82.0>`. */
  full(pid: ProcessKey): string {
    const name = this.registeredName(pid);
    return pid !== 0 && name !== null ? `${name} ${printPid(pid)}` : this.name(pid);
  }

  /** What it is called before it has a name: `server <0.82.0>`. */
  unnamed(pid: ProcessKey): string {
    const word = this.childId(pid) ?? this.text(this.modules[pid]);
    return word === null || word === printPid(pid) ? printPid(pid) : `${word} ${printPid(pid)}`;
  }

  /** The last name it had. */
  registeredName(pid: ProcessKey): string | null {
    return this.text(this.names[pid]);
  }

  /** Of a child: the id in its spec. An instance of a template goes by its pid. */
  childId(pid: ProcessKey): string | null {
    return this.text(this.ids[pid]);
  }

  /** 0 for a process that is no supervisor's child. */
  supervisorOf(pid: ProcessKey): ProcessKey {
    return this.supervisors[pid] ?? 0;
  }

  supervises(pid: ProcessKey): boolean {
    return this.isSupervisor.has(pid);
  }

  wasToldToStop(pid: ProcessKey): boolean {
    return this.stopping.has(pid);
  }

  /** `seq` of its `spawned`; -1 when it is not known. */
  spawnSeq(pid: ProcessKey): number {
    return this.spawnSeqs[pid] ?? -1;
  }

  /** Where it has, or had, its card. 0 is the outside. */
  path(pid: ProcessKey): CardPath {
    if (pid === 0 || this.shells.has(pid)) return YOU;
    const supervisor = this.supervisorOf(pid);
    if (supervisor === 0) return rootPath(pid, this.registeredName(pid));
    return this.childPath(supervisor, this.childId(pid) ?? '', pid);
  }

  /** The card of the child `id` of a supervisor; `pid` tells which one when all come from one template. */
  childPath(supervisor: ProcessKey, id: string, pid: ProcessKey): CardPath {
    const own = this.templates.has(supervisor) ? printPid(pid) : id;
    return childPath(this.path(supervisor), own);
  }

  private forgetProcess(pid: ProcessKey): void {
    for (const column of [this.names, this.ids, this.modules, this.supervisors, this.spawnSeqs])
      delete column[pid];
    for (const set of [this.templates, this.isSupervisor, this.shells, this.stopping])
      set.delete(pid);
  }

  private isBelow(pid: ProcessKey, above: ProcessKey): boolean {
    for (let at = pid; at !== 0; at = this.supervisorOf(at)) if (at === above) return true;
    return false;
  }

  private text(index: number | undefined): string | null {
    return index === undefined || index === 0 ? null : this.buffer.string(index);
  }

  private readEvent(seq: number, type: number): void {
    const { buffer } = this;
    const place = buffer.place(seq);
    const pid = buffer.pids[place] as ProcessKey;
    const peer = buffer.peers[place] as ProcessKey;
    const a = buffer.as[place] as number;
    switch (type) {
      case EVENT.spawned:
        this.spawnSeqs[pid] = seq;
        this.modules[pid] = buffer.bs[place] as number;
        if (buffer.string(a) === 'supervisor') this.isSupervisor.add(pid);
        if (isShell(peer, buffer.string(buffer.bs[place] as number))) this.shells.add(pid);
        return;
      case EVENT.registered:
        // Of a name in `global`, or by a module that knows names, only if it has no local one.
        if (buffer.bs[place] === 0 || this.names[pid] === undefined) this.names[pid] = a;
        return;
      case EVENT.supervisor_started: {
        const facts = buffer.fact(seq) as SupervisorFacts | undefined;
        if (facts?.strategy === 'simple_one_for_one') this.templates.add(pid);
        return;
      }
      case EVENT.child_started:
        // A start function may give any pid, even its supervisor's: the first place counts, and no ring.
        if (this.supervisorOf(peer) !== 0 || this.isBelow(pid, peer)) return;
        this.supervisors[peer] = pid;
        this.ids[peer] = a;
        return;
      default:
        this.stopping.add(peer);
    }
  }
}

const IS_READ = new Uint8Array(256);
for (const type of [
  EVENT.spawned,
  EVENT.registered,
  EVENT.supervisor_started,
  EVENT.child_started,
  EVENT.child_stopping,
]) {
  IS_READ[type] = 1;
}
