import { describe, expect, test } from 'vitest';
import { BEATS } from '../../view/view.ts';
import { beatLook } from './beat-look.ts';

describe('how a line of the story looks', () => {
  test('each of its moments has a sign and a word of its own', () => {
    const looks = [...BEATS, null].map(beatLook);
    expect(new Set(looks.map(({ sign }) => sign)).size).toBe(looks.length);
    expect(new Set(looks.map(({ word }) => word)).size).toBe(looks.length);
  });

  test('what belongs to it and is none of its moments is an end', () =>
    expect(beatLook(null)).toMatchObject({ word: 'end', tone: 'exited' }));
});
