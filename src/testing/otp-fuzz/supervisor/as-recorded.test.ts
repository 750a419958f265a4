import { testAsRecorded } from '../as-recorded.ts';
import { SUPERVISOR_KIND } from './kind.ts';

testAsRecorded(SUPERVISOR_KIND, 5_000);
