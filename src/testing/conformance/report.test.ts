import { describe, expect, test } from 'vitest';
import { faultsOf, listedRows, type RowTest, reportOf, reportText, rowTest } from './report.ts';
import table from './rows.json' with { type: 'json' };

const README = `## What differs

| ours | OTP |
|---|---|
| \`otp/gen.ts\` | no row |

## Rows that don't hold

| row id | reason |
|---|---|
| timer_bif_SUITE/start_timer_e | Short reason. |
| \`global_SUITE/names\` | several nodes: not there yet |

## Another part

| EXTRA/elsewhere | not of this table |
`;

const LISTED = [
  ['timer_bif_SUITE/start_timer_e', 'Short reason.'],
  ['global_SUITE/names', 'several nodes: not there yet'],
] as const;

const passed = (id: string, sentence = 'it holds'): RowTest => ({ id, sentence, passed: true });

describe('a test is of a row', () => {
  test.each([
    ['gen_server_SUITE/call#1: a reply may come later', 'gen_server_SUITE/call#1'],
    ['EXTRA/enoent: of two, the first', 'EXTRA/enoent'],
  ])('when its name begins with the id: %s', (name, id) => {
    expect(rowTest(name, true)).toMatchObject({ id, passed: true });
  });

  test('and of none when the id stands elsewhere, or alone', () => {
    expect(rowTest('a reply may come later (gen_server_SUITE/call)', true)).toBeNull();
    expect(rowTest('gen_server_SUITE/call', true)).toBeNull();
  });
});

test('the table of rows that do not hold is read from the README, and no other', () => {
  expect(listedRows(README)).toEqual(LISTED);
  expect(listedRows('## What differs\n\n| a/b | c |\n')).toEqual([]);
});

test('every row is there once, and has a section', () => {
  const ids = table.rows.map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
  expect(ids.length).toBeGreaterThan(500);
  expect(statuses(reportOf([], []))).toHaveLength(ids.length);
});

test('a row passes when all its tests do; several sentences stand in order, equal ones once', () => {
  const id = 'gen_server_SUITE/start#1';
  const report = reportOf([passed(id, 'b'), passed(id, 'a'), passed(id, 'b')], []);
  expect(row(report, id)).toMatchObject({ status: 'passed', sentences: ['b', 'a'] });
  const failed = reportOf([passed(id), { ...passed(id), passed: false }], []);
  expect(row(failed, id)).toMatchObject({ status: 'untested' });
});

test('a listed row differs, or is not there yet, and says why', () => {
  const report = reportOf([], listedRows(README));
  expect(row(report, 'timer_bif_SUITE/start_timer_e')).toMatchObject({
    status: 'differs',
    reason: 'Short reason.',
  });
  expect(
    row(reportOf([], [['monitor_SUITE/mon_2', LISTED[1][1]]]), 'monitor_SUITE/mon_2').status,
  ).toBe('later');
});

test('of parts that are not there yet nothing is asked', () => {
  const first = table.rows.find(({ section }) => section === 10);
  expect(row(reportOf([], []), first?.id ?? '').status).toBe('later');
});

describe('it is a fault', () => {
  const all = table.rows.map(({ id }) => passed(id));
  const without = (id: string) => all.filter((each) => each.id !== id);
  const faults = (tests: readonly RowTest[], listed: readonly (readonly [string, string])[] = []) =>
    faultsOf(reportOf(tests, listed), tests, listed);

  test('not when every row has a test that passes', () => expect(faults(all)).toEqual([]));

  test.each([
    [1, 'monitor_SUITE/mon_1', 1],
    [2, 'monitor_SUITE/mon_e_1', 1],
    [3, 'process_SUITE/monitor_tag', 0],
  ])('of weight %i to be neither tested nor listed', (_weight, id, count) => {
    expect(faults(without(id))).toHaveLength(count);
  });

  test('to list a row that does not exist, or that has a test, or twice', () => {
    const id = 'monitor_SUITE/mon_1';
    expect(faults(all, [['monitor_SUITE/nowhere', 'why']])).toHaveLength(1);
    expect(faults(all, [[id, 'why']])).toHaveLength(1);
    expect(
      faults(without(id), [
        [id, 'why'],
        [id, 'why'],
      ]),
    ).toHaveLength(1);
  });

  test('to test a row that does not exist, or with a test that fails', () => {
    expect(faults([...all, passed('monitor_SUITE/nowhere')])).toHaveLength(1);
    expect(faults([...all, { ...passed('monitor_SUITE/mon_1'), passed: false }])).toHaveLength(1);
  });
});

test('the report as text is a line a row, and reads back as it was', () => {
  const report = reportOf([passed('monitor_SUITE/mon_1')], LISTED);
  expect(JSON.parse(reportText(report))).toEqual(report);
});

const statuses = ({ sections }: ReturnType<typeof reportOf>) =>
  sections.flatMap(({ rows }) => rows.map(({ status }) => status));

function row(report: ReturnType<typeof reportOf>, id: string) {
  const found = report.sections.flatMap(({ rows }) => rows).find((each) => each.id === id);
  if (found === undefined) throw new Error(`no row ${id}`);
  return found;
}
