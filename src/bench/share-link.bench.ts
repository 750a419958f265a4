import { encodeShareLink } from '../store/share-link.ts';
import { tenCommands } from '../testing/ten-commands.ts';
import type { Bench } from './harness.ts';

/** How long a link is that holds the essay's system and what a person did with it in some minutes. */
export default async function shareLink(bench: Bench): Promise<void> {
  const fragment = encodeShareLink({
    scenario: { type: 'named', name: 'essay' },
    seed: 7,
    commands: tenCommands,
    moment: { at: 50_000_000, step: 2_000 },
    hash: '0123abcd',
    selected: 'simple_supervisor/server',
    open: null,
    bookmarks: [],
  });
  const link = `https://example.github.io/supervision-tree-playground/${fragment}`;
  await bench.measure({
    name: 'share link, essay with ten commands',
    unit: 'characters',
    goal: '<= 600',
    run: () => link.length,
  });
}
