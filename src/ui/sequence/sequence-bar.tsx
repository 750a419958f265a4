import { ChevronsDownUp, Clipboard, Clock, Download, Search, Users } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import type { Playground } from '../../store/playground-state.ts';
import { ROW_KINDS, type RowKind } from '../../view/sequence-kind.ts';
import { counted } from '../shared/format.ts';
import frame from '../shared/lower-panel.module.css';
import type { SequenceChoice } from './choice.ts';
import { copyMermaid, saveSvg } from './export.ts';
import styles from './sequence.module.css';
import type { ShownRows } from './use-rows.ts';

const KIND_WORDS: Readonly<Record<RowKind, string>> = {
  call: 'calls',
  cast: 'casts',
  info: 'infos',
  signal: 'signals',
  timer: 'timers',
  life: 'lives',
  state: 'states',
};

/** What is shown, and how: kinds, text, folding, scale; and the ways out, as Mermaid and as SVG. */
export function SequenceBar({
  playground,
  lead,
  shown,
  choice,
  onChange,
  chooses,
  onChooses,
}: {
  playground: Playground;
  lead: ReactNode;
  shown: ShownRows;
  choice: SequenceChoice;
  onChange: (part: Partial<SequenceChoice>) => void;
  chooses: boolean;
  onChooses: (chooses: boolean) => void;
}) {
  const { kinds, text, folds, scale } = choice;
  const [said, setSaid] = useState('');
  const toggle = (kind: RowKind) =>
    onChange({
      kinds: kinds.includes(kind)
        ? kinds.filter((each) => each !== kind)
        : ROW_KINDS.filter((each) => each === kind || kinds.includes(each)),
    });
  return (
    <div className={`${frame.bar} ${styles.bar}`}>
      {lead}
      <button
        type="button"
        className={frame.tool}
        aria-pressed={chooses}
        onClick={() => onChooses(!chooses)}
      >
        <Users size={14} aria-hidden="true" /> {counted(shown.rows.query.lanes.length, 'process')}
      </button>
      <fieldset className={`${frame.kinds} ${styles.kinds}`}>
        <legend className="visually-hidden">Kinds of rows</legend>
        {ROW_KINDS.map((kind) => (
          <button
            key={kind}
            type="button"
            className={frame.tool}
            aria-pressed={kinds.includes(kind)}
            onClick={() => toggle(kind)}
          >
            {KIND_WORDS[kind]}
          </button>
        ))}
      </fieldset>
      <button
        type="button"
        className={frame.tool}
        aria-pressed={folds}
        title="Count what repeats instead of showing it"
        onClick={() => onChange({ folds: !folds, unfolded: [] })}
      >
        <ChevronsDownUp size={14} aria-hidden="true" /> fold repeats
      </button>
      <button
        type="button"
        className={frame.tool}
        aria-pressed={scale === 'time'}
        title="The longer the pause, the wider the gap"
        onClick={() => onChange({ scale: scale === 'time' ? 'order' : 'time' })}
      >
        <Clock size={14} aria-hidden="true" /> by time
      </button>
      <span className={`${frame.search} ${styles.search}`}>
        <Search size={14} aria-hidden="true" />
        <input
          type="search"
          className={frame.find}
          aria-label="Filter the messages by text"
          placeholder="filter"
          value={text}
          onChange={(event) => onChange({ text: event.target.value })}
        />
      </span>
      <button
        type="button"
        className={frame.tool}
        title="Copy as Mermaid"
        onClick={async () => setSaid(await copyMermaid(playground, shown))}
      >
        <Clipboard size={14} aria-hidden="true" /> Mermaid
      </button>
      <button
        type="button"
        className={frame.tool}
        title="Save as SVG"
        onClick={() => setSaid(saveSvg(playground, shown))}
      >
        <Download size={14} aria-hidden="true" /> SVG
      </button>
      <span className={styles.said} role="status">
        {said}
      </span>
    </div>
  );
}
