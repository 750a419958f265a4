import { expect, test } from 'vitest';
import { compareTraces } from './compare.ts';

const exit = (id: string) => ({ ev: 'exit', id, reason: 'killed' });
const trace = (step: object) => ({
  id: 'basic-1',
  start: { ok: 'pid' },
  steps: [{ i: -1, seq: [exit('a')], par: [[exit('b')], [exit('c')]], ...step }],
});

test('the order of lanes and of keys does not matter', () => {
  const other = trace({ par: [[exit('c')], [{ reason: 'killed', id: 'b', ev: 'exit' }]] });
  expect(compareTraces(trace({}), other)).toBeNull();
});

test.each([
  ['an event that is not in order', { seq: [exit('d')] }, 'step 0 (i -1), seq[0]'],
  ['an event too many', { seq: [exit('a'), exit('a')] }, 'step 0 (i -1), seq[1]'],
  ['a lane twice', { par: [[exit('b')], [exit('b')]] }, 'step 0 (i -1), par, a lane'],
  ['a reply where there is none', { reply: 'ok' }, 'step 0 (i -1), reply'],
])('%s is a difference', (_what, step, where) => {
  expect(compareTraces(trace({}), trace(step))?.where).toBe(where);
});

test('a step too many is a difference', () => {
  const one = trace({});
  const [step] = one.steps;
  if (step === undefined) throw new Error('no step');
  expect(compareTraces(one, { ...one, steps: [step, step] })?.where).toBe('number of steps');
});
