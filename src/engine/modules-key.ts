/**
 * A short name for the texts of a scenario's modules: equal for equal texts, and for others different
 * but for a chance of one in 2^53. That is for finding what was kept, not for trusting it: who could
 * make two texts with one key would get the program of a scenario of ours.
 */
export function modulesKey(modules: Readonly<Record<string, string>>): string {
  let low = 0xdeadbeef;
  let high = 0x41c6ce57;
  const take = (unit: number) => {
    low = Math.imul(low ^ unit, 2654435761);
    high = Math.imul(high ^ unit, 1597334677);
  };
  for (const name of Object.keys(modules).sort()) {
    const text = modules[name] ?? '';
    // The lengths keep apart where one text ends and the next begins.
    take(name.length);
    take(text.length);
    for (let index = 0; index < name.length; index++) take(name.charCodeAt(index));
    for (let index = 0; index < text.length; index++) take(text.charCodeAt(index));
  }
  const one =
    Math.imul(low ^ (low >>> 16), 2246822507) ^ Math.imul(high ^ (high >>> 13), 3266489909);
  const other =
    Math.imul(high ^ (high >>> 16), 2246822507) ^ Math.imul(one ^ (one >>> 13), 3266489909);
  return (4294967296 * (2097151 & other) + (one >>> 0)).toString(36);
}
