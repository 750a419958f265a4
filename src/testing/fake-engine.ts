import type { EngineWorker, PortLike } from '../engine/engine-client-deps.ts';
import type { Answer, AnswerBody, Request } from '../engine/protocol.ts';
import { FakeWorld } from './fake-world.ts';

/** A Worker that speaks the protocol in memory, and answers when the test lets it. */
export class FakeWorker implements EngineWorker {
  readonly ready: Promise<void>;
  readonly program: string;
  readonly requests: Request[] = [];
  terminated = false;
  /** Answers wait until `release`. */
  holding = false;
  /** It is in an endless loop: it takes requests and answers none. */
  deaf = false;
  /** Sends no texts along, as the engine does when a batch is large. */
  textless = false;
  /** Runs so many steps in a slice and then says so. */
  sliceSteps = Number.POSITIVE_INFINITY;
  readonly port: PortLike = {
    onmessage: null,
    postMessage: (message) => this.receive(message as Request),
    close() {},
  };
  private world = new FakeWorld(0, []);
  private origin: Extract<Request, { type: 'load' }> | null = null;
  private readonly held: Answer[] = [];

  constructor(program: string, ready: Promise<void> = Promise.resolve()) {
    this.program = program;
    this.ready = ready;
  }

  terminate(): void {
    this.terminated = true;
  }

  /** Says something, whether asked or not. */
  say(message: unknown): void {
    queueMicrotask(() =>
      this.port.onmessage?.call({} as MessagePort, { data: message } as MessageEvent),
    );
  }

  release(): void {
    this.holding = false;
    for (const answer of this.held.splice(0)) this.say(answer);
  }

  private receive(request: Request): void {
    this.requests.push(request);
    if (this.deaf) return;
    const { id, run } = request;
    const body = this.answer(request);
    const answer: Answer = {
      id,
      run,
      ...(this.textless && 'batch' in body
        ? { ...body, batch: { ...body.batch, texts: new Map() } }
        : body),
    };
    if (this.holding) this.held.push(answer);
    else this.say(answer);
  }

  private answer(request: Request): AnswerBody {
    switch (request.type) {
      case 'load': {
        const { scenario, seed, commands, until } = request;
        if (scenario.title === 'Cannot boot') {
          return { type: 'failed', message: 'boot: no such function', problems: [] };
        }
        this.origin = request;
        this.world = new FakeWorld(seed, [...scenario.script, ...commands]);
        if (until !== null) this.world.replay(until);
        return { type: 'advanced', batch: this.world.batch(), because: 'reached' };
      }
      case 'seek': {
        const { scenario, seed } = this.origin as Extract<Request, { type: 'load' }>;
        this.world = new FakeWorld(seed, [...scenario.script, ...request.commands]);
        this.world.seek(request.target);
        const batch = this.world.batch(request.have);
        return { type: 'sought', batch, states: new Map(), because: 'reached' };
      }
      case 'travel':
        return {
          type: 'sought',
          batch: this.world.batch(),
          states: new Map(),
          because: 'reached',
        };
      case 'explain':
        return { type: 'explained', step: null };
      case 'advance': {
        const steps = Math.min(request.steps, this.sliceSteps);
        const because = this.world.advance(request.until, steps, request.stopAt);
        return { type: 'advanced', batch: this.world.batch(), because };
      }
      case 'act': {
        const command = this.world.act(request.action);
        return { type: 'acted', command, batch: this.world.batch() };
      }
      case 'inspect':
        return { type: 'inspected', process: detailOf(request.pid) };
      case 'describe':
        return { type: 'described', lines: request.seqs.map((seq) => `payload of ${seq}`) };
    }
  }
}

/** What an engine tells of an idle server. */
export function detailOf(pid: number) {
  return {
    pid,
    node: 'nonode@nohost',
    printed: `<0.${pid}.0>`,
    name: null,
    behaviour: 'gen_server',
    module: 'kv',
    parent: 80,
    trapExit: false,
    status: 'idle',
    waitsFor: null,
    reductions: 0,
    state: '#{}',
    stateBefore: null,
    mailbox: [],
    mailboxLength: 0,
    links: [80],
    monitors: [],
    monitoredBy: [],
    timers: [],
    handlers: [],
  } as const;
}
