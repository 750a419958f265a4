import { defineScenario } from '../../../scenario/define-scenario.ts';
import { weatherStation } from '../../weather-station/weather-station.ts';

export default defineScenario({
  ...weatherStation('one_for_all'),
  title: 'one_for_all: all of them',
  description:
    'The same four, the same crash at 8 s. All the others are stopped, newest first, and all four start again, in order. It counts as one restart. The readings flow again, but the sensor, which had nothing to do with it, has lost its count. Which strategy would you choose?',
});
