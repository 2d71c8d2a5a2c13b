import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';
import { expect, test } from 'vitest';

const root = join(import.meta.dirname, '../..');
const read = (file: string): string => readFileSync(join(root, file), 'utf8');
const documents = ['README.md', 'CONTRIBUTING.md', 'CHANGELOG.md', ...globSync('docs/**/*.md', { cwd: root })];

interface PackageFile {
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
  readonly scripts?: Readonly<Record<string, string>>;
}

const packageFile = (file: string): PackageFile => JSON.parse(read(file)) as PackageFile;

test('the changelog has a section of what is not released yet, first and with something in it', () => {
  const sections = read('CHANGELOG.md').split(/^## /m).slice(1);
  expect(sections[0]).toMatch(/^\[Unreleased\]\n/);
  expect(sections[0]).toMatch(/^- \S/m);
});

test('every dependency at run time has a line with its version, reason and licence', () => {
  const lines = read('docs/dependencies.md')
    .split('\n')
    .filter((line) => line.startsWith('| '));
  const catalog = new Map(
    [...read('pnpm-workspace.yaml').matchAll(/^ {2}"?([^\s":]+)"?: (?:npm:.*@)?(\d\S*)$/gm)].map(
      ([, name = '', version = '']) => [name, version],
    ),
  );
  const named = new Set(
    globSync('{packages,apps}/*/package.json', { cwd: root }).flatMap((file) =>
      Object.entries(packageFile(file).dependencies ?? {}).flatMap(([name, version]) =>
        version.startsWith('workspace:') ? [] : [name],
      ),
    ),
  );
  expect(named.size).toBeGreaterThan(20);
  const missing = [...named].filter((name) => {
    const version = catalog.get(name) ?? 'no version in the catalog';
    const line = lines.find((text) =>
      text
        .split(' | ')[0]
        ?.split(/[\s(,]+/)
        .includes(name),
    );
    return !line?.includes(version) || line.split(' | ').length < 5;
  });
  expect(missing).toEqual([]);
});

test('every decision is linked from another document, and numbered without a gap', () => {
  const decisions = globSync('docs/decisions/*.md', { cwd: root }).toSorted();
  expect(decisions.map((file) => posix.basename(file).slice(0, 4))).toEqual(
    decisions.map((_, index) => String(index + 1).padStart(4, '0')),
  );
  const linked = new Set(documents.flatMap((file) => linksOf(file)));
  expect(decisions.filter((file) => !linked.has(file))).toEqual([]);
});

test('every link between documents leads somewhere', () => {
  const broken = documents.flatMap((file) =>
    linksOf(file).flatMap((link) => (existsSync(join(root, link)) ? [] : [`${file} → ${link}`])),
  );
  expect(broken).toEqual([]);
});

test('every file that a document names is there, and every command can be run', () => {
  const paths = /`((?:packages|apps|scripts|docs|resources|\.ci)\/[\w./-]+)`/g;
  const scripts = packageFile('package.json').scripts ?? {};
  const wrong = documents.flatMap((file) => {
    const text = read(file);
    const absent = [...text.matchAll(paths)].flatMap(([, path = '']) => (existsSync(join(root, path)) ? [] : [path]));
    const unknown = [...text.matchAll(/`npm run (\w+)/g)].flatMap(([, name = '']) => (name in scripts ? [] : [name]));
    return [...absent, ...unknown].map((what) => `${file}: ${what}`);
  });
  expect(wrong).toEqual([]);
});

/** Relative links of a document, from the root. */
function linksOf(file: string): readonly string[] {
  return [...read(file).matchAll(/\]\(([^)\s#]+)(?:#[^)]*)?\)/g)].flatMap(([, target = '']) =>
    /^[a-z]+:/.test(target) ? [] : [posix.join(dirname(file), target)],
  );
}
