import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { holdFile } from './hold-file.ts';

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'satchel-hold-'));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

test('a file is held by one at a time, and is gone when it is released', () => {
  const path = join(dir, 'held');
  const first = holdFile(path);
  if (!first.ok) throw new Error(first.error.message);
  expect(holdFile(path)).toMatchObject({ error: { code: 'locked' } });
  first.value.release();
  expect(existsSync(path)).toBe(false);
  const second = holdFile(path);
  if (!second.ok) throw new Error(second.error.message);
  first.value.release();
  expect(holdFile(path)).toMatchObject({ error: { code: 'locked' } });
  second.value.release();
});

test('a place where no file can be is told as trouble', () => {
  writeFileSync(join(dir, 'file'), '');
  expect(holdFile(join(dir, 'file', 'held'))).toMatchObject({ error: { code: 'not-writable' } });
});
