import { defineScenario } from '../../../scenario/define-scenario.ts';
import catalogue from './catalogue.ts?raw';
import counter from './counter.ts?raw';
import customer from './customer.ts?raw';
import shop_sup from './shop_sup.ts?raw';

export default defineScenario({
  title: 'A slow init',
  description:
    'The catalogue needs 8 s in init. Until then its supervisor does nothing else: the door isn’t started, the till, killed at 4 s, stays down, the customer’s calls time out. Later, kill the catalogue and the door right after: how long is the shop closed? Then try catalogue.ts with the sleep in handleContinue.',
  seed: 4,
  modules: { catalogue, counter, customer, shop_sup },
  boot: [
    { type: 'spawn', name: 'customer', module: 'customer', function: 'customer', args: [0, 0] },
    { type: 'start', module: 'shop_sup', function: 'start', args: [] },
  ],
  script: [{ at: 4_000_000, type: 'exit', target: 'till', reason: 'kill' }],
  examples: [
    { target: 'catalogue', type: 'call', message: 'Erlang', label: 'look up a title' },
    { target: 'till', type: 'call', message: 'count', label: 'is the till open?' },
    { target: 'door', type: 'call', message: 'count', label: 'is the door open?' },
  ],
});
