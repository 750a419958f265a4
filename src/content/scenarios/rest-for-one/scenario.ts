import { defineScenario } from '../../../scenario/define-scenario.ts';
import { weatherStation } from '../../weather-station/weather-station.ts';

export default defineScenario({
  ...weatherStation('rest_for_one'),
  title: 'rest_for_one: and all that started after it',
  description:
    'The same four, the same crash at 8 s. Display and alarm, started after average, are stopped, newest first; then average, alarm and display start again and listen anew. The sensor, started before, goes on counting. Crash the display: who goes with it? And with the sensor?',
});
