import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { coreModel } from '@satchel/core';
import { expect, test } from 'vitest';
import { load } from '../../test/loading-device.ts';
import { createWorkspace, testKey } from '../../test/workspace.ts';
import type { SqliteDatabase } from './driver.ts';
import { migrate } from './migrate.ts';
import { openDatabase } from './open.ts';

const device = fileURLToPath(new URL('../../test/loading-device.ts', import.meta.url));

/** Ends a device some milliseconds after it said a page; null: it is left alone. */
async function run(path: string, killedAt: { readonly page: number; readonly afterMs: number } | null): Promise<void> {
  const child = spawn(process.execPath, [device, path, Buffer.from(testKey).toString('hex')], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let told = '';
  child.stdout.on('data', (some: Buffer) => {
    told += some.toString();
    if (killedAt !== null && told.split('\n').length > killedAt.page + 1) {
      setTimeout(() => child.kill('SIGKILL'), killedAt.afterMs);
    }
  });
  const code = await new Promise((resolve) => child.once('close', resolve));
  if (killedAt === null && code !== 0) throw new Error(`The device ended with ${String(code)}.`);
}

function opened(path: string): SqliteDatabase {
  const result = openDatabase({ path, key: testKey });
  if (!result.ok) throw new Error(result.error.message);
  return result.value;
}

const indexesOf = (db: SqliteDatabase): readonly string[] =>
  db.prepare<[], string>("SELECT name FROM sqlite_schema WHERE type = 'index' ORDER BY name").pluck().all();

/** What is derived from the companies, beside the same made of the rows at once. */
function derived(db: SqliteDatabase): readonly (readonly [found: number, expected: number])[] {
  const number = (sql: string): number => Number(db.prepare<[], number>(sql).pluck().get());
  const rows = 'SELECT count(*) FROM "companies"';
  return [
    [
      number(`SELECT count(*) FROM "companies__search" WHERE "companies__search" MATCH 'birch'`),
      number(`${rows} WHERE "name" LIKE 'Birch%'`),
    ],
    [
      number(`SELECT count(*) FROM "companies__search" WHERE "companies__search" MATCH 'fir'`),
      number(`${rows} WHERE "name" LIKE 'Fir%'`),
    ],
    [number('SELECT coalesce(sum("count"), 0) FROM "_rollup" WHERE "entity" = \'companies\''), number(rows)],
    [number('SELECT count(*) FROM "companies__emails"'), number(rows)],
  ];
}

test('an app that ends anywhere in a first load leaves whole rows with their words; its next start makes the indexes', async () => {
  const pages = load.rows / load.pageRows;
  const moments = [0, 1, 3, 4, 7, pages - 1, pages - 1, pages - 1].map((page, n) => ({ page, afterMs: (n * 13) % 40 }));
  const fresh = createWorkspace(coreModel);
  const wanted = indexesOf(fresh.db);
  let withoutIndexes = 0;
  let partly = 0;
  try {
    for (const [n, moment] of moments.entries()) {
      const path = join(fresh.folder, `${n}.db`);
      await run(path, moment);
      const db = opened(path);
      try {
        const isBegun = db.pragma('user_version', { simple: true }) !== 0;
        if (isBegun && indexesOf(db).length < wanted.length) withoutIndexes += 1;
        const backups = join(fresh.folder, `backups ${n}`);
        const migrated = migrate(db, coreModel, { backup: { folder: backups, timestamp: '2026-01-01T10:00:00' } });
        expect([migrated.ok, indexesOf(db)]).toEqual([true, wanted]);
        // Indexes are no reason for a copy.
        expect(existsSync(backups)).toBe(false);
        expect(db.pragma('integrity_check', { simple: true })).toBe('ok');
        for (const [found, expected] of derived(db)) expect(found).toBe(expected);
        const held = Number(db.prepare<[], number>('SELECT count(*) FROM "companies"').pluck().get());
        // The first page is kept at once, the others in parts.
        expect([0, load.pageRows, load.rows].includes(held) || (held - load.pageRows) % load.partRows === 0).toBe(true);
        if (held > 0 && held < load.rows) partly += 1;
      } finally {
        db.close();
      }
    }
    expect(withoutIndexes).toBeGreaterThan(0);
    expect(partly).toBeGreaterThan(0);
    const path = join(fresh.folder, '3.db');
    await run(path, null);
    const whole = opened(path);
    expect(indexesOf(whole)).toEqual(wanted);
    expect(derived(whole)).toEqual([
      [2000, 2000],
      [4000, 4000],
      [load.rows, load.rows],
      [load.rows, load.rows],
    ]);
    whole.close();
  } finally {
    fresh.remove();
  }
}, 60_000);
