import { expect, test } from 'vitest';
import { fileName } from './file-name.ts';

test.each([
  ['essay', 'essay.supervision.json'],
  ['One for one: “kv” dies', 'one-for-one-kv-dies.supervision.json'],
  ['../../etc', 'etc.supervision.json'],
  ['日本', 'scenario.supervision.json'],
])('%s is saved as %s', (title, name) => expect(fileName(title)).toBe(name));
