import { testAsRecorded } from '../as-recorded.ts';
import { EVENT_KIND } from './kind.ts';

testAsRecorded(EVENT_KIND, 2_000);
