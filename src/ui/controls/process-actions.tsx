import { Suspense } from 'react';
import { useStore } from 'zustand';
import type { Playground } from '../../store/playground-state.ts';
import { selectedProcess } from '../../store/selectors.ts';
import { act } from '../shared/actions.ts';
import { CoachMark } from '../shared/coach-mark.tsx';
import { useDesk } from '../shared/desk.ts';
import { lazyPart } from '../shared/lazy-part.tsx';
import { isAlive } from '../shared/process-words.ts';
import styles from './process-actions.module.css';

const ExitForm = lazyPart(() => import('./exit-form.tsx'));
const SendForm = lazyPart(() => import('./send-form.tsx'));

/** What one can do to the selected process, by button; menu and keys do the same. */
export function ProcessActions({ playground }: { playground: Playground }) {
  const desk = useDesk();
  const alive = useStore(playground.store, (state) => {
    const process = selectedProcess(state);
    return process !== null && isAlive(process);
  });
  const toggle = (form: 'exit' | 'send') => desk.openForm(desk.form === form ? null : form);
  return (
    <section className={styles.actions} aria-label="Act on this process">
      <div className={styles.row}>
        <button
          type="button"
          className="button danger"
          title="exit(Pid, kill): it can't refuse (k)"
          disabled={!alive}
          onClick={() => act(playground, 'kill')}
        >
          Kill
        </button>
        <button
          type="button"
          className="button"
          title="Exit with a reason (x)"
          aria-expanded={desk.form === 'exit'}
          disabled={!alive}
          onClick={() => toggle('exit')}
        >
          Exit…
        </button>
        <button
          type="button"
          className="button"
          title="Its next callback raises an error (c)"
          disabled={!alive}
          onClick={() => act(playground, 'crash_next')}
        >
          Crash next
        </button>
        <button
          type="button"
          className="button"
          title="Call, cast or send it something (s)"
          aria-expanded={desk.form === 'send'}
          onClick={() => toggle('send')}
        >
          Send…
        </button>
      </div>
      {desk.form === null && <CoachMark playground={playground} name="kill" />}
      <Suspense fallback={null}>
        {desk.form === 'exit' && alive && <ExitForm playground={playground} />}
        {desk.form === 'send' && <SendForm playground={playground} />}
      </Suspense>
    </section>
  );
}
