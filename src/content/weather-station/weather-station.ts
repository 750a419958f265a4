import type { ScenarioDraft } from '../../scenario/define-scenario.ts';
import alarm from './alarm.ts?raw';
import average from './average.ts?raw';
import display from './display.ts?raw';
import feed from './feed.ts?raw';
import sensor from './sensor.ts?raw';
import station_sup from './station_sup.ts?raw';

/**
 * The same four children and the same crash under each strategy: sensor → average → alarm → display, where each
 * told the one before it, in its `init`, that it listens. `average` crashes at its first reading after 8 s.
 */
export const weatherStation = (strategy: string) =>
  ({
    seed: 3,
    modules: { alarm, average, display, feed, sensor, station_sup },
    boot: [{ type: 'start', module: 'station_sup', function: 'start', args: [strategy] }],
    script: [{ at: 8_000_000, type: 'crash_next', target: 'average', reason: 'bad_reading' }],
    examples: [
      { target: 'display', type: 'call', message: 'text', label: 'what does it show?' },
      {
        target: 'average',
        type: 'cast',
        message: { type: 'reading', celsius: 99 },
        label: 'a hot reading',
      },
      {
        target: 'alarm',
        type: 'cast',
        message: { type: 'reading', celsius: 30 },
        label: 'ring the alarm',
      },
    ],
  }) satisfies Omit<ScenarioDraft, 'title'>;
