import { expect, test } from 'vitest';
import { SCENARIO_VERSION } from './scenario.ts';
import { upgrade } from './upgrade.ts';

const fixtures = import.meta.glob<{ version: number }>('./fixtures/version-*.json', {
  eager: true,
  import: 'default',
});

test('there is a fixture of every version there ever was', () => {
  const versions = Object.values(fixtures).map(({ version }) => version);
  const expected = Array.from({ length: SCENARIO_VERSION }, (_, index) => index + 1);
  expect(versions.sort()).toEqual(expected);
});

test.each(Object.entries(fixtures))('%s becomes the present version', (_path, fixture) => {
  expect(upgrade(fixture)).toMatchObject({
    type: 'upgraded',
    value: { version: SCENARIO_VERSION },
  });
});

test.each([
  ['a later version', { version: SCENARIO_VERSION + 1 }, 'newer'],
  ['no version', {}, 'foreign'],
  ['a version that is no number', { version: '1' }, 'foreign'],
  ['half a version', { version: 1.5 }, 'foreign'],
  ['version 0', { version: 0 }, 'foreign'],
  ['a list', [], 'foreign'],
  ['nothing', null, 'foreign'],
])('%s', (_what, value, type) => expect(upgrade(value).type).toBe(type));
