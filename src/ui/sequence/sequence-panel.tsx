import { type ReactNode, useState } from 'react';
import type { Playground } from '../../store/playground-state.ts';
import type { CardPath } from '../../view/view.ts';
import { useDesk } from '../shared/desk.ts';
import frame from '../shared/lower-panel.module.css';
import { FIRST_CHOICE, type SequenceChoice } from './choice.ts';
import { LaneChooser } from './lane-chooser.tsx';
import styles from './sequence.module.css';
import { SequenceBar } from './sequence-bar.tsx';
import { SequenceView } from './sequence-view.tsx';
import { useLanes, useRows } from './use-rows.ts';

/** Who said what to whom, and when it got there: chosen processes as lanes, messages as arrows between them. */
export default function SequencePanel({
  playground,
  lead,
  choice: chosen,
  onChoice,
}: {
  playground: Playground;
  /** What stands first in the bar. */
  lead: ReactNode;
  /** Null: nothing yet. */
  choice: SequenceChoice | null;
  onChoice: (choice: SequenceChoice) => void;
}) {
  const { phone } = useDesk();
  const choice = chosen ?? FIRST_CHOICE;
  const [chooses, setChooses] = useState(false);
  const lanes = useLanes(playground, choice.lanes, phone ? 4 : 7);
  const shown = useRows(playground, choice, lanes);
  const change = (part: Partial<SequenceChoice>) => onChoice({ ...choice, ...part });
  const setLanes = (lanes: readonly CardPath[] | null) => change({ lanes });
  return (
    <div className={frame.panel}>
      <SequenceBar
        playground={playground}
        lead={lead}
        shown={shown}
        choice={choice}
        onChange={change}
        chooses={chooses}
        onChooses={setChooses}
      />
      <div className={styles.below}>
        {chooses && (
          <LaneChooser
            playground={playground}
            lanes={lanes}
            isChosen={choice.lanes !== null}
            onLanes={setLanes}
          />
        )}
        <SequenceView
          playground={playground}
          shown={shown}
          onHide={(path) => setLanes(lanes.filter((each) => each !== path))}
          onUnfold={(from, to) => change({ unfolded: [...choice.unfolded, [from, to]] })}
        />
      </div>
    </div>
  );
}
