import { expect, test } from 'vitest';
import { checkFile } from './check-file.ts';
import type { Manifest } from './manifest.ts';

const manifest = (
  name: string,
  dependencies: readonly string[],
  devDependencies: readonly string[] = [],
): Manifest => ({
  name,
  exports: ['.'],
  dependencies: Object.fromEntries(dependencies.map((dependency) => [dependency, '1.0.0'])),
  devDependencies: Object.fromEntries(devDependencies.map((dependency) => [dependency, '1.0.0'])),
});
const core = manifest('@satchel/core', ['date-fns'], ['fast-check']);
const db = manifest('@satchel/db', ['@satchel/core', '@satchel/sync', 'better-sqlite3']);
const desktop = manifest('@satchel/desktop', ['@satchel/core', '@satchel/db', 'react', 'ws', 'better-sqlite3']);
const manifests = new Map([
  ['packages/core/', core],
  ['@satchel/core', core],
  ['packages/db/', db],
  ['@satchel/db', db],
  ['apps/desktop/', desktop],
]);
const check = (file: string, text: string) =>
  checkFile(file, text, manifests).map(({ line, message }) => `${line}: ${message}`);

test('[S1-32/C] a layer reaches what lies below it and nothing else', () => {
  expect(
    check('packages/core/src/a.ts', "import { addDays } from 'date-fns';\nimport { b } from './b.ts';\nnew Date(b);"),
  ).toEqual([]);
  expect(
    check('packages/db/src/a.ts', "import fs from 'node:fs';\nimport { x } from '@satchel/core';\nDate.now();"),
  ).toEqual([]);
  expect(
    check('apps/desktop/src/backend/a.ts', "import { y } from '@satchel/db';\nimport { z } from '../shared/z.ts';"),
  ).toEqual([]);
  expect(
    check('packages/core/src/a.test.ts', "import fc from 'fast-check';\nimport { readFileSync } from 'node:fs';"),
  ).toEqual([]);
  expect(check('packages/core/src/a.ts', "import { y } from '@satchel/db';")).toEqual([
    '1: core may not import @satchel/db: arrows point the other way.',
  ]);
});

test.each([
  ['packages/core/src/a.ts', "import { x } from '@satchel/db';", 'core may not import @satchel/db'],
  ['packages/core/src/a.ts', "import type { x } from '@satchel/db';", 'core may not import @satchel/db'],
  ['packages/core/src/a.ts', "import { x } from '../../db/src/x.ts';", "another layer's"],
  ['packages/core/src/a.ts', "import { readFileSync } from 'node:fs';", "may not use Node's node:fs"],
  ['packages/core/src/a.ts', "const fs = await import('fs');", "may not use Node's fs"],
  ['packages/core/src/a.ts', "import fc from 'fast-check';", 'not among the dependencies'],
  ['packages/core/src/a.ts', "export { x } from './x';", 'needs its file extension'],
  ['packages/core/src/a.ts', 'const at = Date.now();', 'Date.now is not for core'],
  ['packages/core/src/a.ts', 'const at = new Date();', 'new Date() is not for core'],
  ['packages/core/src/a.ts', 'const n = Math.random();', 'Math.random is not for core'],
  ['packages/core/src/a.ts', 'const e = process.env.HOME;', 'process is not for core'],
  ['packages/core/src/a.ts', 'globalThis.crypto.randomUUID();', 'globalThis.crypto is not for core'],
  ['packages/sync/src/a.ts', 'setTimeout(() => {}, 1);', 'setTimeout is not for sync'],
  ['packages/db/src/a.ts', "import { x } from '@satchel/core/src/x.ts';", 'is not exported by @satchel/core'],
  ['packages/db/src/a.ts', 'export const f = (x: any) => x;', 'the type "any"'],
  ['packages/db/src/a.ts', "export * from './b.ts';", 'instead of "export *"'],
  ['packages/db/src/a.ts', 'export default 1;', 'export it by name'],
  ['apps/desktop/src/renderer/a.tsx', "import { x } from '@satchel/db';", 'may not import @satchel/db'],
  ['apps/desktop/src/renderer/a.tsx', "import { x } from '../backend/x.ts';", "another layer's"],
  ['apps/desktop/src/backend/a.ts', "import { app } from 'electron';", 'electron is not for desktop/backend'],
  ['apps/desktop/src/backend/a.ts', "import Database from 'better-sqlite3';", 'better-sqlite3 is not for'],
  ['apps/desktop/src/shared/a.ts', "import { useState } from 'react';", 'react is not for desktop/shared'],
])('a planted violation is caught: %s %s', (file, text, message) => {
  expect(check(file, `// first line\n${text}`)).toEqual([
    expect.stringMatching(new RegExp(`^2: .*${message.replaceAll(/[().*]/g, '\\$&')}`)),
  ]);
});

const select = "const rows = db.prepare('SELECT id FROM company').all();";

test('[S1-32/C] SQL stands in the layer of the database and in no other', () => {
  const texts = [
    select,
    ['run(`UPDATE $', '{table} SET name = ?`);'].join(''),
    "exec(' INSERT INTO x VALUES (1)');",
    "exec('PRAGMA user_version');",
  ];
  for (const text of texts) {
    expect(check('packages/db/src/a.ts', text)).toEqual([]);
    for (const file of ['packages/core/src/a.ts', 'packages/sync/src/a.ts', 'apps/desktop/src/backend/a.ts']) {
      expect(check(file, text)).toEqual([expect.stringContaining('SQL is for packages/db')]);
    }
  }
  expect(check('apps/desktop/src/backend/a.ts', "const label = 'Select a company from the list';")).toEqual([]);
  expect(check('apps/desktop/src/backend/a.test.ts', select)).toEqual([]);
});

test('[S4-57] a double of the test runner is a violation, wherever it stands', () => {
  for (const what of ['vi.mock', 'vi.fn', 'vi.spyOn', 'vi.stubGlobal']) {
    for (const file of ['packages/core/src/a.test.ts', 'apps/desktop/e2e/a.spec.ts', 'scripts/a.test.ts']) {
      expect(check(file, `${what}('./b.ts');`)).toEqual([expect.stringContaining(`${what} puts a double in place`)]);
    }
  }
});

test('a file that does not parse is a violation', () => {
  expect(check('packages/core/src/a.ts', 'const = ;')).toEqual([expect.stringContaining('cannot be parsed')]);
});
