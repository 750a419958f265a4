import type { Scenario } from '../scenario/scenario.ts';
import { FIRST } from './first.ts';

/** The gallery: what is in it, in the order it is shown. A scenario is loaded when it is opened. */
export const gallery = {
  first: FIRST,
  entries: [
    {
      name: 'essay',
      title: 'The essay’s system',
      description: 'Three servers, a supervisor, clients: the whole idea on one screen.',
      group: 'start',
    },
    {
      name: 'one-for-one',
      title: 'one_for_one: only the one that crashed',
      description: 'One of four crashes and comes back; its neighbours are none the wiser.',
      group: 'strategies',
    },
    {
      name: 'rest-for-one',
      title: 'rest_for_one: and all that started after it',
      description: 'The same crash; those that depend on the crashed one start again with it.',
      group: 'strategies',
    },
    {
      name: 'one-for-all',
      title: 'one_for_all: all of them',
      description: 'The same crash; all four start again.',
      group: 'strategies',
    },
    {
      name: 'escalation',
      title: 'Escalation: giving up, level by level',
      description: 'A supervisor gives up, then the one above it.',
      group: 'patterns',
    },
    {
      name: 'sessions',
      title: 'Sessions: children that come and go',
      description: 'Dynamic children, temporary and transient, and the manager that starts them.',
      group: 'patterns',
    },
    {
      name: 'poison-message',
      title: 'A poison message',
      description: 'Work that is kept safe makes the same crash again after each restart.',
      group: 'patterns',
    },
    {
      name: 'slow-init',
      title: 'A slow init',
      description: 'One child that takes its time holds up its supervisor and its siblings.',
      group: 'patterns',
    },
    {
      name: 'backoff',
      title: 'A connection with backoff',
      description: 'A state machine: tries, longer and longer pauses, calls that are postponed.',
      group: 'patterns',
    },
    {
      name: 'awkward-init-crash',
      title: 'A crash in init',
      description: 'At the first start there is no second try; at a restart there are three.',
      group: 'awkward',
    },
    {
      name: 'awkward-deep-tree',
      title: 'A tree eight levels deep',
      description: 'One crash at the bottom climbs to the top.',
      group: 'awkward',
    },
    {
      name: 'awkward-1000-children',
      title: '1,000 children',
      description: 'One supervisor, a thousand servers, a thousand messages at once.',
      group: 'awkward',
    },
    {
      name: 'awkward-mailbox',
      title: '10,000 messages in a mailbox',
      description: 'A slow server, and clients that don’t wait.',
      group: 'awkward',
    },
    {
      name: 'awkward-long-names',
      title: 'Long names, odd names, and names in other scripts',
      description: 'Does every part of the page still read well?',
      group: 'awkward',
    },
  ],
  async load(name: string): Promise<Scenario | null> {
    if (name === FIRST) return (await import('./scenarios/essay/scenario.ts')).default;
    const { default: others } = await import('./others.ts');
    return (await others[`./scenarios/${name}/scenario.ts`]?.()) ?? null;
  },
} as const;
