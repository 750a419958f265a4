import { defineScenario } from '../../../scenario/define-scenario.ts';
import { weatherStation } from '../../weather-station/weather-station.ts';

export default defineScenario({
  ...weatherStation('one_for_one'),
  title: 'one_for_one: only the one that crashed',
  description:
    'Four processes, each listening to the one before it. At 8 s average crashes, and it alone is restarted. All is green, yet the display stands still: the new average doesn’t know who listened to the old one. Crash the display instead: then nobody else is needed. Compare the other two strategies.',
});
