import { defineScenario } from '../../../scenario/define-scenario.ts';
import cell from './cell.ts?raw';
import crier from './crier.ts?raw';
import hive_sup from './hive_sup.ts?raw';

const SIZE = 1000;

export default defineScenario({
  title: '1,000 children',
  description:
    'One supervisor with a thousand children, and a crier who sends something to all of them at once, every three seconds. Starting them takes four seconds, one after the other. Zoom out until cells are dots, pan, find cell_500, kill it. Kill the hive: nobody is above it to start it again.',
  seed: 1000,
  schedulingDelayUs: [1_000, 3_000],
  modules: { cell, crier, hive_sup },
  boot: [
    { type: 'start', module: 'hive_sup', function: 'start', args: [SIZE] },
    { type: 'spawn', name: 'crier', module: 'crier', function: 'cry', args: [SIZE] },
  ],
  examples: [
    { target: 'cell_500', type: 'cast', message: 'hello', label: 'say hello to the 500th' },
  ],
});
