import { defineScenario } from '../../../scenario/define-scenario.ts';
import chat_sup from './chat_sup.ts?raw';
import lobby from './lobby.ts?raw';
import session from './session.ts?raw';
import session_pool from './session_pool.ts?raw';

export default defineScenario({
  title: 'Sessions: children that come and go',
  description:
    'The lobby starts a session every 1.5 s, in one of two simple_one_for_one pools. Who hangs up is gone. Who loses the line: a guest (temporary) is gone too, a member (transient) is back with a new pid. Kill a guest, kill a member, then kill a whole pool: its sessions don’t come back.',
  seed: 5,
  modules: { chat_sup, lobby, session, session_pool },
  boot: [{ type: 'start', module: 'chat_sup', function: 'start', args: [] }],
  examples: [
    { target: 'lobby', type: 'call', message: 'online', label: 'who is online?' },
    {
      target: 'lobby',
      type: 'cast',
      message: { type: 'open', pool: 'guests', user: 'dora' },
      label: 'open a session for the guest dora',
    },
    {
      target: 'lobby',
      type: 'cast',
      message: { type: 'open', pool: 'members', user: 'emil' },
      label: 'open a session for the member emil',
    },
    { target: 'guest_1', type: 'cast', message: 'hang_up', label: 'the first guest hangs up' },
  ],
});
