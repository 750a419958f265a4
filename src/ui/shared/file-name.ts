/** `restart-storm.supervision.json`: what every system allows in a name. */
export function fileName(title: string): string {
  const slug = title
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 60);
  return `${slug === '' ? 'scenario' : slug}.supervision.json`;
}
