import { expect, test } from 'vitest';

const texts = import.meta.glob('./*/**/*.{ts,tsx}', {
  query: '?raw',
  import: 'default',
  eager: true,
});

test('there is something to check', () => expect(Object.keys(texts).length).toBeGreaterThan(0));
