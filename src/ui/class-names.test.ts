import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';

const UI = import.meta.dirname;
const textsOf = (fits: RegExp): Record<string, string> =>
  Object.fromEntries(
    readdirSync(UI, { recursive: true, encoding: 'utf8' })
      .filter((path) => fits.test(path))
      .map((path) => [path, readFileSync(join(UI, path), 'utf8')]),
  );
const sheets = textsOf(/\.module\.css$/);
const parts = textsOf(/\.tsx?$/);

/** Without comments, and without the classes that other sheets define. */
const ownPart = (css: string) => css.replace(/\/\*[\s\S]*?\*\/|:global\([^)]*\)/g, '');
const classesOf = (css: string): Set<string> => {
  const selectors = [...ownPart(css).matchAll(/([^{}]*)\{/g)].map(([, selector]) => selector);
  return new Set(
    selectors.flatMap((selector) =>
      [...(selector ?? '').matchAll(/\.([a-z]\w*)/gi)].map(([, name]) => name as string),
    ),
  );
};

/** What each sheet's classes are called where they are used; `*` for one whose name is reckoned. */
function usesOf(): Map<string, Set<string>> {
  const uses = new Map(Object.keys(sheets).map((path) => [path, new Set<string>()]));
  for (const [path, text] of Object.entries(parts)) {
    for (const [, local, from] of text.matchAll(/^import (\w+) from '([^']+\.module\.css)';/gm)) {
      const sheet = join(dirname(path), from as string);
      const names = text.matchAll(new RegExp(`(?<![\\w/-])${local}(?:\\.(\\w+)|\\[)`, 'g'));
      for (const [, name] of names) uses.get(sheet)?.add(name ?? '*');
    }
  }
  return uses;
}

test('no element has a class that no style sheet knows, and no sheet one that nothing has', () => {
  const wrong: string[] = [];
  const uses = usesOf();
  for (const [sheet, css] of Object.entries(sheets)) {
    const defined = classesOf(css);
    const used = uses.get(sheet) ?? new Set();
    for (const name of used)
      if (name !== '*' && !defined.has(name)) wrong.push(`${sheet}: .${name} is used only`);
    if (used.has('*')) continue;
    for (const name of defined) if (!used.has(name)) wrong.push(`${sheet}: .${name} is not used`);
  }
  expect(wrong).toEqual([]);
  expect([...uses.values()].reduce((sum, used) => sum + used.size, 0)).toBeGreaterThan(200);
});
