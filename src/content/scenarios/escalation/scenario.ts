import { defineScenario } from '../../../scenario/define-scenario.ts';
import mail_desk from './mail_desk.ts?raw';
import office_sup from './office_sup.ts?raw';
import print_room_sup from './print_room_sup.ts?raw';
import printer from './printer.ts?raw';
import spooler from './spooler.ts?raw';

export default defineScenario({
  title: 'Escalation: giving up, level by level',
  description:
    'A printer jams at every fourth page. Its supervisor restarts it once; at the second jam it stops the spooler and exits with shutdown. The office restarts the whole print room, once. Then it gives up too, and the healthy mail desk goes with it. Four jams: (1+1)×(1+1). Watch the counts that are lost.',
  seed: 11,
  modules: { mail_desk, office_sup, print_room_sup, printer, spooler },
  boot: [{ type: 'start', module: 'office_sup', function: 'start', args: [] }],
  examples: [
    { target: 'printer', type: 'cast', message: 100, label: 'one more page: jams sooner' },
  ],
});
