import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { coreModel, recordIdFrom } from '@satchel/core';
import { type Disk, simulate, type WordPlace, type WrittenWords } from '@satchel/sync/simulation';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { rawPages } from '../../../test/raw-pages.ts';
import { createWorkspace, type TestWorkspace, testKey } from '../../../test/workspace.ts';
import type { SqliteDatabase } from '../driver.ts';
import { openDatabase } from '../open.ts';
import { createSqliteReplicaStore } from '../replica-store.ts';

let fresh: TestWorkspace;
let folder: string;
const opened = new Map<Disk, SqliteDatabase>();

beforeAll(() => {
  fresh = createWorkspace(coreModel);
  fresh.db.pragma('wal_checkpoint(TRUNCATE)');
  folder = mkdtempSync(join(tmpdir(), 'satchel-bytes-'));
});
const closeAll = () => {
  for (const db of opened.values()) db.close();
  opened.clear();
};
afterAll(() => {
  closeAll();
  fresh.remove();
  rmSync(folder, { recursive: true, force: true });
});

let files = 0;
function newDatabase(): SqliteDatabase {
  files += 1;
  const path = join(folder, `${files}.db`);
  copyFileSync(fresh.path, path);
  const result = openDatabase({ path, key: testKey });
  if (!result.ok) throw new Error(result.error.message);
  result.value.pragma('synchronous = OFF');
  return result.value;
}

function createDisk(): Disk {
  const db = newDatabase();
  const disk: Disk = {
    ...createSqliteReplicaStore(db, coreModel),
    // Copies of the file are somebody's own, and are not looked at.
    backup: () => () => undefined,
  };
  opened.set(disk, db);
  return disk;
}

/** What is on a disk for its member to read, and what must not be there. */
function sorted(disk: Disk, words: WrittenWords) {
  // What the user wrote stays with what needs attention.
  const own = JSON.stringify(disk.attention());
  const masked = JSON.parse(disk.meta('hidden') ?? '{}') as Readonly<Record<string, readonly string[]>>;
  const isReadable = ({ entity, id, field }: WordPlace): boolean =>
    disk.record(entity, recordIdFrom(id)) !== null && masked[entity]?.includes(field) !== true;
  const all = [...words.keys()];
  const readable = all.filter((word) => own.includes(word) || words.get(word)?.some(isReadable) === true);
  const rows = JSON.stringify(coreModel.entities.map(({ name }) => disk.ids(name).map((id) => disk.record(name, id))));
  return {
    shown: all.filter((word) => rows.includes(word)),
    hidden: all.filter((word) => !readable.includes(word)),
  };
}

/** Those of the words that stand in some bytes. A search index keeps the beginning of a word apart from its end. */
const found = (pages: readonly Buffer[], words: Iterable<string>): readonly string[] =>
  [...words].filter((word) => pages.some((bytes) => bytes.includes(word.slice(-8))));

const wordsIn = (db: SqliteDatabase, words: Iterable<string>): readonly string[] =>
  found(rawPages(db.name, testKey), words);

/** Runs in which rights come and go, so that devices held what they may not any more. */
const seeds = [15, 29, 41, 35, 46, 52, 57];

test('[B-11/C] a device holds no byte of what its member may not read: not in rows, search, history, free pages or the log', async () => {
  const seen = { hidden: 0, shown: 0, devices: 0, narrowed: 0 };
  for (const seed of seeds) {
    await simulate({
      seed,
      steps: 200,
      newDisk: createDisk,
      onRest: ({ name, disk }, words) => {
        const db = opened.get(disk);
        if (!db) throw new Error('Every disk is a database.');
        const { shown, hidden } = sorted(disk, words);
        if (hidden.length === 0) return;
        const pages = rawPages(db.name, testKey);
        expect([seed, name, found(pages, hidden)]).toEqual([seed, name, []]);
        // The scan finds what is there.
        expect(found(pages, shown)).toEqual(shown);
        seen.hidden += hidden.length;
        seen.shown += shown.length;
        seen.devices += 1;
        if (disk.meta('traces') !== undefined) seen.narrowed += 1;
      },
    });
    closeAll();
  }
  expect(seen.devices).toBeGreaterThan(15);
  expect(seen.narrowed).toBeGreaterThan(8);
  expect(seen.hidden).toBeGreaterThan(60);
  expect(seen.shown).toBeGreaterThan(50);
}, 180_000);

test('what was left on a free page, in the log, or in the search index is found', () => {
  const put = (db: SqliteDatabase, word: string) =>
    db.prepare('INSERT OR REPLACE INTO "_meta" ("key", "value") VALUES (?, ?)').run('leak', word + ' '.repeat(9000));
  const take = (db: SqliteDatabase) => db.exec(`DELETE FROM "_meta" WHERE "key" = 'leak'`);
  const db = newDatabase();
  put(db, 'qaaaaaaaaaaaa');
  take(db);
  // Deleted and overwritten in the file, but the log has the page of before.
  expect(wordsIn(db, ['qaaaaaaaaaaaa'])).toEqual(['qaaaaaaaaaaaa']);
  db.pragma('wal_checkpoint(TRUNCATE)');
  expect(wordsIn(db, ['qaaaaaaaaaaaa'])).toEqual([]);

  db.pragma('secure_delete = off');
  put(db, 'qbbbbbbbbbbbb');
  take(db);
  db.pragma('wal_checkpoint(TRUNCATE)');
  expect(wordsIn(db, ['qbbbbbbbbbbbb'])).toEqual(['qbbbbbbbbbbbb']);

  db.pragma('secure_delete = on');
  db.exec(`INSERT INTO "companies__search" (rowid, "words") VALUES (1, 'qcccccccccccc')`);
  db.exec(
    `INSERT INTO "companies__search" ("companies__search", rowid, "words") VALUES ('delete', 1, 'qcccccccccccc')`,
  );
  db.pragma('wal_checkpoint(TRUNCATE)');
  expect(wordsIn(db, ['qcccccccccccc'])).toEqual(['qcccccccccccc']);
  const store = createSqliteReplicaStore(db, coreModel);
  expect(store.scrub(['company'])).toBe(true);
  expect(wordsIn(db, ['qcccccccccccc'])).toEqual([]);
  db.close();
});
