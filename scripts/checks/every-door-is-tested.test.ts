import { globSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { expect, test } from 'vitest';

const root = join(import.meta.dirname, '../..');
const read = (file: string): string => readFileSync(join(root, file), 'utf8');
const backend = 'apps/desktop/src/backend';

/** Tests of the backend run on a real encrypted database and real processes; doubles are a violation of the layers. */
const tests = globSync(`${backend}/**/*.test.ts`, { cwd: root }).map(read);

test('[S4-57] every method that a window can call is called by a test of the backend', () => {
  const declared = /export interface Api \{([\s\S]*?)\n\}/.exec(read('apps/desktop/src/shared/api.ts'))?.[1] ?? '';
  const methods = [...declared.matchAll(/^ {2}'(\w+\.\w+)':/gm)].map(([, method = '']) => method);
  expect(methods.length).toBeGreaterThan(20);
  const called = new Set(tests.flatMap((text) => [...text.matchAll(/\(\s*'(\w+\.\w+)'/g)].map(([, name]) => name)));
  expect(methods.filter((method) => !called.has(method))).toEqual([]);
});

test('[S4-57] every command is run by a test, as a process of its own', () => {
  const files = globSync(`${backend}/commands/*.ts`, { cwd: root }).filter((file) => !file.endsWith('.test.ts'));
  const siblings = files.map(read);
  // What another file of the folder imports is a part of a command, not one.
  const commands = files
    .map((file) => basename(file, '.ts'))
    .filter((name) => !siblings.some((text) => text.includes(`'./${name}.ts'`)));
  expect(commands).toEqual(expect.arrayContaining(['generate', 'import', 'serve']));
  const spawning = tests.filter((text) => text.includes('spawn('));
  expect(commands.filter((name) => !spawning.some((text) => new RegExp(`'${name}(?:\\.ts)?'`).test(text)))).toEqual([]);
});
