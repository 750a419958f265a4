/** How a case of OTP's suites stands here: see `testing/conformance/`, which writes the file. */
export const STATUSES = ['passed', 'differs', 'later', 'untested'] as const;
export type Status = (typeof STATUSES)[number];

export interface Row {
  readonly id: string;
  readonly weight: number;
  readonly status: Status;
  readonly sentences?: readonly string[];
  readonly reason?: string;
}

export interface Section {
  readonly section: number;
  readonly title: string;
  readonly rows: readonly Row[];
}

export interface Report {
  readonly otp: string;
  readonly sections: readonly Section[];
}

/** Which rows are shown. */
export interface RowFilter {
  /** Null: all. */
  readonly status: Status | null;
  /** Words that must all stand in the id, a sentence or the reason, in whatever case. */
  readonly text: string;
}

export type Counts = Readonly<Record<Status, number>>;

export function countsOf(rows: readonly Row[]): Counts {
  const counts = { passed: 0, differs: 0, later: 0, untested: 0 };
  for (const { status } of rows) counts[status]++;
  return counts;
}

/** The sections with the rows that pass; those in which nothing is left are not there. */
export function filtered(sections: readonly Section[], filter: RowFilter): readonly Section[] {
  const words = filter.text.toLowerCase().split(/\s+/).filter(Boolean);
  const passes = (row: Row): boolean => {
    if (filter.status !== null && row.status !== filter.status) return false;
    const text = [row.id, row.reason ?? '', ...(row.sentences ?? [])].join(' ').toLowerCase();
    return words.every((word) => text.includes(word));
  };
  return sections
    .map((section) => ({ ...section, rows: section.rows.filter(passes) }))
    .filter(({ rows }) => rows.length > 0);
}
