import { defineScenario } from '../../../scenario/define-scenario.ts';
import clerk from './clerk.ts?raw';
import clients from './clients.ts?raw';
import counter_sup from './counter_sup.ts?raw';

export default defineScenario({
  title: '10,000 messages in a mailbox',
  description:
    'A clerk files a form in 0.4 s; within ten seconds a crowd sends 10,100 of them. Nothing crashes and nothing pushes back: the queue just grows, and the citizen’s calls time out. Kill the clerk: the supervisor has it back at once, with an empty mailbox. Where did the forms go?',
  seed: 10,
  modules: { clerk, clients, counter_sup },
  boot: [
    { type: 'start', module: 'counter_sup', function: 'start', args: [] },
    { type: 'spawn', name: 'crowd', module: 'clients', function: 'crowd', args: [10_100] },
    { type: 'spawn', name: 'citizen', module: 'clients', function: 'citizen', args: [0] },
  ],
  examples: [
    { target: 'clerk', type: 'cast', message: 1, label: 'one more form' },
    { target: 'clerk', type: 'call', message: 'filed', label: 'how many are filed?' },
  ],
});
