import { DropdownMenu } from 'radix-ui';
import { useRef } from 'react';
import { useStore } from 'zustand';
import type { Playground } from '../../store/playground-state.ts';
import { bookmarkHere, canRun } from '../../store/selectors.ts';
import { goToEnd } from '../shared/actions.ts';
import { useDesk } from '../shared/desk.ts';
import { openLower } from '../shared/panels.ts';
import styles from './process-menu.module.css';

/** The open menu of the transport, above its button. */
export default function TransportMenuList({
  playground,
  onClose,
}: {
  playground: Playground;
  onClose: () => void;
}) {
  const desk = useDesk();
  const before = useRef(document.activeElement);
  // A dialog takes the focus itself.
  const leads = useRef(false);
  const runnable = useStore(playground.store, canRun);
  const noted = useStore(playground.store, (state) => bookmarkHere(state) >= 0);
  const away = (open: () => void) => () => {
    leads.current = true;
    open();
  };
  const items = [
    ['Restart', true, () => playground.restart()],
    ['Run until idle', runnable, () => playground.runUntilIdle()],
    ['Back to the end of what is known', runnable, () => goToEnd(playground)],
    [
      noted ? 'Edit the note on this moment…' : 'Note this moment…',
      runnable,
      away(() => desk.openDialog('note')),
    ],
    ['Branches and notes', true, away(() => openLower(playground, desk, 'history'))],
  ] as const;
  return (
    <DropdownMenu.Root defaultOpen modal={false} onOpenChange={(open) => open || onClose()}>
      <DropdownMenu.Trigger asChild>
        <span
          aria-hidden="true"
          style={{ position: 'absolute', inset: 0, pointerEvents: 'none' }}
        />
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content
          className={styles.menu}
          align="end"
          side="top"
          collisionPadding={8}
          aria-label="More of the run"
          onCloseAutoFocus={(event) => {
            event.preventDefault();
            if (!leads.current && before.current instanceof HTMLElement) before.current.focus();
          }}
        >
          {items.map(([label, enabled, onSelect]) => (
            <DropdownMenu.Item
              key={label}
              className={styles.item}
              disabled={!enabled}
              onSelect={onSelect}
            >
              {label}
            </DropdownMenu.Item>
          ))}
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}
