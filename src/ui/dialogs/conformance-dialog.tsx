import { Search } from 'lucide-react';
import { useEffect, useMemo, useState } from 'react';
import { Dialog } from '../shared/dialog.tsx';
import { counted } from '../shared/format.ts';
import styles from './conformance.module.css';
import {
  type Counts,
  countsOf,
  filtered,
  type Report,
  type Row,
  type RowFilter,
  type Section,
  STATUSES,
  type Status,
} from './conformance.ts';

const LOOKS: Readonly<Record<Status, { readonly sign: string; readonly word: string }>> = {
  passed: { sign: '✓', word: 'passed' },
  differs: { sign: '≠', word: 'differs' },
  later: { sign: '○', word: 'not there yet' },
  untested: { sign: '?', word: 'untested' },
};

/** What of OTP's own test suites holds here, what doesn't, and why: as the unit tests found it. */
export default function ConformanceDialog({ onClose }: { onClose: () => void }) {
  const report = useReport();
  return (
    <Dialog title="Behaves like OTP" onClose={onClose} wide scrolls>
      {report === 'loading' && <p className="quiet">Loading…</p>}
      {report === 'failed' && (
        <p>The list of cases could not be loaded. Reload the page to try again.</p>
      )}
      {typeof report === 'object' && <Cases report={report} />}
    </Dialog>
  );
}

function useReport(): Report | 'loading' | 'failed' {
  const [report, setReport] = useState<Report | 'loading' | 'failed'>('loading');
  useEffect(() => {
    const abort = new AbortController();
    fetch('./conformance.json', { signal: abort.signal })
      .then((response) => response.json())
      .then(setReport)
      .catch(() => {
        if (!abort.signal.aborted) setReport('failed');
      });
    return () => abort.abort();
  }, []);
  return report;
}

function Cases({ report: { otp, sections } }: { report: Report }) {
  const [filter, setFilter] = useState<RowFilter>({ status: null, text: '' });
  const all = useMemo(() => sections.flatMap(({ rows }) => rows), [sections]);
  const shown = useMemo(() => filtered(sections, filter), [sections, filter]);
  const found = shown.reduce((sum, { rows }) => sum + rows.length, 0);
  const isFiltered = filter.status !== null || filter.text.trim() !== '';
  return (
    <div className={styles.cases}>
      <p>
        What the tests of this playground say of {counted(all.length, 'case')}: those of the test
        suites of Erlang/OTP {otp}, and what real OTP was seen to do besides.
      </p>
      <Statuses
        counts={countsOf(all)}
        chosen={filter.status}
        onChoose={(status) => setFilter({ ...filter, status })}
      />
      <label className={styles.search}>
        <Search size={16} aria-hidden="true" />
        <span className="visually-hidden">Search cases</span>
        <input
          type="search"
          className="field"
          placeholder="Search: call timeout, one_for_all, noproc …"
          value={filter.text}
          onChange={(event) => setFilter({ ...filter, text: event.target.value })}
        />
      </label>
      <p className="visually-hidden" role="status">
        {isFiltered ? `${counted(found, 'case')} found` : ''}
      </p>
      {shown.length === 0 && <p className="quiet">No case has these words. Search for fewer.</p>}
      <ul className={styles.sections}>
        {shown.map((section) => (
          <SectionLine
            // What is found is shown at once; the key makes a section fold or unfold anew.
            key={`${section.section} ${isFiltered}`}
            section={section}
            open={isFiltered}
          />
        ))}
      </ul>
    </div>
  );
}

/** The figures, which are the filter too. */
function Statuses({
  counts,
  chosen,
  onChoose,
}: {
  counts: Counts;
  chosen: Status | null;
  onChoose: (status: Status | null) => void;
}) {
  return (
    <fieldset className={styles.statuses}>
      <legend className="visually-hidden">Show only</legend>
      {STATUSES.filter((status) => counts[status] > 0).map((status) => (
        <button
          key={status}
          type="button"
          className={`button ${styles.statusButton}`}
          aria-pressed={chosen === status}
          onClick={() => onChoose(chosen === status ? null : status)}
        >
          <Mark status={status} />
          <b>{counts[status]}</b> {LOOKS[status].word}
        </button>
      ))}
    </fieldset>
  );
}

function SectionLine({ section, open }: { section: Section; open: boolean }) {
  const [isOpen, setOpen] = useState(open);
  const counts = countsOf(section.rows);
  return (
    <li>
      <details
        className={styles.section}
        open={isOpen}
        onToggle={(event) => setOpen(event.currentTarget.open)}
      >
        <summary>
          <h3>{section.title}</h3>
          <Bar counts={counts} total={section.rows.length} />
          <span className={styles.figures}>
            {STATUSES.filter((status) => counts[status] > 0).map((status) => (
              <span key={status} className={styles.figure}>
                <Mark status={status} />
                {counts[status]}
                <span className="visually-hidden"> {LOOKS[status].word}</span>
              </span>
            ))}
          </span>
        </summary>
        {isOpen && (
          <ul className={styles.rows}>
            {section.rows.map((row) => (
              <RowLine key={row.id} row={row} />
            ))}
          </ul>
        )}
      </details>
    </li>
  );
}

function Bar({ counts, total }: { counts: Counts; total: number }) {
  return (
    <span className={styles.bar} aria-hidden="true">
      {STATUSES.map((status) => (
        <span
          key={status}
          className={styles.part}
          data-status={status}
          style={{ width: `${(100 * counts[status]) / total}%` }}
        />
      ))}
    </span>
  );
}

function RowLine({ row }: { row: Row }) {
  const { word } = LOOKS[row.status];
  const [suite, name] = row.id.split('/', 2);
  return (
    <li className={styles.row}>
      <span className={styles.status}>
        <Mark status={row.status} />
        {word}
      </span>
      <span className={`mono ${styles.id}`}>
        <span className="quiet">{suite}/</span>
        <wbr />
        {name}
      </span>
      {row.sentences !== undefined && (
        <ul className={styles.sentences}>
          {row.sentences.map((sentence) => (
            <li key={sentence}>{sentence}</li>
          ))}
        </ul>
      )}
      {row.reason !== undefined && (
        <p className={styles.sentences}>
          <Reason text={row.reason} />
        </p>
      )}
    </li>
  );
}

/** Of a README: what stands in backquotes is code. */
function Reason({ text }: { text: string }) {
  return text.split('`').map((part, index) =>
    index % 2 === 1 ? (
      // biome-ignore lint/suspicious/noArrayIndexKey: the parts of one text, in their order.
      <code key={index} className="mono">
        {part}
      </code>
    ) : (
      part
    ),
  );
}

function Mark({ status }: { status: Status }) {
  return (
    <span className={styles.sign} data-status={status} aria-hidden="true">
      {LOOKS[status].sign}
    </span>
  );
}
