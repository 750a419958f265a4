import { useStore } from 'zustand';
import type { Playground } from '../../store/playground-state.ts';
import { selectedProcess } from '../../store/selectors.ts';
import type { MessageView } from '../../view/view.ts';
import { counted } from '../shared/format.ts';
import { MessageSign } from '../shared/pictograms.tsx';
import { nameOf } from '../shared/process-words.ts';
import styles from './inspector.module.css';
import { Section } from './section.tsx';

const SHOWN = 50;

/** Messages waiting, the next one first. */
export function Mailbox({ playground }: { playground: Playground }) {
  const view = useStore(playground.store, (state) => state.view);
  const pid = useStore(playground.store, (state) => selectedProcess(state)?.pid ?? 0);
  const detail = useStore(playground.store, ({ detail }) => detail);
  const length = view.processes.get(pid)?.mailbox ?? 0;
  const messages = detail !== null && detail.pid === pid ? detail.mailbox.slice(0, SHOWN) : [];
  return (
    <Section
      title="Mailbox"
      note={length === 0 ? 'empty' : counted(length, 'message')}
      open={length > 0}
    >
      {length === 0 && <p className="quiet">Nothing waits. Send it something and step.</p>}
      <ol className={styles.list}>
        {messages.map((message, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the place in the queue is the identity.
          <li key={index} className={styles.message}>
            <MessageSign kind={message.kind as MessageView['kind']} />
            <span className="quiet">{message.kind}</span>
            <span className={`mono ${styles.clip}`} title={message.text}>
              {message.text}
            </span>
            <span className="quiet">from {nameOf(view, message.from)}</span>
          </li>
        ))}
      </ol>
      {length > messages.length && messages.length > 0 && (
        <p className="quiet">and {length - messages.length} more</p>
      )}
    </Section>
  );
}
