import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { checkFile, type Violation } from './check-file.ts';
import { layers } from './layers.ts';
import { type Manifest, readManifest } from './manifest.ts';

const ignored = new Set(['node_modules', 'out', 'dist', '.git', 'test-results']);

/** Checks every TypeScript file below `root`, the root of the repository or of a copy of its shape. */
export function checkTree(root: string): { readonly files: number; readonly violations: readonly Violation[] } {
  const manifests = readManifests(root);
  const files = ['packages', 'apps', 'scripts'].flatMap((folder) => sourceFiles(join(root, folder)));
  const violations = files.flatMap((file) =>
    checkFile(relative(root, file).split(sep).join('/'), readFileSync(file, 'utf8'), manifests),
  );
  return { files: files.length, violations: [...violations, ...checkVersions(root)] };
}

function readManifests(root: string): ReadonlyMap<string, Manifest> {
  const folders = [...new Set(layers.map((layer) => layer.packageFolder))];
  return new Map(
    folders.flatMap((folder) => {
      const file = join(root, folder, 'package.json');
      if (!existsSync(file)) return [];
      const manifest = readManifest(file);
      return [
        [folder, manifest],
        [manifest.name, manifest],
      ];
    }),
  );
}

/** The root names its own versions (npm must be able to read it); they are the catalog's all the same. */
function checkVersions(root: string): readonly Violation[] {
  const file = join(root, 'package.json');
  if (!existsSync(file)) return [];
  const catalog = new Map(
    [
      ...readFileSync(join(root, 'pnpm-workspace.yaml'), 'utf8').matchAll(
        /^ {2}["']?([^"':]+)["']?: ["']?(\d\S*?)["']?$/gm,
      ),
    ].map(([, name = '', version = '']) => [name, version]),
  );
  return Object.entries(readManifest(file).devDependencies)
    .filter(([name, version]) => catalog.get(name) !== version)
    .map(([name, version]) => ({
      file: 'package.json',
      line: 1,
      message: `${name} is ${version} here and ${catalog.get(name) ?? 'absent'} in the catalog of pnpm-workspace.yaml.`,
    }));
}

function sourceFiles(folder: string): readonly string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return ignored.has(entry.name) ? [] : sourceFiles(path);
    return /\.[cm]?tsx?$/.test(entry.name) ? [path] : [];
  });
}
