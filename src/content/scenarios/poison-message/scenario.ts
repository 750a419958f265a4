import { defineScenario } from '../../../scenario/define-scenario.ts';
import bills_sup from './bills_sup.ts?raw';
import queue from './queue.ts?raw';
import splitter from './splitter.ts?raw';

export default defineScenario({
  title: 'A poison message',
  description:
    'The splitter takes a bill from the queue and drops it when it is done. The third bill is for nobody: a division by zero. Each restart meets the same bill again, until the fifth crash ends everything. A restart doesn’t cure a bug that repeats. Can you drop the head in time?',
  seed: 2,
  modules: { bills_sup, queue, splitter },
  boot: [{ type: 'start', module: 'bills_sup', function: 'start', args: [] }],
  examples: [
    { target: 'queue', type: 'cast', message: 'drop', label: 'drop the head of the queue' },
    { target: 'queue', type: 'call', message: 'head', label: 'which bill is the head?' },
    {
      target: 'queue',
      type: 'cast',
      message: { euros: 30, people: 5 },
      label: 'add a bill for five',
    },
    {
      target: 'queue',
      type: 'cast',
      message: { euros: 30, people: 0 },
      label: 'add a bill for nobody',
    },
  ],
});
