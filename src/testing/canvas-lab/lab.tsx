import '../../ui/shared/theme.css';
import '../../ui/shared/base.css';
import { createRoot } from 'react-dom/client';
import type { BeatOnShow } from '../../store/playground-state.ts';
import { Canvas } from '../../ui/canvas/canvas.tsx';
import { churned, labPlayground, storm } from './lab-playground.ts';
import { LAB_VIEWS } from './lab-views.ts';

/**
 * The canvas alone, for looking at it and for measuring: `npm run dev`, then
 * `/src/testing/canvas-lab/index.html#view=crash&theme=dark`. `window.lab` is for scripts.
 */
const options = new URLSearchParams(location.hash.slice(1));
document.documentElement.dataset.theme = options.get('theme') ?? 'light';
document.documentElement.dataset.motion = options.get('motion') ?? 'full';

const view = (LAB_VIEWS[options.get('view') ?? 'essay'] ?? LAB_VIEWS.essay)?.();
if (view === undefined) throw new Error('No such view.');
const { playground, store } = labPlayground(view);

/**
 * Messages flying all the time, `count` of them, and `churn` processes changing their status in every
 * frame; virtual time goes on by itself.
 */
function startStorm(count: number, churn: number): () => void {
  const wayUs = 40;
  const from = performance.now();
  let frame = 0;
  const tick = (clock: number) => {
    const now = view?.at === undefined ? 0 : view.at + ((clock - from) / 800) * wayUs;
    const { view: shown } = store.getState();
    const processes = churn === 0 ? shown.processes : churned(shown.processes, churn, clock);
    const messages = storm(shown, count, now, wayUs);
    store.setState({ now, view: { ...shown, processes, messages } });
    frame = requestAnimationFrame(tick);
  };
  frame = requestAnimationFrame(tick);
  return () => cancelAnimationFrame(frame);
}

/** Real time spent in animation frames (all of the page's script of a frame, nearly), by frame. */
const spent = new Map<number, number>();
const request = window.requestAnimationFrame.bind(window);
window.requestAnimationFrame = (callback) =>
  request((clock) => {
    const start = performance.now();
    callback(clock);
    queueMicrotask(() => spent.set(clock, (spent.get(clock) ?? 0) + performance.now() - start));
  });

/** Frame times in ms while `each` is called every frame. */
function measure(ms: number, each: (part: number) => void = () => {}): Promise<number[]> {
  return new Promise((done) => {
    const times: number[] = [];
    const start = performance.now();
    let last = start;
    const tick = (clock: number) => {
      times.push(clock - last);
      last = clock;
      each((clock - start) / ms);
      if (clock - start < ms) requestAnimationFrame(tick);
      else done(times.slice(2));
    };
    requestAnimationFrame(tick);
  });
}

const beat = (shown: Partial<BeatOnShow> | null) =>
  store.setState({
    beat:
      shown === null
        ? null
        : {
            beat: 'throw',
            line: { seq: 0, at: 0, pid: 0, kind: 'beat', beat: null, text: '' },
            pids: [],
            paths: [],
            holdMs: 450,
            ...shown,
          },
  });

Object.assign(window, {
  lab: { store, playground, views: LAB_VIEWS, startStorm, measure, beat, spent },
});
const count = Number(options.get('messages') ?? 0);
const churn = Number(options.get('churn') ?? 0);
if (count + churn > 0) startStorm(count, churn);

const root = document.getElementById('root');
if (root !== null) createRoot(root).render(<Canvas playground={playground} />);
