/** Moves that make a part of a scenario smaller. Each gives whole parts, one move away from the one given. */

/** The list without one of its items, from the last on: what comes late is most often not needed. */
export function* withoutOne<Item>(items: readonly Item[]): Generator<readonly Item[]> {
  for (let at = items.length - 1; at >= 0; at--) yield items.toSpliced(at, 1);
}

/** The list with one of its items made smaller. */
export function* withOne<Item>(
  items: readonly Item[],
  smaller: (item: Item) => Iterable<Item>,
): Generator<readonly Item[]> {
  for (const [at, item] of items.entries())
    for (const other of smaller(item)) yield items.with(at, other);
}

/** The object with one field made smaller. */
export function* withField<Of extends object, Key extends keyof Of>(
  whole: Of,
  key: Key,
  values: Iterable<Of[Key]>,
): Generator<Of> {
  for (const value of values) yield { ...whole, [key]: value };
}

/** The simplest value, if this is another one. */
export function* simplest<Value>(value: Value, simple: Value): Generator<Value> {
  if (JSON.stringify(value) !== JSON.stringify(simple)) yield simple;
}
