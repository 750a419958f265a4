import { type ComponentType, lazy, useState } from 'react';

/** The mark in the page's performance timeline that says so: from there on the network may go. */
const LOADED_AHEAD = 'loaded ahead';

/** Those that nobody has loaded ahead, in the order in which they are declared. */
const parts: (() => Promise<unknown>)[] = [];

/** A part of the page that its first picture does without: it comes ahead of time, or when it is first shown. */
export function lazyPart<Props extends object>(
  load: () => Promise<{ default: ComponentType<Props> }>,
): ComponentType<Props> {
  let loaded: ComponentType<Props> | null = null;
  alsoAhead(async () => {
    loaded = (await load()).default;
  });
  const Awaited = lazy(load) as ComponentType<Props>;
  return function LazyPart(props: Props) {
    // What is there is shown in the same frame. What is shown stays the same component.
    const [Part] = useState(() => loaded ?? Awaited);
    return <Part {...props} />;
  };
}

/** The same for what is no component: whoever needs it imports it too, and then has it at once. */
export function alsoAhead(load: () => Promise<unknown>): void {
  parts.push(load);
}

/**
 * Loads all parts, one at a time, whenever `idle` says that nothing else is to be done. From then on
 * no first use waits, and none needs the network.
 */
export async function loadAhead(idle: () => Promise<void>): Promise<void> {
  // The list grows meanwhile: a part that comes adds the parts within it.
  for (let load = parts.shift(); load !== undefined; load = parts.shift()) {
    await idle();
    // Who needs it later asks for it again, and is told.
    await load().catch(() => {});
  }
  performance.mark(LOADED_AHEAD);
}
