import type { ReactNode } from 'react';

/** A button that is a picture: its name is read aloud, and shown with its key to who points at it. */
export function IconButton({
  label,
  hint,
  disabled,
  onClick,
  children,
}: {
  label: string;
  /** The key that does the same. */
  hint?: string;
  disabled?: boolean;
  onClick: () => void;
  children: ReactNode;
}) {
  return (
    <button
      type="button"
      className="icon-button"
      aria-label={label}
      title={hint === undefined ? label : `${label} (${hint})`}
      disabled={disabled}
      onClick={onClick}
    >
      {children}
    </button>
  );
}
