import * as v from 'valibot';
import { LIMITS } from './limits.ts';

/** What a callback module may be called: as an Erlang module, an author imports it by this name. */
export const MODULE_NAME = /^[A-Za-z][\w-]*$/;

/**
 * The modules of a scenario: name → text. Walked by hand, because a record of valibot leaves out
 * `constructor` and the like in silence.
 */
export const modules: v.GenericSchema<unknown, Readonly<Record<string, string>>> = v.pipe(
  v.unknown(),
  v.rawTransform(({ dataset, addIssue, NEVER }) => {
    const { value } = dataset;
    const refuse = (expected: string, received: string, message: string) => {
      addIssue({ expected, received, message });
      return NEVER;
    };
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      return refuse(
        'an object of texts',
        Array.isArray(value) ? 'Array' : value === null ? 'null' : typeof value,
        "Write the modules as an object: { name: 'text', … }.",
      );
    }
    const entries = Object.entries(value as Record<string, unknown>);
    if (entries.length > LIMITS.modules) {
      return refuse(`at most ${LIMITS.modules} modules`, `${entries.length}`, 'Leave some out.');
    }
    let length = 0;
    const texts: [string, string][] = [];
    for (const [name, text] of entries) {
      if (!MODULE_NAME.test(name) || name.length > LIMITS.nameLength || name in Object.prototype) {
        return refuse(
          'a module name: a letter, then letters, digits, _ and -',
          JSON.stringify(name.slice(0, LIMITS.nameLength)),
          'Give the module another name.',
        );
      }
      if (typeof text !== 'string') {
        return refuse(
          `the text of module ${name}`,
          text === null ? 'null' : typeof text,
          'A module is TypeScript as text.',
        );
      }
      length += text.length;
      if (text.length > LIMITS.moduleLength || length > LIMITS.modulesLength) {
        return refuse(
          `modules of at most ${LIMITS.moduleLength} characters, ${LIMITS.modulesLength} all together`,
          `${length} up to module ${name}`,
          'Shorten the modules.',
        );
      }
      texts.push([name, text]);
    }
    return Object.fromEntries(texts);
  }),
);
