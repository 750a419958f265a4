import table from './rows.json' with { type: 'json' };

/**
 * `passed`: tests bear the row's id, and all pass. `differs`: the table in `otp/README.md` says why it
 * doesn't hold. `later`: what it is about is not there yet. `untested`: nobody has looked.
 */
export type RowStatus = 'passed' | 'differs' | 'later' | 'untested';

export interface RowReport {
  readonly id: string;
  /** 1: wrong without it, 2: a careful user sees it, 3: optional. */
  readonly weight: number;
  readonly status: RowStatus;
  /** What its tests say, in the order of files and lines. */
  readonly sentences?: readonly string[];
  /** Why it differs. */
  readonly reason?: string;
}

export interface SectionReport {
  readonly section: number;
  readonly title: string;
  readonly rows: readonly RowReport[];
}

/** What `public/conformance.json` holds. */
export interface Report {
  readonly otp: string;
  readonly sections: readonly SectionReport[];
}

/** A test that bears the id of a row: `'<ROW-ID>: sentence'`. */
export interface RowTest {
  readonly id: string;
  readonly sentence: string;
  readonly passed: boolean;
}

/** Null for a test that is after no row. */
export function rowTest(name: string, passed: boolean): RowTest | null {
  const [, id, sentence] = /^((?:\w+_SUITE|EXTRA)\/[^\s:]+): (.+)$/s.exec(name) ?? [];
  return id === undefined || sentence === undefined ? null : { id, sentence, passed };
}

/** The lines `| row id | reason |` under the heading "Rows that don't hold". A row that stands there twice is told by `faultsOf`. */
export function listedRows(readme: string): readonly (readonly [id: string, reason: string])[] {
  const [, part = ''] = /^#+ Rows that don't hold$(.*?)(?=^#|$(?![\s\S]))/ms.exec(readme) ?? [];
  return [...part.matchAll(/^\| *`?([^|`\s]+\/[^|`\s]+)`? *\| *(.*?) *\|$/gm)].map(
    ([, id = '', reason = '']) => [id, reason] as const,
  );
}

export function reportOf(
  tests: readonly RowTest[],
  listed: readonly (readonly [id: string, reason: string])[],
): Report {
  const byRow = new Map<string, RowTest[]>();
  for (const test of tests) byRow.set(test.id, [...(byRow.get(test.id) ?? []), test]);
  const reasons = new Map(listed);
  const sections = table.sections.map(({ section, title, later }) => ({
    section,
    title,
    rows: table.rows
      .filter((row) => row.section === section)
      .map(({ id, weight }): RowReport => {
        const its = byRow.get(id) ?? [];
        const reason = reasons.get(id);
        if (its.length > 0 && its.every(({ passed }) => passed)) {
          const sentences = [...new Set(its.map(({ sentence }) => sentence))];
          return { id, weight, status: 'passed', sentences };
        }
        if (reason !== undefined) {
          return { id, weight, status: NOT_YET.test(reason) ? 'later' : 'differs', reason };
        }
        return { id, weight, status: later ? 'later' : 'untested' };
      }),
  }));
  return { otp: '25.2.3', sections };
}

/** So a reason ends that is none of choice, such as `several nodes: not there yet`. */
const NOT_YET = /\bnot there yet\.?$/;

/** What keeps us from saying "behaves like OTP", as sentences; none when all is well. */
export function faultsOf(
  report: Report,
  tests: readonly RowTest[],
  listed: readonly (readonly [id: string, reason: string])[],
): readonly string[] {
  const known = new Set(table.rows.map(({ id }) => id));
  const tested = new Set(tests.map(({ id }) => id));
  const ids = listed.map(([id]) => id);
  const failing = new Set(tests.filter(({ passed }) => !passed).map(({ id }) => id));
  return [
    ...[...failing].map((id) => `${id}: a test of it does not pass`),
    ...report.sections.flatMap(({ rows }) =>
      rows
        .filter(({ id, status, weight }) => status === 'untested' && weight < 3 && !failing.has(id))
        .map(({ id, weight }) => `${id}: P${weight}, and neither tested nor listed`),
    ),
    ...[...tested].filter((id) => !known.has(id)).map((id) => `${id}: a test's name; no such row`),
    ...ids.filter((id) => !known.has(id)).map((id) => `${id}: listed; no such row`),
    ...ids.filter((id) => tested.has(id)).map((id) => `${id}: listed, and has a test`),
    ...ids.filter((id, index) => ids.indexOf(id) !== index).map((id) => `${id}: listed twice`),
  ];
}

/** A line a row, so that a change of one is a change of one line. */
export function reportText({ otp, sections }: Report): string {
  const lines = sections.map(({ section, title, rows }) => {
    const inner = rows.map((row) => JSON.stringify(row)).join(',\n');
    return `{"section":${section},"title":${JSON.stringify(title)},"rows":[\n${inner}\n]}`;
  });
  return `{"otp":"${otp}","sections":[\n${lines.join(',\n')}\n]}\n`;
}

/** A line a section, with counts, and the names of what is optional and untested: the rest of that are faults. */
export function summaryText({ sections }: Report): string {
  return sections
    .map(({ section, title, rows }) => {
      const count = (wanted: RowStatus) => rows.filter(({ status }) => status === wanted).length;
      const numbers =
        `${pad(count('passed'))} passed ${pad(count('differs'))} differ` +
        ` ${pad(count('later'))} not there yet ${pad(count('untested'))} untested`;
      const optional = rows.filter(({ status, weight }) => status === 'untested' && weight === 3);
      const names = optional.map(({ id }) => `\n        ${id}`).join('');
      return `${pad(section)}  ${title.padEnd(34)}${numbers}${names}`;
    })
    .join('\n');
}

const pad = (value: number): string => String(value).padStart(4);
