import { Search, X } from 'lucide-react';
import { useStore } from 'zustand';
import type { Playground } from '../../store/playground-state.ts';
import { LOG_KINDS, type LogKind } from '../../view/view.ts';
import { LOG_FILTER_ID } from '../shared/ids.ts';
import frame from '../shared/lower-panel.module.css';
import styles from './log.module.css';

const KIND_WORDS: Record<LogKind, string> = {
  beat: 'crashes',
  message: 'messages',
  change: 'changes',
  process: 'processes',
  timer: 'timers',
  state: 'states',
  report: 'reports',
  command: 'actions',
};

/** Which lines are shown: of these kinds, of one process, with this text. */
export function LogFilterBar({ playground }: { playground: Playground }) {
  const filter = useStore(playground.store, (state) => state.logFilter);
  const selected = useStore(playground.store, (state) => state.selection.path);
  const toggle = (kind: LogKind) =>
    playground.setFilter({
      kinds: filter.kinds.includes(kind)
        ? filter.kinds.filter((each) => each !== kind)
        : LOG_KINDS.filter((each) => each === kind || filter.kinds.includes(each)),
    });
  return (
    <div className={styles.filter}>
      <fieldset className={`${frame.kinds} ${styles.kinds}`}>
        <legend className="visually-hidden">Kinds of lines</legend>
        {LOG_KINDS.map((kind) => (
          <button
            key={kind}
            type="button"
            className={frame.tool}
            aria-pressed={filter.kinds.includes(kind)}
            onClick={() => toggle(kind)}
          >
            {KIND_WORDS[kind]}
          </button>
        ))}
      </fieldset>
      {filter.path !== null ? (
        <button
          type="button"
          className={`${frame.tool} ${styles.only}`}
          title="Show the lines of all processes again"
          onClick={() => playground.setFilter({ path: null })}
        >
          only <b>{filter.path.split('/').at(-1)}</b> <X size={12} aria-hidden="true" />
          <span className="visually-hidden">(remove this filter)</span>
        </button>
      ) : (
        selected !== null && (
          <button
            type="button"
            className={`${frame.tool} ${styles.only}`}
            title="Show only the lines of the selected process"
            onClick={() => playground.setFilter({ path: selected })}
          >
            only {selected.split('/').at(-1)}?
          </button>
        )
      )}
      <span className={frame.search}>
        <Search size={14} aria-hidden="true" />
        <input
          id={LOG_FILTER_ID}
          type="search"
          className={frame.find}
          aria-label="Filter the log by text"
          placeholder="filter  /"
          value={filter.text}
          onChange={(event) => playground.setFilter({ text: event.target.value })}
          onKeyDown={(event) => {
            if (event.key !== 'Escape') return;
            if (filter.text !== '') playground.setFilter({ text: '' });
            else event.currentTarget.blur();
          }}
        />
      </span>
    </div>
  );
}
