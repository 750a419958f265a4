import { useState } from 'react';
import { useStore } from 'zustand';
import type { Playground } from '../../store/playground-state.ts';
import { YOU } from '../../view/paths.ts';
import { laneName } from '../../view/sequence-words.ts';
import type { CardPath, View } from '../../view/view.ts';
import { counted } from '../shared/format.ts';
import frame from '../shared/lower-panel.module.css';
import { LANES_MAX } from './choice.ts';
import styles from './sequence.module.css';

/** So many are listed; more are found by their names. */
const LISTED_MAX = 200;

/** Which processes have a lane. Their order is that of the choosing. */
export function LaneChooser({
  playground,
  lanes,
  isChosen,
  onLanes,
}: {
  playground: Playground;
  lanes: readonly CardPath[];
  isChosen: boolean;
  onLanes: (lanes: readonly CardPath[] | null) => void;
}) {
  const [text, setText] = useState('');
  const view = useStore(playground.store, (state) => state.view);
  const found = pathsOf(view, lanes).filter((path) =>
    path.toLowerCase().includes(text.trim().toLowerCase()),
  );
  const isFull = lanes.length >= LANES_MAX;
  return (
    <fieldset className={styles.chooser}>
      <legend className="visually-hidden">Processes with a lane</legend>
      <input
        type="search"
        className={frame.find}
        aria-label="Find a process"
        placeholder="find a process"
        value={text}
        onChange={(event) => setText(event.target.value)}
      />
      {isChosen && (
        <button type="button" className={frame.tool} onClick={() => onLanes(null)}>
          Choose for me
        </button>
      )}
      <ul>
        {found.slice(0, LISTED_MAX).map((path) => (
          <li key={path}>
            <label title={path}>
              <input
                type="checkbox"
                checked={lanes.includes(path)}
                disabled={isFull && !lanes.includes(path)}
                onChange={(event) =>
                  onLanes(
                    event.target.checked ? [...lanes, path] : lanes.filter((each) => each !== path),
                  )
                }
              />
              <span>{laneName(path)}</span>
            </label>
          </li>
        ))}
      </ul>
      {found.length > LISTED_MAX && (
        <p className="quiet">
          and {counted(found.length - LISTED_MAX, 'more process')}: find them by name
        </p>
      )}
    </fieldset>
  );
}

/** Those shown, also when they are no more, and all that live. */
function pathsOf(view: View, lanes: readonly CardPath[]): readonly CardPath[] {
  const paths = new Set<CardPath>(lanes);
  if (view.you !== null) paths.add(YOU);
  for (const { path } of view.processes.values()) paths.add(path);
  return [...paths];
}
