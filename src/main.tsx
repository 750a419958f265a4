import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { gallery } from './content/index.ts';
import { pageEngines } from './engine/page-engine.ts';
import { after, browserDeps } from './store/browser-deps.ts';
import { createPlayground } from './store/playground.ts';
import type { Playground } from './store/playground-state.ts';
import { PlaygroundPage } from './ui/playground.tsx';
import { alsoAhead } from './ui/shared/lazy-part.tsx';

/** The composition root: the one place that knows the engine, the scenarios and the page. */
async function start(): Promise<Playground> {
  // While developing, `/?fake` shows the page without an engine. The condition takes it out of a build.
  if (import.meta.env.DEV) {
    const fake = new URLSearchParams(location.search).get('fake');
    if (fake !== null) return (await import('./testing/fake-playground.ts')).fakePlayground(fake);
  }
  const newEngine = pageEngines(document, after);
  return createPlayground({
    ...browserDeps(),
    engine: newEngine(),
    newEngine,
    gallery,
    autoplay: true,
  });
}

const root = document.getElementById('root');
if (root === null) throw new Error('index.html has no #root');
const playground = await start();
createRoot(root).render(
  <StrictMode>
    <PlaygroundPage playground={playground} />
  </StrictMode>,
);

// Two parts of the store that the first picture does without, either.
alsoAhead(() => import('./store/foreign.ts'));
alsoAhead(() => import('./store/comparison.ts'));
// And the other scenarios, texts and programs.
alsoAhead(async () => loadAll((await import('./content/others.ts')).default));
alsoAhead(async () => loadAll((await import('virtual:compiled-others')).default));

async function loadAll(loads: Readonly<Record<string, () => Promise<unknown>>>): Promise<void> {
  for (const load of Object.values(loads)) await load();
}
