import type { PlaygroundState } from '../store/playground-state.ts';
import { openPage } from './fake-page.ts';
import { smallScenario } from './small-scenario.ts';

/** The real engine, played for so many real milliseconds at ten times the speed. */
export async function played(ms: number) {
  const page = await openPage({ real: smallScenario() });
  page.playground.setSpeed(10);
  const play = async (forMs: number) => {
    page.playground.play();
    await page.clock.pass(forMs);
    page.playground.pause();
    await page.clock.pass(100);
  };
  const arrive = () => page.clock.pass(300);
  await play(ms);
  return {
    ...page,
    play,
    arrive,
    get state() {
      return page.state;
    },
  };
}

/** What must be the same whenever the same moment is on view. */
export const picture = ({ hash, view, next, results }: PlaygroundState) => ({
  hash,
  next,
  step: view.step,
  seq: view.seq,
  processes: [...view.processes.values()].map(({ pid, state, status, mailbox }) => [
    pid,
    state,
    status,
    mailbox,
  ]),
  messages: view.messages,
  restarts: view.restarts,
  results: [...results],
});
