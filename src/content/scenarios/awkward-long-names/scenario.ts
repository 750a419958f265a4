import { defineScenario } from '../../../scenario/define-scenario.ts';
import long_winded from './long_winded.ts?raw';
import names from './names.ts?raw';
import the_supervisor_of_all_processes_with_extraordinarily_long_names_sup from './the_supervisor_of_all_processes_with_extraordinarily_long_names_sup.ts?raw';

export default defineScenario({
  title: 'Long names, odd names, and names in other scripts',
  description:
    'Child ids and registered names of every length, with spaces, umlauts, Japanese, Arabic and what looks like markup; an id that is a tuple, and one that is a number; long messages and a long exit reason. Everything should stay readable: cards, log, inspector, dialogs.',
  seed: 9,
  modules: {
    long_winded,
    names,
    the_supervisor_of_all_processes_with_extraordinarily_long_names_sup,
  },
  boot: [
    {
      type: 'start',
      module: 'the_supervisor_of_all_processes_with_extraordinarily_long_names_sup',
      function: 'start',
      args: [],
    },
  ],
  examples: [
    {
      target: 'com.example.accounting.legacy.connection.KeepAliveConnectionManagerFactoryProxy',
      type: 'cast',
      message: 'a message that is not short either, and has no reason to be, except that it can',
      label: 'tell the one with the longest name something that takes a while to read',
    },
    { target: 'خادم الرسائل', type: 'cast', message: 'مرحبا', label: 'مرحبا' },
  ],
});
