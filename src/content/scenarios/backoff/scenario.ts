import { defineScenario } from '../../../scenario/define-scenario.ts';
import connection from './connection.ts?raw';
import link_sup from './link_sup.ts?raw';
import reader from './reader.ts?raw';
import station from './station.ts?raw';

export default defineScenario({
  title: 'A connection with backoff',
  description:
    'A gen_statem has three states. The station is cold for 4 s: the connection tries, pauses, tries again, each pause twice the last, and postpones what the readers ask; they are answered once it is connected. At 14 s the station is killed, and all begins anew. Kill the connection while it pauses: who waits for it ends with it.',
  seed: 8,
  modules: { connection, link_sup, reader, station },
  boot: [
    { type: 'start', module: 'link_sup', function: 'start', args: [] },
    { type: 'spawn', name: 'ann', module: 'reader', function: 'reader', args: [1] },
    { type: 'spawn', name: 'bob', module: 'reader', function: 'reader', args: [100] },
  ],
  script: [{ at: 14_000_000, type: 'exit', target: 'station', reason: 'kill' }],
  examples: [
    { target: 'connection', type: 'call', message: 7, label: 'fetch page 7' },
    { target: 'connection', type: 'info', message: 'welcome', label: 'pretend to be the station' },
  ],
});
