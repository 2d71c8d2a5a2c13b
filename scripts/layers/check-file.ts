import { isBuiltin } from 'node:module';
import { posix } from 'node:path';
import { guardedDependencies, type Layer, layers } from './layers.ts';
import type { Manifest } from './manifest.ts';
import { type Finding, readSource } from './read-source.ts';

/** One broken rule: where, and what to do. */
export interface Violation {
  readonly file: string;
  readonly line: number;
  readonly message: string;
}

/**
 * Checks one file of the house. `file` is relative to the root, with slashes. `manifests` holds the package.json of
 * each folder of layers.ts, and of each workspace package by its name.
 */
export function checkFile(file: string, text: string, manifests: ReadonlyMap<string, Manifest>): readonly Violation[] {
  const layer = layers.find((candidate) => file.startsWith(candidate.folder));
  const source = readSource(file, text);
  if (!source.ok) return [{ file, line: 1, message: `cannot be parsed: ${source.error}` }];
  const isTest = /\.(test|contract|spec)\.tsx?$/.test(file);
  const report = (found: readonly Finding[], message: (what: string) => string | undefined) =>
    found.flatMap(({ line, what }) => {
      const text = message(what);
      return text === undefined ? [] : [{ file, line, message: text }];
    });
  const { imports, impure, anyTypes, exportsAll, defaultExports, statements, mocks } = source.value;
  return [
    ...(layer ? report(imports, (path) => wrongImport(file, path, layer, isTest, manifests)) : []),
    ...(layer?.pure && !isTest
      ? report(impure, (what) => `${what} is not for ${layer.name}: clock, randomness and environment are parameters.`)
      : []),
    ...(layer && !layer.sql && !isTest
      ? report(statements, () => `${layer.name} may not speak to the database: SQL is for packages/db.`)
      : []),
    ...report(mocks, (what) => `${what} puts a double in place of what is tested: run the real thing.`),
    ...report(anyTypes, () => 'the type "any" switches the compiler off; use unknown and parse.'),
    ...report(exportsAll, () => 'name what you export instead of "export *".'),
    ...(file.endsWith('.config.ts') ? [] : report(defaultExports, () => 'export it by name.')),
  ];
}

function wrongImport(
  file: string,
  path: string,
  layer: Layer,
  isTest: boolean,
  manifests: ReadonlyMap<string, Manifest>,
): string | undefined {
  if (path.startsWith('.')) return wrongRelative(file, path, layer, isTest);
  if (isBuiltin(path)) {
    if (layer.node || isTest) return undefined;
    return `${layer.name} may not use Node's ${path}.`;
  }
  const name = packageName(path);
  const workspace = manifests.get(name);
  if (workspace !== undefined) {
    if (!layer.packages.includes(name)) return `${layer.name} may not import ${name}: arrows point the other way.`;
    const entry = path === name ? '.' : `.${path.slice(name.length)}`;
    if (!workspace.exports.includes(entry)) return `${path} is not exported by ${name}; import its public names.`;
  }
  if (guardedDependencies.includes(name) && !layer.only.includes(name)) return `${name} is not for ${layer.name}.`;
  const manifest = manifests.get(layer.packageFolder);
  const declared = { ...(isTest ? manifest?.devDependencies : {}), ...manifest?.dependencies };
  // Electron is a development dependency of every Electron app: the packaged app is it.
  if (name in declared || (name === 'electron' && layer.only.includes(name))) return undefined;
  return `${name} is not among the dependencies in ${layer.packageFolder}package.json.`;
}

function wrongRelative(file: string, path: string, layer: Layer, isTest: boolean): string | undefined {
  const target = posix.join(posix.dirname(file), path.replace(/\?.*$/, ''));
  const folders = [layer.folder, ...layer.siblings, ...(isTest ? [`${layer.packageFolder}test/`] : [])];
  if (!folders.some((folder) => target.startsWith(folder))) {
    return `${layer.name} may not reach ${target}: it is another layer's.`;
  }
  if (!/\.[a-z]+$/.test(target)) return `${path} needs its file extension.`;
  return undefined;
}

function packageName(path: string): string {
  return path.split('/', path.startsWith('@') ? 2 : 1).join('/');
}
