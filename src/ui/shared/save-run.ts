import type { Playground } from '../../store/playground-state.ts';
import { fileName } from './file-name.ts';

/** Gives the run on screen to the person, as a file. */
export function saveRun(playground: Playground): void {
  const { scenarioName, scenario } = playground.store.getState();
  const url = URL.createObjectURL(
    new Blob([playground.exportText()], { type: 'application/json' }),
  );
  const anchor = document.createElement('a');
  anchor.href = url;
  anchor.download = fileName(scenarioName ?? scenario.title);
  anchor.click();
  URL.revokeObjectURL(url);
}
