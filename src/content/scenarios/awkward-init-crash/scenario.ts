import { defineScenario } from '../../../scenario/define-scenario.ts';
import house_sup from './house_sup.ts?raw';
import pump from './pump.ts?raw';
import tap from './tap.ts?raw';

export default defineScenario({
  title: 'A crash in init',
  description:
    'Pumps whose init needs water. The cold house has none when it starts: no second try, the tap is stopped, start_link fails. In the warm house the water is cut at 6 s and the pump killed at 8 s: three restarts at once, without a pause, and it gives up. Turn the water on in between.',
  seed: 6,
  modules: { house_sup, pump, tap },
  boot: [
    { type: 'start', module: 'house_sup', function: 'start', args: ['cold', 'off'] },
    { type: 'start', module: 'house_sup', function: 'start', args: ['warm', 'on'] },
  ],
  script: [
    { at: 6_000_000, type: 'cast', target: 'warm_tap', message: 'off' },
    { at: 8_000_000, type: 'exit', target: 'warm_pump', reason: 'kill' },
  ],
  examples: [
    { target: 'warm_tap', type: 'cast', message: 'on', label: 'turn the water on' },
    { target: 'warm_tap', type: 'cast', message: 'off', label: 'turn the water off' },
    { target: 'warm_tap', type: 'call', message: 'water', label: 'is the water on?' },
  ],
});
