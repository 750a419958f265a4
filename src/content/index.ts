import type { Scenario } from '../scenario/scenario.ts';

const scenarios = import.meta.glob<Scenario>('./scenarios/*/scenario.ts', { import: 'default' });

/** The gallery: what is in it, in the order it is shown. A scenario is loaded when it is opened. */
export const gallery = {
  first: 'essay',
  entries: [
    {
      name: 'essay',
      title: 'The essay’s system',
      description: 'Three servers, a supervisor, clients: the whole idea on one screen.',
      group: 'start',
    },
  ],
  load: async (name: string): Promise<Scenario | null> =>
    (await scenarios[`./scenarios/${name}/scenario.ts`]?.()) ?? null,
} as const;
