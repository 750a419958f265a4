import type { ReactNode } from 'react';

/** A region that scrolls by itself, and that the keyboard can reach for it. */
export function Scrollable({
  label,
  className,
  children,
}: {
  label: string;
  className: string | undefined;
  children: ReactNode;
}) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a keyboard must be able to scroll it.
    <section className={className} tabIndex={0} aria-label={label}>
      {children}
    </section>
  );
}
