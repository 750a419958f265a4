import { describe, expect, test } from 'vitest';
import { detailOf } from '../testing/fake-engine.ts';
import { answerFault } from './answer-fault.ts';
import type { ProcessDetail } from './protocol.ts';

/** With a row in each of its lists. */
const detail: ProcessDetail = {
  ...detailOf(81),
  behaviour: 'gen_event',
  mailbox: [{ kind: 'cast', from: 80, text: 'hello' }],
  mailboxLength: 1,
  monitors: [82],
  timers: [{ due: 5_000, text: 'tick' }],
  handlers: [{ name: 'log', state: '[]', supervisor: 0 }],
};
const inspected = (process: unknown) =>
  answerFault({ id: 1, run: 1, type: 'inspected', process: process as ProcessDetail });
const OBJECT = {};

describe('an inspected process', () => {
  test('is taken as the engine tells it, or not there', () => {
    expect(inspected(detail)).toBeNull();
    expect(inspected({ ...detail, name: 'kv', waitsFor: 'a message', stateBefore: '' })).toBeNull();
    expect(inspected(null)).toBeNull();
  });

  test.each(Object.keys(detail))('of which this is something else is refused: %s', (field) => {
    expect(inspected({ ...detail, [field]: OBJECT })).toBe('detail of no process');
    expect(inspected({ ...detail, [field]: undefined })).toBe('detail of no process');
  });

  test.each(['mailbox', 'timers', 'handlers'] as const)(
    'with a row that is none, or too many, is refused: %s',
    (field) => {
      const [row] = detail[field];
      const broken = Object.keys(row ?? {}).map((part) => [{ ...row, [part]: OBJECT }]);
      for (const rows of [[null], Array(201).fill(row), ...broken])
        expect(inspected({ ...detail, [field]: rows })).toBe('detail of no process');
    },
  );

  test.each(['links', 'monitors', 'monitoredBy'])(
    'with %s that are no pids is refused',
    (field) => {
      for (const pid of [OBJECT, '80', -1, 1.5])
        expect(inspected({ ...detail, [field]: [pid] })).toBe('detail of no process');
    },
  );
});

test('a failure with a problem that is none is refused', () => {
  const failed = (problem: unknown) =>
    answerFault({ id: 1, run: 1, type: 'failed', message: 'no', problems: [problem] });
  const problem = { module: 'kv', line: 1, column: 1, message: 'no' };
  expect(failed(problem)).toBeNull();
  for (const field of Object.keys(problem))
    expect(failed({ ...problem, [field]: OBJECT })).toBe('a failure without a message');
});
