import { type ESTree, parseSync, Visitor } from 'vite';

/** Something found in a file: its line, from 1, and a name for it. */
export interface Finding {
  readonly line: number;
  readonly what: string;
}

/** What the rules look at in a file. */
export interface Source {
  /** Paths of imports, re-exports and `import()`, types included. */
  readonly imports: readonly Finding[];
  /** Uses of the clock, of randomness, of the environment. */
  readonly impure: readonly Finding[];
  readonly anyTypes: readonly Finding[];
  readonly exportsAll: readonly Finding[];
  readonly defaultExports: readonly Finding[];
  /** Texts that are a statement to a database. */
  readonly statements: readonly Finding[];
  /** Uses of the test runner's doubles. */
  readonly mocks: readonly Finding[];
}

const impureGlobals = new Set([
  'process',
  'crypto',
  'performance',
  'setTimeout',
  'setInterval',
  'setImmediate',
  'fetch',
]);
const impureMembers = new Set(['Date.now', 'Math.random']);
const mockMembers = new Set(['fn', 'mock', 'doMock', 'hoisted', 'mocked', 'mockObject', 'spyOn', 'stubGlobal']);
const statement =
  /^\s*(?:SELECT\s[\s\S]*\sFROM\s|(?:INSERT|REPLACE)\s[\s\S]*\bINTO\s|UPDATE\s+\S+\s+SET\s|DELETE\s+FROM\s|(?:CREATE|ALTER|DROP)\s+(?:TABLE|INDEX|VIEW|TRIGGER)\s|PRAGMA\s)/;

/** Parses TypeScript or JavaScript. The error is the parser's first. */
export function readSource(
  file: string,
  text: string,
): { readonly ok: true; readonly value: Source } | { readonly ok: false; readonly error: string } {
  const parsed = parseSync(file, text);
  const [error] = parsed.errors;
  if (error !== undefined) return { ok: false, error: error.message };

  const imports: Finding[] = [];
  const impure: Finding[] = [];
  const anyTypes: Finding[] = [];
  const exportsAll: Finding[] = [];
  const defaultExports: Finding[] = [];
  const statements: Finding[] = [];
  const mocks: Finding[] = [];
  const lineOf = lineFinder(text);
  const note = (list: Finding[], node: { readonly start: number }, what: string) => {
    list.push({ line: lineOf(node.start), what });
  };
  const notePath = (node: ESTree.Expression | null) => {
    if (node?.type === 'Literal' && typeof node.value === 'string') note(imports, node, node.value);
  };

  new Visitor({
    ImportDeclaration: (node) => notePath(node.source),
    ExportNamedDeclaration: (node) => notePath(node.source),
    ImportExpression: (node) => notePath(node.source),
    TSImportType: (node) => notePath(node.source),
    ExportAllDeclaration: (node) => {
      notePath(node.source);
      note(exportsAll, node, 'export *');
    },
    ExportDefaultDeclaration: (node) => note(defaultExports, node, 'export default'),
    Literal: (node) => {
      if (typeof node.value === 'string' && statement.test(node.value)) note(statements, node, node.value.trim());
    },
    TemplateLiteral: (node) => {
      const written = node.quasis.map(({ value }) => value.raw).join('?');
      if (statement.test(written)) note(statements, node, written.trim());
    },
    TSAnyKeyword: (node) => note(anyTypes, node, 'any'),
    NewExpression: (node) => {
      if (isNamed(node.callee, 'Date') && node.arguments.length === 0) note(impure, node, 'new Date()');
    },
    CallExpression: (node) => {
      if (isNamed(node.callee, 'Date')) note(impure, node, 'Date()');
      if (node.callee.type === 'Identifier' && impureGlobals.has(node.callee.name)) {
        note(impure, node, node.callee.name);
      }
    },
    MemberExpression: (node) => {
      const object = node.object.type === 'Identifier' ? node.object.name : '';
      const property = node.property.type === 'Identifier' ? node.property.name : '';
      if (object === 'vi' && mockMembers.has(property)) note(mocks, node, `vi.${property}`);
      if (impureMembers.has(`${object}.${property}`)) note(impure, node, `${object}.${property}`);
      else if (impureGlobals.has(object)) note(impure, node, object);
      else if (object === 'globalThis') note(impure, node, `globalThis.${property}`);
    },
  }).visit(parsed.program);
  return { ok: true, value: { imports, impure, anyTypes, exportsAll, defaultExports, statements, mocks } };
}

function isNamed(node: ESTree.Expression, name: string): boolean {
  return node.type === 'Identifier' && node.name === name;
}

function lineFinder(text: string): (offset: number) => number {
  return (offset) => text.slice(0, offset).split('\n').length;
}
