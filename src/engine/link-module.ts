import { type AnyNode, boundNames, type Comment, type Program } from './ast.ts';
import { importedFrom, mayHoldFunctions } from './module-rules.ts';
import { referencesIn } from './scopes.ts';
import { applyEdits, type Edit, insertion, lineBreaksOf, placesIn } from './text-edits.ts';

export interface LinkedModule {
  /** The body of a strict function of `__$require` and `__$exports`. Lines are those of the module. */
  readonly script: string;
  /** Names of our own that stand in it. */
  readonly ours: ReadonlySet<string>;
  /** Names it exports, save those of `export *`. */
  readonly exports: readonly string[];
  /** There is an `export *`. */
  readonly exportsMore: boolean;
}

/**
 * Turns a module that keeps the rules into the body of a function.
 *
 * What 'otp' exports becomes constants of the module, so calling it costs nothing extra. What other
 * modules export is looked up at each use (`__$m0.name`): modules may import each other in circles,
 * as long as they use each other in functions only.
 * Constants are frozen as soon as they are made (`__$z`); `__$l` is the line being evaluated.
 */
export function linkModule(
  text: string,
  program: Program,
  comments: readonly Comment[],
): LinkedModule {
  const linker = new Linker(text, program, comments);
  for (const statement of program.body) linker.statement(statement);
  linker.references();
  return linker.result();
}

class Linker {
  readonly #text: string;
  readonly #program: Program;
  readonly #comments: readonly Comment[];
  readonly #otpNames: ReadonlySet<string>;
  readonly #lineOf: (at: number) => number;
  readonly #edits: Edit[] = [];
  readonly #head: string[] = [];
  readonly #functions: string[] = [];
  readonly #foot: string[] = [];
  readonly #exports: string[] = [];
  readonly #ours = new Set(['__$z', '__$l', '__$require', '__$exports', '__$star']);
  /** Local name of what is imported → how it is reached. */
  readonly #imported = new Map<string, string>();
  #required = 0;

  constructor(text: string, program: Program, comments: readonly Comment[]) {
    this.#text = text;
    this.#program = program;
    this.#comments = comments;
    this.#otpNames = importedFrom('otp', program);
    const placeOf = placesIn(text);
    this.#lineOf = (at) => placeOf(at).line;
  }

  statement(node: AnyNode): void {
    switch (node.type) {
      case 'ImportDeclaration': {
        this.#blank(node);
        const source = String(node.source.value);
        const otpNames: string[] = [];
        const module = this.#require(source);
        for (const specifier of node.specifiers) {
          const local = specifier.local.name;
          if (specifier.type === 'ImportNamespaceSpecifier')
            this.#head.push(`const ${local}=${module};`);
          else {
            const name =
              specifier.type === 'ImportSpecifier' ? nameOf(specifier.imported) : 'default';
            if (source === 'otp') otpNames.push(`${key(name)}:${local}`);
            else this.#imported.set(local, `${module}${member(name)}`);
          }
        }
        if (otpNames.length > 0) this.#head.push(`const {${otpNames}}=${module};`);
        return;
      }
      case 'ExportAllDeclaration': {
        this.#blank(node);
        const module = this.#require(String(node.source.value));
        if (node.exported) this.#export(nameOf(node.exported), module, this.#foot);
        else this.#foot.push(`__$star(__$exports,${module});`);
        return;
      }
      case 'ExportNamedDeclaration':
        if (node.declaration) {
          this.#cut(node.start, node.declaration.start);
          return this.#declaration(node.declaration, true);
        }
        this.#blank(node);
        return this.#specifiers(node);
      case 'ExportDefaultDeclaration':
        return this.#defaultExport(node);
      default:
        return this.#declaration(node, false);
    }
  }

  #specifiers(node: AnyNode & { type: 'ExportNamedDeclaration' }): void {
    const module = node.source ? this.#require(String(node.source.value)) : null;
    for (const { local, exported } of node.specifiers) {
      const name = nameOf(local);
      const value =
        module === null ? (this.#imported.get(name) ?? name) : `${module}${member(name)}`;
      this.#export(nameOf(exported), value, this.#foot);
    }
  }

  #declaration(node: AnyNode, exported: boolean): void {
    switch (node.type) {
      case 'FunctionDeclaration': {
        const name = node.id?.name ?? '';
        this.#functions.push(`__$z(${name},true);`);
        if (exported) this.#export(name, name, this.#functions);
        return;
      }
      case 'ClassDeclaration': {
        const name = node.id?.name ?? '';
        return this.#constants(node, [name], true, exported);
      }
      case 'VariableDeclaration': {
        const free = node.declarations.every(
          ({ init }) => !init || mayHoldFunctions(init, this.#otpNames),
        );
        const names = node.declarations.flatMap(({ id }) => boundNames(id)).map(({ name }) => name);
        return this.#constants(node, names, free, exported);
      }
    }
  }

  #constants(node: AnyNode, names: readonly string[], free: boolean, exported: boolean): void {
    this.#insert(node.start, `__$l=${this.#lineOf(node.start)};`);
    const after: string[] = names.map((name) => `__$z(${name},${free});`);
    if (exported) for (const name of names) this.#export(name, name, after);
    this.#insert(node.end, `;${after.join('')}`);
  }

  #defaultExport(node: AnyNode & { type: 'ExportDefaultDeclaration' }): void {
    const { declaration } = node;
    const isDeclaration =
      declaration.type === 'FunctionDeclaration' || declaration.type === 'ClassDeclaration';
    if (isDeclaration && declaration.id) {
      this.#cut(node.start, declaration.start);
      const name = declaration.id.name;
      this.#declaration(declaration, false);
      return this.#export(
        'default',
        name,
        declaration.type === 'FunctionDeclaration' ? this.#functions : this.#foot,
      );
    }
    const line = this.#lineOf(node.start);
    const end = node.end - (this.#text[node.end - 1] === ';' ? 1 : 0);
    const free = isDeclaration || mayHoldFunctions(declaration, this.#otpNames);
    this.#exports.push('default');
    this.#cut(node.start, this.#afterDefault(node.start), `__$l=${line};__$exports.default=__$z((`);
    this.#insert(end, `),${free});`);
  }

  #afterDefault(from: number): number {
    for (let at = from + 'export'.length; ; ) {
      const found = this.#text.indexOf('default', at);
      const comment = this.#comments.find(({ start, end }) => start <= found && found < end);
      if (comment === undefined) return found + 'default'.length;
      at = comment.end;
    }
  }

  /** Uses of what other modules export. */
  references(): void {
    for (const { node, parent, binding } of referencesIn(this.#program)) {
      const path = binding === 'import' ? this.#imported.get(node.name) : undefined;
      if (path === undefined || parent.type === 'ExportSpecifier') continue;
      const shorthand = parent.type === 'Property' && parent.shorthand;
      this.#edits.push({
        start: node.start,
        end: node.end,
        text: shorthand ? `${node.name}:${path}` : path,
      });
    }
  }

  result(): LinkedModule {
    const head = ["'use strict';", ...this.#head, '__$l=1;', ...this.#functions].join('');
    return {
      script: `${head}${applyEdits(this.#text, this.#edits)}\n;${this.#foot.join('')}`,
      ours: this.#ours,
      exports: this.#exports,
      exportsMore: this.#foot.some((text) => text.startsWith('__$star(')),
    };
  }

  #require(source: string): string {
    const name = `__$m${this.#required++}`;
    this.#ours.add(name);
    this.#head.push(`const ${name}=__$require(${JSON.stringify(source)});`);
    return name;
  }

  #export(name: string, value: string, into: string[]): void {
    this.#exports.push(name);
    into.push(`__$exports${member(name)}=${value};`);
  }

  #blank({ start, end }: AnyNode): void {
    this.#cut(start, end, ';');
  }

  #cut(start: number, end: number, text = ''): void {
    this.#edits.push({ start, end, text: text + lineBreaksOf(this.#text.slice(start, end)) });
  }

  #insert(at: number, text: string): void {
    this.#edits.push(insertion(at, text));
  }
}

/** A name in an import or export: `a`, or `"a b"`. */
export function nameOf(node: AnyNode): string {
  return node.type === 'Identifier' ? node.name : String((node as { value?: unknown }).value);
}

function member(name: string): string {
  return /^[A-Za-z_$][\w$]*$/.test(name) ? `.${name}` : `[${JSON.stringify(name)}]`;
}

function key(name: string): string {
  return JSON.stringify(name);
}
