import { compile } from '../engine/compile.ts';
import { createEngineClient } from '../engine/engine-client.ts';
import type { LoadedCode } from '../engine/load-program.ts';
import { defineScenario } from '../scenario/define-scenario.ts';
import type { Scenario } from '../scenario/scenario.ts';
import type { PlaygroundDeps } from '../store/deps.ts';
import { ForeignLoader } from '../store/foreign-loader.ts';
import type { StorageLike } from '../store/keep.ts';
import { createPlayground } from '../store/playground.ts';
import type { PlaygroundState } from '../store/playground-state.ts';
import { FakeClock, settle } from './fake-clock.ts';
import { FakeWorker } from './fake-engine.ts';
import { realWorker, workerOf } from './real-worker.ts';

export const ticks: Scenario = defineScenario({
  title: 'Ticks',
  modules: { kv: 'export default {};' },
  boot: [{ type: 'start', module: 'kv', function: 'start', args: [] }],
});

/** `localStorage` in memory; it may be full. */
export class FakeStorage implements StorageLike {
  readonly items = new Map<string, string>();
  full = false;

  getItem(key: string): string | null {
    return this.items.get(key) ?? null;
  }

  setItem(key: string, value: string): void {
    if (this.full) throw new Error('QuotaExceededError');
    this.items.set(key, value);
  }

  removeItem(key: string): void {
    this.items.delete(key);
  }
}

export interface FakePageOptions {
  readonly fragment?: string;
  readonly storage?: StorageLike | null;
  readonly autoplay?: boolean;
  /** Instead of the fake engine and its ticks: the real one, and what it is to run. */
  readonly real?: Scenario;
  /** Instead of what the modules' text says. */
  readonly code?: LoadedCode;
  /** So long it takes that engine, by its own clock, until it looks at the clock again. */
  readonly lookMs?: number;
  readonly traceCapacity?: number;
}

/** A page without a browser: the real store and client over a fake Worker, with time in the test's hands. */
export async function openPage(options: FakePageOptions = {}) {
  const clock = new FakeClock();
  const workers: FakeWorker[] = [];
  const address = new FakeAddress(options.fragment ?? '');
  const hiders: (() => void)[] = [];
  const complainers: ((error: unknown) => void)[] = [];
  let seed = 100;
  const { real, code } = options;
  const newEngine = () =>
    createEngineClient({
      startWorker(program) {
        const now = slow(options.lookMs ?? 0);
        if (code !== undefined) return workerOf(code, now, 100);
        if (real !== undefined) return realWorker(program, now);
        const worker = new FakeWorker(program);
        workers.push(worker);
        return worker;
      },
      compile: (modules) => {
        if (code !== undefined) return { ok: true, program: '' };
        if (real !== undefined) return compile(modules);
        return Object.values(modules).join().includes('syntax error')
          ? { ok: false, problems: [{ module: 'kv', line: 1, column: 1, message: 'no' }] }
          : { ok: true, program: Object.values(modules).join() };
      },
      after: clock.after,
    });
  const scenarios: Record<string, Scenario> = {
    essay: real ?? ticks,
    other: { ...ticks, title: 'Other' },
  };
  const foreign = new ForeignLoader();
  await foreign.load();
  const deps: PlaygroundDeps = {
    engine: newEngine(),
    newEngine,
    foreign,
    gallery: {
      entries: [],
      first: 'essay',
      load: (name) => Promise.resolve(scenarios[name] ?? null),
    },
    frames: { request: clock.request },
    after: clock.after,
    randomSeed: () => seed++,
    storage: options.storage === undefined ? new FakeStorage() : options.storage,
    address,
    onHide: (listener) => hiders.push(listener),
    onError: (listener) => complainers.push(listener),
    autoplay: options.autoplay ?? false,
    ...(options.traceCapacity === undefined ? {} : { traceCapacity: options.traceCapacity }),
  };
  const playground = createPlayground(deps);
  await settle();
  return {
    playground,
    clock,
    address,
    scenarios,
    deps,
    workers,
    get state(): PlaygroundState {
      return playground.store.getState();
    },
    get worker(): FakeWorker {
      return workers.at(-1) as FakeWorker;
    },
    /** Kinds of the requests since the last time. */
    asked(): string[] {
      return workers.flatMap(({ requests }) => requests.splice(0)).map(({ type }) => type);
    },
    /** Something raised, and nobody caught it. */
    raise(error: unknown) {
      for (const complainer of complainers) complainer(error);
    },
    hide() {
      for (const hider of hiders) hider();
    },
    /** Every beat that is put on screen from now on, in order. */
    beats(): string[] {
      const beats: string[] = [];
      playground.store.subscribe(({ beat }, before) => {
        if (beat !== null && beat !== before.beat) beats.push(beat.beat);
      });
      return beats;
    },
  };
}

/** The run has played so long, and stands still. */
export async function pageAt(ms: number) {
  const page = await openPage();
  page.playground.play();
  await page.clock.pass(ms);
  page.playground.pause();
  return page;
}

/** Somebody has killed kv and looks at what came of it. */
export async function pageWithWork(storage: FakeStorage | null = new FakeStorage()) {
  const page = await openPage({ storage });
  page.playground.play();
  await page.clock.pass(250);
  page.playground.act({ type: 'exit', target: 'kv', reason: 'kill' });
  await page.clock.pass(3_000);
  page.playground.pause();
  return page;
}

function slow(lookMs: number): () => number {
  let ms = 0;
  return () => {
    ms += lookMs;
    return ms;
  };
}

class FakeAddress {
  private text: string;
  private readonly listeners: (() => void)[] = [];

  constructor(text: string) {
    this.text = text;
  }

  readonly fragment = () => this.text;
  readonly base = () => 'https://example.org/playground/';
  readonly clear = () => {
    this.text = '';
  };
  readonly onChange = (listener: () => void) => {
    this.listeners.push(listener);
  };

  async goTo(fragment: string): Promise<void> {
    this.text = fragment;
    for (const listener of this.listeners) listener();
    await settle();
  }
}
