import { describe, expect, test } from 'vitest';
import { postponedFacts, timeoutFacts, transitionFacts } from './machine-facts.ts';

describe('a transition is told', () => {
  test.each([
    ['an atom', 'open', 'open'],
    ['a tuple', ['button', 1], 'button'],
    ['a tagged tuple', { type: 'button', digit: 1 }, 'button'],
    ['a number', 7, '7'],
    ['a map', { digit: 1 }, ''],
    ['nothing', undefined, ''],
    ['a state timeout', ['state_timeout', 'close'], ''],
    ['a generic timeout', [['timeout', 'retry'], 'now'], 'retry'],
  ])('with the tag of its event: %s', (_what, cause, tag) =>
    expect(transitionFacts({ from: 'a', to: 'b' }, cause)).toEqual({ from: 'a', to: 'b', tag }),
  );

  test('with states as they print in Erlang; the first one comes from nowhere', () =>
    expect(transitionFacts({ from: null, to: ['open', 3] }, undefined)).toEqual({
      from: null,
      to: '{open,3}',
      tag: '',
    }));
});

test('a postponed event is told by its type, without who called, and its content', () => {
  expect(
    postponedFacts(
      [
        ['call', 'from'],
        ['get', 1],
      ],
      'erlang',
    ),
  ).toEqual({
    type: 'call',
    content: '{get,1}',
  });
  expect(postponedFacts([['timeout', 'retry'], 'now'], 'javascript')).toEqual({
    type: 'timeout retry',
    content: '"now"',
  });
});

test('only what looks like the timeout of a machine is one', () => {
  expect(timeoutFacts(['state_timeout', 1])).toEqual({ kind: 'state_timeout', name: '' });
  expect(timeoutFacts([['timeout', 'retry'], 1])).toEqual({ kind: 'timeout', name: 'retry' });
  expect(['tick', ['tick', 1], ['timeout'], [['other', 'x'], 1], null].map(timeoutFacts)).toEqual(
    Array(5).fill(null),
  );
});
