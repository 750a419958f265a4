import type { Program } from './ast.ts';
import type { FaultAt } from './forbidden-syntax.ts';
import { type LinkedModule, nameOf } from './link-module.ts';
import { moduleNamed } from './load-program.ts';

export interface Import {
  readonly source: string;
  readonly at: number;
  /** Names taken from it, as it exports them. */
  readonly names: readonly { readonly name: string; readonly at: number }[];
  readonly all: boolean;
}

export function importsOf(program: Program): Import[] {
  return program.body.flatMap((node): Import[] => {
    switch (node.type) {
      case 'ImportDeclaration': {
        const names = node.specifiers.flatMap((specifier) => {
          if (specifier.type === 'ImportNamespaceSpecifier') return [];
          const name =
            specifier.type === 'ImportSpecifier' ? nameOf(specifier.imported) : 'default';
          return [{ name, at: specifier.start }];
        });
        return [{ source: String(node.source.value), at: node.start, names, all: false }];
      }
      case 'ExportNamedDeclaration': {
        if (!node.source) return [];
        const names = node.specifiers.map(({ local, start }) => ({
          name: nameOf(local),
          at: start,
        }));
        return [{ source: String(node.source.value), at: node.start, names, all: false }];
      }
      case 'ExportAllDeclaration':
        return [{ source: String(node.source.value), at: node.start, names: [], all: true }];
      default:
        return [];
    }
  });
}

/** Imports of what there is not; a module that did not compile is asked nothing. What 'otp' exports is known when the program is loaded. */
export function importFaults(
  program: Program,
  modules: ReadonlySet<string>,
  exportsOf: ReadonlyMap<string, LinkedModule>,
): FaultAt[] {
  return importsOf(program).flatMap(({ source, at, names, all }): FaultAt[] => {
    if (source === 'otp') {
      return all
        ? [{ at, message: "'otp' is there for every module: import from it where it is used" }]
        : [];
    }
    const target = moduleNamed(source);
    if (!source.startsWith('./') || !modules.has(target)) {
      const there = [...modules].sort().map((name) => `'./${name}.ts'`);
      const message = `there is no '${source}' here: a module can import from ${["'otp'", ...there].join(', ')}`;
      return [{ at, message }];
    }
    const exporting = exportsOf.get(target);
    if (exporting === undefined || exporting.exportsMore) return [];
    return names
      .filter(({ name }) => !exporting.exports.includes(name))
      .map(({ name, at }) => ({
        at,
        message:
          name === 'default'
            ? `${target}.ts has no export default`
            : `${target}.ts exports no \`${name}\``,
      }));
  });
}
