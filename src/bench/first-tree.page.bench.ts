import { openApp, treeStands } from './app-frame.ts';
import type { Bench } from './harness.ts';

/** From the navigation to a tree that can be used, nothing cached. */
export default async function firstTree(bench: Bench): Promise<void> {
  await bench.measure({
    name: 'first interactive tree, cold local load',
    unit: 'ms',
    goal: '<= 800',
    async run() {
      const app = await openApp();
      await treeStands(app);
      // The frame's own clock starts with its navigation.
      const ms = app.view.performance.now();
      app.close();
      return ms;
    },
  });
}
