import { useStore } from 'zustand';
import type { Playground } from '../../store/playground-state.ts';
import { selectedProcess } from '../../store/selectors.ts';
import type { MachinePast, MachineView, TransitionView } from '../../view/view.ts';
import { counted, formatTime } from '../shared/format.ts';
import { MessageSign } from '../shared/pictograms.tsx';
import styles from './inspector.module.css';
import own from './machine.module.css';
import { MachineDiagram } from './machine-diagram.tsx';
import { causeWords, eventSign } from './machine-words.ts';
import { Section } from './section.tsx';

/** A state machine: where it is, how it came there, what it has put aside, and what it gives itself time for. */
export default function MachineSection({ playground }: { playground: Playground }) {
  const machine = useStore(playground.store, (state) => selectedProcess(state)?.machine ?? null);
  const earlier = useStore(playground.store, (state) => selectedProcess(state)?.earlier ?? null);
  if (machine === null) return null;
  return (
    <>
      <Section title="State machine" note={machine.state}>
        <MachineDiagram machine={machine} earlier={earlier} />
        <Transitions machine={machine} />
        {earlier !== null && <Earlier past={earlier} />}
      </Section>
      <Postponed postponed={machine.postponed} />
      <Timeouts timeouts={machine.timeouts} />
    </>
  );
}

function Transitions({ machine: { transitions, last } }: { machine: MachineView }) {
  if (transitions.length === 0) return <p className="quiet">No transition yet.</p>;
  return (
    <ul className={own.transitions} aria-label="Transitions seen">
      {transitions.map((transition) => {
        const { from, to } = transition;
        const isLast = last !== null && last.from === from && last.to === to;
        return (
          <li key={`${from} ${to}`} data-last={isLast || undefined}>
            <TransitionWords transition={transition} />
            {isLast && <span className={own.last}> last, at {formatTime(last.at)}</span>}
          </li>
        );
      })}
    </ul>
  );
}

/** What those before it did, who had its place. */
function Earlier({ past: { transitions } }: { past: MachinePast }) {
  if (transitions.length === 0) return null;
  return (
    <>
      <h4 className={own.earlierTitle}>Before it was started again</h4>
      <ul className={own.transitions} aria-label="Transitions of earlier incarnations">
        {transitions.map((transition) => (
          <li key={`${transition.from} ${transition.to}`} data-earlier>
            <TransitionWords transition={transition} />
          </li>
        ))}
      </ul>
    </>
  );
}

function TransitionWords({ transition }: { transition: TransitionView }) {
  const { from, to, count, causes } = transition;
  return (
    <>
      <span className="mono">
        {from} → {to}
      </span>{' '}
      {count > 1 && <>×{count} </>}
      <span className="quiet">{causes.map(causeWords).join(', ')}</span>
    </>
  );
}

function Postponed({ postponed }: { postponed: MachineView['postponed'] }) {
  const count = postponed.length;
  return (
    <Section
      title="Postponed"
      note={count === 0 ? 'none' : counted(count, 'event')}
      open={count > 0}
    >
      {count === 0 && <p className="quiet">What it puts aside until its state changes.</p>}
      <ol className={styles.list} aria-label="Postponed events">
        {postponed.slice(0, 50).map(({ type, content }, index) => {
          const kind = eventSign(type);
          return (
            // biome-ignore lint/suspicious/noArrayIndexKey: the place in the queue is the identity.
            <li key={index} className={own.event}>
              {kind === null ? <span /> : <MessageSign kind={kind} />}
              <span className="quiet">{type}</span>
              <span className={`mono ${styles.clip}`} title={content}>
                {content}
              </span>
            </li>
          );
        })}
      </ol>
      {count > 50 && <p className="quiet">and {count - 50} more</p>}
    </Section>
  );
}

function Timeouts({ timeouts }: { timeouts: MachineView['timeouts'] }) {
  if (timeouts.length === 0) return null;
  return (
    <Section title="Timeouts" note={String(timeouts.length)}>
      <dl className={styles.facts} aria-label="Running timeouts">
        {timeouts.map(({ ref, kind, name, due }) => (
          <div key={ref} className={own.timeout}>
            <dt>{name === '' ? TIMEOUTS[kind] : <span className="mono">{name}</span>}</dt>
            <dd>at {formatTime(due)}</dd>
          </div>
        ))}
      </dl>
    </Section>
  );
}

const TIMEOUTS = { state_timeout: 'of the state', timeout: 'of the event' } as const;
