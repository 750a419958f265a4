import { X } from 'lucide-react';
import { type ReactNode, useEffect, useId, useRef } from 'react';
import styles from './dialog.module.css';

/** A modal dialog: the browser's own, which holds the focus, closes on Escape and gives the focus back. */
export function Dialog({
  title,
  onClose,
  scrolls = false,
  wide = false,
  low = false,
  children,
}: {
  title: string;
  onClose: () => void;
  /** There is more to read than to do: a keyboard must be able to scroll it. */
  scrolls?: boolean;
  /** It shows lines that are long. */
  wide?: boolean;
  /** It is about what is on view: it stands low, and leaves the tree in sight. */
  low?: boolean;
  children: ReactNode;
}) {
  const dialog = useRef<HTMLDialogElement>(null);
  const titleId = useId();
  useEffect(() => {
    const element = dialog.current;
    if (element === null || element.open) return;
    const before = document.activeElement;
    element.showModal();
    // The browser would take the first button, which closes.
    element.querySelector<HTMLElement>('[data-first-focus]')?.focus();
    // The browser gives the focus back when it closes the dialog, not when React takes it away open.
    return () => {
      if (document.activeElement === document.body && before instanceof HTMLElement) before.focus();
    };
  }, []);
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: Escape closes it; the click is for the ground beside it.
    <dialog
      ref={dialog}
      className={`${styles.dialog} ${wide ? styles.wide : ''} ${low ? styles.low : ''}`}
      aria-labelledby={titleId}
      onClose={onClose}
      onClick={(event) => {
        if (event.target === event.currentTarget) event.currentTarget.close();
      }}
    >
      <div className={styles.inner}>
        <header className={styles.header}>
          <h2 id={titleId}>{title}</h2>
          <button
            type="button"
            className="icon-button"
            aria-label="Close"
            onClick={() => dialog.current?.close()}
          >
            <X size={18} aria-hidden="true" />
          </button>
        </header>
        <section className={styles.body} aria-label={title} tabIndex={scrolls ? 0 : undefined}>
          {children}
        </section>
      </div>
    </dialog>
  );
}
