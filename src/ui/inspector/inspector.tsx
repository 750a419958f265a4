import { type ReactNode, Suspense } from 'react';
import { useStore } from 'zustand';
import type { Playground } from '../../store/playground-state.ts';
import { selectedProcess } from '../../store/selectors.ts';
import { lazyPart } from '../shared/lazy-part.tsx';
import { ChildOf } from './child-of.tsx';
import styles from './inspector.module.css';
import { Mailbox } from './mailbox.tsx';
import { ProcessHeader } from './process-header.tsx';
import { Relations } from './relations.tsx';
import { StateDiff } from './state-diff.tsx';
import { StepSection } from './step-section.tsx';
import { SupervisorSection } from './supervisor-section.tsx';

// Most scenarios have neither.
const MachineSection = lazyPart(() => import('./machine-section.tsx'));
const HandlersSection = lazyPart(() => import('./handlers-section.tsx'));

/** All that is known of the selected process at the moment on view. `actions` stand under its name. */
export function Inspector({ playground, actions }: { playground: Playground; actions: ReactNode }) {
  const pid = useStore(playground.store, (state) => selectedProcess(state)?.pid ?? null);
  if (pid === null) return null;
  return (
    <div className={styles.inspector}>
      <ProcessHeader playground={playground} />
      {actions}
      <StepSection playground={playground} />
      <SupervisorSection playground={playground} />
      <BehaviourSection playground={playground} />
      <StateDiff playground={playground} />
      <Mailbox playground={playground} />
      <Relations playground={playground} />
      <ChildOf playground={playground} />
    </div>
  );
}

function BehaviourSection({ playground }: { playground: Playground }) {
  const hasMachine = useStore(playground.store, (state) => !!selectedProcess(state)?.machine);
  const hasHandlers = useStore(
    playground.store,
    (state) => (selectedProcess(state)?.handlers.length ?? 0) > 0,
  );
  return (
    <Suspense fallback={null}>
      {hasMachine && <MachineSection playground={playground} />}
      {hasHandlers && <HandlersSection playground={playground} />}
    </Suspense>
  );
}
