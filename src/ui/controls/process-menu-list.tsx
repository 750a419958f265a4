import { DropdownMenu } from 'radix-ui';
import { useRef } from 'react';
import { useStore } from 'zustand';
import type { Term } from '../../runtime/term.ts';
import type { Playground } from '../../store/playground-state.ts';
import { selectedProcess } from '../../store/selectors.ts';
import { act, askWhyProcess } from '../shared/actions.ts';
import { useDesk } from '../shared/desk.ts';
import { isAlive, nameOf, targetOf } from '../shared/process-words.ts';
import { EXIT_REASONS } from './exit-reasons.ts';
import styles from './process-menu.module.css';

/** The open menu of the selected process, at a place on the page. */
export default function ProcessMenuList({
  playground,
  x,
  y,
  onClose,
}: {
  playground: Playground;
  x: number;
  y: number;
  onClose: () => void;
}) {
  const desk = useDesk();
  // What had the focus gets it back.
  const before = useRef(document.activeElement);
  // A form takes the focus itself, and so does an answer.
  const formAsked = useRef(false);
  const alive = useStore(playground.store, (state) => {
    const process = selectedProcess(state);
    return process !== null && isAlive(process);
  });
  const name = useStore(playground.store, (state) => {
    const process = selectedProcess(state);
    return process === null ? '' : nameOf(state.view, process.pid);
  });

  const exit = (reason: Term) => {
    const state = playground.store.getState();
    const process = selectedProcess(state);
    if (process === null) return;
    playground.act({ type: 'exit', target: targetOf(state.view, process), reason });
  };
  const openForm = (form: 'exit' | 'send') => {
    formAsked.current = true;
    desk.openForm(form);
  };
  const filterLog = () => {
    const process = selectedProcess(playground.store.getState());
    playground.setFilter({ path: process?.path ?? null });
  };

  return (
    <DropdownMenu.Root defaultOpen modal={false} onOpenChange={(open) => open || onClose()}>
      <DropdownMenu.Trigger asChild>
        <span
          aria-hidden="true"
          style={{ position: 'fixed', left: x, top: y, width: 1, height: 1 }}
        />
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content
          className={styles.menu}
          align="start"
          collisionPadding={8}
          aria-label={`What to do to ${name}`}
          onCloseAutoFocus={(event) => {
            event.preventDefault();
            if (!formAsked.current && before.current instanceof HTMLElement) before.current.focus();
          }}
        >
          <DropdownMenu.Label className={styles.title}>{name}</DropdownMenu.Label>
          <Item
            label="Kill"
            hint="K"
            danger
            disabled={!alive}
            onSelect={() => act(playground, 'kill')}
          />
          {EXIT_REASONS.filter(({ label }) => label !== 'kill').map(({ label, reason }) => (
            <Item
              key={label}
              label={
                <>
                  Exit <span className="mono">{label}</span>
                </>
              }
              disabled={!alive}
              onSelect={() => exit(reason)}
            />
          ))}
          <Item
            label="Exit with another reason…"
            hint="X"
            disabled={!alive}
            onSelect={() => openForm('exit')}
          />
          <Item
            label="Crash on its next message"
            hint="C"
            disabled={!alive}
            onSelect={() => act(playground, 'crash_next')}
          />
          <DropdownMenu.Separator className={styles.line} />
          <Item label="Send it something…" hint="S" onSelect={() => openForm('send')} />
          <Item label="Only its lines in the log" onSelect={filterLog} />
          <Item
            label="Why is it like that?"
            hint="W"
            onSelect={() => {
              formAsked.current = true;
              askWhyProcess(playground, desk);
            }}
          />
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}

function Item({
  label,
  hint,
  danger = false,
  disabled = false,
  onSelect,
}: {
  label: React.ReactNode;
  hint?: string;
  danger?: boolean;
  disabled?: boolean;
  onSelect: () => void;
}) {
  return (
    <DropdownMenu.Item
      className={styles.item}
      data-danger={danger}
      disabled={disabled}
      onSelect={onSelect}
    >
      <span>{label}</span>
      {hint !== undefined && <kbd>{hint}</kbd>}
    </DropdownMenu.Item>
  );
}
