import { existsSync, globSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { type Stage, stages } from '../test/stages.ts';

const root = join(import.meta.dirname, '../..');
const read = (file: string): string => readFileSync(join(root, file), 'utf8');
const commandOf = (stage: Stage | undefined): string =>
  (stage?.commands ?? []).map((words) => words.join(' ')).join('\n');
const inCi = new Map(stages([], true).map((stage) => [stage.name, stage]));

interface PackageFile {
  readonly license?: string;
  readonly scripts?: Readonly<Record<string, string>>;
}

const packageFile = (file: string): PackageFile => JSON.parse(read(file)) as PackageFile;

test('[S1-36] npm test runs unit, integration and real-browser tests, and the licence is MIT', () => {
  expect(packageFile('package.json').scripts?.test).toBe('node scripts/run.mjs test --');
  expect(read('scripts/run.mjs')).toContain("test: ['scripts/test/main.ts']");
  const locally = stages([]).filter(({ absent }) => absent === undefined);
  expect(locally.map(({ name }) => name)).toEqual([
    'types',
    'lint',
    'layers',
    'unit',
    'integration',
    'simulation',
    'fuzz',
    'build',
    'browser',
  ]);
  expect(commandOf(inCi.get('browser'))).toContain('playwright test');

  const licence = read('LICENSE');
  expect(licence).toMatch(/^MIT License\n\nCopyright (?:\(c\) )?\d{4} \S/);
  expect(licence).toContain('Permission is hereby granted, free of charge, to any person obtaining a copy');
  const packages = globSync('{.,packages/*,apps/*}/package.json', { cwd: root });
  expect(packages.length).toBeGreaterThan(4);
  expect(packages.filter((file) => packageFile(file).license !== 'MIT')).toEqual([]);
});

test('[S1-36] [S2-25] every test belongs to the unit or to the integration tests, and to one of them only', () => {
  const projects = [...read('vitest.config.ts').matchAll(/(?:project\(|name: )'([\w-]+)'/g)].map(
    ([, name = '']) => name,
  );
  expect(projects).toEqual(expect.arrayContaining(['core', 'sync', 'simulation', 'scripts', 'db', 'db-pg', 'desktop']));
  const named = (name: string, sign: string) =>
    [...commandOf(inCi.get(name)).matchAll(new RegExp(`--project=${sign}([\\w-]+)`, 'g'))].map(
      ([, project]) => project,
    );
  const unit = named('unit', '');
  expect(unit).toEqual(['core', 'sync', 'scripts']);
  expect(unit.filter((name = '') => !projects.includes(name))).toEqual([]);
  const simulation = named('simulation', '');
  expect(simulation).toEqual(['simulation']);
  // Integration is everything else: nothing is left out, whatever is added.
  expect(named('integration', '!')).toEqual([...unit, ...simulation]);
});

test('[S2-25] CI lints, compiles strictly, checks layers and writes a coverage report, each within a time budget', () => {
  expect([...inCi.values()].filter(({ absent }) => absent !== undefined)).toEqual([]);
  expect(commandOf(inCi.get('types'))).toBe('tsc -b');
  expect(commandOf(inCi.get('lint'))).toBe('biome check --error-on-warnings .\noxlint --deny-warnings .');
  expect(commandOf(inCi.get('unit'))).toMatch(/^vitest run .*--coverage/);
  expect(read('vitest.config.ts')).toMatch(/coverage: \{[^}]*reporter: \[[^\]]*'html'/);
  expect(read('.gitignore').split('\n')).toContain('coverage/');
  const script = read('.ci/run');
  expect(script).toMatch(/^export CI=1\nexec npm test$/m);
  expect(statSync(join(root, '.ci/run')).mode & 0o111).not.toBe(0);
  expect(existsSync(join(root, 'pnpm-lock.yaml'))).toBe(true);
  expect([...inCi.values()].every(({ budgetSeconds }) => budgetSeconds > 0)).toBe(true);
});
