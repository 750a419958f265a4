import { Suspense } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import { alsoAhead, lazyPart, loadAhead } from './lazy-part.tsx';

test('parts come one at a time when nothing else is to be done, with the parts within them', async () => {
  const order: string[] = [];
  const part = (name: string, within?: () => void) => async () => {
    order.push(name);
    within?.();
    return { default: () => null };
  };
  lazyPart(part('dialog', () => lazyPart(part('form in it'))));
  alsoAhead(async () => {
    order.push('one that does not come');
    throw new Error('no network');
  });
  lazyPart(part('panel'));
  expect(order).toEqual([]);

  await loadAhead(async () => void order.push('idle'));
  expect(order).toEqual([
    ...['idle', 'dialog'],
    ...['idle', 'one that does not come'],
    ...['idle', 'panel'],
    ...['idle', 'form in it'],
  ]);
});

test('a part that came ahead of time is there in the first frame', async () => {
  const Greeting = lazyPart(async () => ({
    default: ({ name }: { name: string }) => <p>Hello, {name}</p>,
  }));
  const page = () =>
    renderToStaticMarkup(
      <Suspense fallback="waiting">
        <Greeting name="Joe" />
      </Suspense>,
    );
  expect(page()).toContain('waiting');
  await loadAhead(async () => {});
  expect(page()).toBe('<p>Hello, Joe</p>');
});
