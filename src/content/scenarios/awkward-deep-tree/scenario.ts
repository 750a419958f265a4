import { defineScenario } from '../../../scenario/define-scenario.ts';
import level_sup from './level_sup.ts?raw';
import worker from './worker.ts?raw';

export default defineScenario({
  title: 'A tree eight levels deep',
  description:
    'Eight supervisors, one inside the other, each with a worker; a ball falls from worker to worker. At 15 s the deepest worker is killed. No level but the top may restart anything, so each gives up in turn, until the top builds all the rest again. Kill a worker half-way down.',
  seed: 8,
  modules: { level_sup, worker },
  boot: [{ type: 'start', module: 'level_sup', function: 'start', args: [1] }],
  script: [{ at: 15_000_000, type: 'exit', target: 'worker_8', reason: 'kill' }],
  examples: [{ target: 'worker_4', type: 'cast', message: 'ball', label: 'a ball half-way down' }],
});
