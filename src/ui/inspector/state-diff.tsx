import { useMemo } from 'react';
import { useStore } from 'zustand';
import type { Playground } from '../../store/playground-state.ts';
import { selectedProcess } from '../../store/selectors.ts';
import { Scrollable } from '../shared/scrollable.tsx';
import { DiffText } from './diff-text.tsx';
import styles from './inspector.module.css';
import { diffLines } from './line-diff.ts';
import { Section } from './section.tsx';

/** The state now; what the last step that changed it took away and added is marked by sign and colour. */
export function StateDiff({ playground }: { playground: Playground }) {
  const line = useStore(playground.store, (state) => selectedProcess(state)?.state ?? '');
  const detail = useStore(playground.store, ({ detail }) => detail);
  const pid = useStore(playground.store, (state) => selectedProcess(state)?.pid ?? 0);
  const known = detail !== null && detail.pid === pid ? detail : null;
  const state = known?.state ?? line;
  const before = known?.stateBefore ?? null;
  const lines = useMemo(() => diffLines(before ?? state, state), [before, state]);
  const [gone, come] = ['−', '+'].map((sign) => lines.filter((each) => each.sign === sign).length);
  const note = before === null ? '' : `last step: +${come} −${gone}`;
  if (state === '') return null;
  return (
    <Section title="State" note={note}>
      <Scrollable className={styles.state} label="State">
        <DiffText lines={lines} />
      </Scrollable>
    </Section>
  );
}
