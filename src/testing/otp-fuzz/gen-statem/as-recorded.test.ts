import { testAsRecorded } from '../as-recorded.ts';
import { STATEM_KIND } from './kind.ts';

testAsRecorded(STATEM_KIND, 2_000);
