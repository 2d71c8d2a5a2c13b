import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { createModel, date, defineEntity, money, number, reference, references, text } from '@satchel/core';
import fc from 'fast-check';
import { afterEach, expect, test } from 'vitest';
import { createWorkspace, type TestWorkspace, testKey } from '../../test/workspace.ts';
import { type MigrateOptions, migrate, migrateDown } from './migrate.ts';
import type { Migration } from './migrations.ts';
import { openDatabase } from './open.ts';

const entity = (plural: string, fields: Parameters<typeof defineEntity>[0]['fields']) =>
  defineEntity({
    name: plural.slice(0, -1),
    plural,
    label: plural,
    labelPlural: plural,
    place: 'main',
    fields: { name: text({ search: true }), ...fields },
    views: { title: 'name', list: ['name'], form: ['name'] },
  });

const members = entity('members', {});
const older = createModel([members, entity('cards', {})]);
const newer = createModel([
  members,
  entity('cards', { size: number({ index: true }), friends: references('card') }),
  entity('boxs', {}),
]);

let workspace: TestWorkspace;
afterEach(() => workspace.remove());

const withBackup = (): MigrateOptions => ({
  backup: { folder: join(workspace.folder, 'backups'), timestamp: '2026-01-01T10:00:00' },
});
const tables = () => workspace.db.prepare<[], string>('SELECT sql FROM sqlite_schema ORDER BY name').pluck().all();
const insertCard = () => workspace.db.exec(`INSERT INTO "cards" ("id", "name", "name_fold") VALUES ('a', 'A', 'a')`);

test('what a newer model has is added, after a copy, and rows stay', () => {
  workspace = createWorkspace(older);
  insertCard();
  const migrated = migrate(workspace.db, newer, withBackup());
  expect(migrated.ok && migrated.value.made).toEqual([
    'cards.size',
    'cards.friends',
    'cards__friends',
    'boxs',
    'cards__by_size',
    'boxs__search',
    'boxs__by_createdAt',
    'boxs__by_owner_createdAt',
    'boxs__by_externalId',
    'boxs roll-up',
  ]);
  expect(workspace.db.prepare('SELECT "name", "size" FROM "cards"').all()).toEqual([{ name: 'A', size: null }]);
  const copy = migrated.ok ? migrated.value.backup : null;
  const opened = openDatabase({ path: String(copy), key: testKey });
  if (!opened.ok) throw new Error(opened.error.message);
  expect(migrate(opened.value, older, { backup: null })).toEqual({ ok: true, value: { made: [], backup: null } });
  expect(opened.value.prepare('SELECT "name" FROM "cards"').all()).toEqual([{ name: 'A' }]);
  opened.value.close();
  expect(migrate(workspace.db, newer, withBackup())).toEqual({ ok: true, value: { made: [], backup: null } });
});

test('[S1-26/A] whatever a database had before, it has what a new one has after its upgrade, and its rows', () => {
  const fields = {
    size: number({ index: true }),
    friends: references('card'),
    nick: text({ search: true }),
    day: date(),
    price: money({ index: true }),
    place: text({ index: true }),
  };
  const names = Object.keys(fields);
  const all = createModel([members, entity('cards', fields), entity('boxs', { owner2: reference('member') })]);
  const fresh = createWorkspace(all);
  const shape = shapeOf(fresh.db);
  fresh.remove();
  fc.assert(
    fc.property(fc.subarray(names), fc.boolean(), (had, hadBoxes) => {
      const some = Object.fromEntries(Object.entries(fields).filter(([name]) => had.includes(name)));
      const before = createModel([members, entity('cards', some), ...(hadBoxes ? [entity('boxs', {})] : [])]);
      workspace = createWorkspace(before);
      insertCard();
      expect(migrate(workspace.db, all, { backup: null }).ok).toBe(true);
      expect(shapeOf(workspace.db)).toEqual(shape);
      expect(workspace.db.prepare('SELECT "id", "name", "size" FROM "cards"').all()).toEqual([
        { id: 'a', name: 'A', size: null },
      ]);
      workspace.remove();
    }),
    { numRuns: 25 },
  );
});

/** Tables with their columns and indexes with theirs, in no order. */
function shapeOf(db: TestWorkspace['db']): unknown {
  const named = (type: string) =>
    db.prepare<[string], string>('SELECT name FROM sqlite_schema WHERE type = ? ORDER BY name').pluck().all(type);
  const columns = db.prepare<[string], unknown>(
    'SELECT "name", "type", "notnull", "dflt_value", "pk", "hidden" FROM pragma_table_xinfo(?) ORDER BY "name"',
  );
  const keys = db.prepare<[string], unknown>(
    'SELECT "name", "desc", "coll" FROM pragma_index_xinfo(?) ORDER BY "seqno"',
  );
  return {
    tables: named('table').map((name) => [name, columns.all(name)]),
    indexes: named('index').map((name) => [name, keys.all(name)]),
  };
}

test('an index of words that was made in another way is made anew from the rows', () => {
  workspace = createWorkspace(older);
  insertCard();
  const withText = createModel([members, entity('cards', { text: text({ search: true }) })]);
  const found = () => workspace.db.prepare('SELECT rowid FROM "cards__search" WHERE "cards__search" MATCH ?').all('a');
  const before = found();
  const migrated = migrate(workspace.db, withText, { backup: null });
  expect(migrated.ok && migrated.value.made).toEqual(['cards.text', 'cards.text_fold', 'cards__search']);
  expect([before, found()]).toEqual([[], [{ rowid: 1 }]]);
});

test('a newer database is refused and stays as it is', () => {
  workspace = createWorkspace(newer);
  const before = tables();
  const byTable = migrate(workspace.db, older, withBackup());
  const withField = createModel([members, entity('cards', {}), entity('boxs', {})]);
  const byColumn = migrate(workspace.db, withField, withBackup());
  workspace.db.pragma('user_version = 7');
  const byVersion = migrate(workspace.db, newer, withBackup());
  expect([byTable, byColumn, byVersion].map((result) => !result.ok && result.error.code)).toEqual([
    'newer',
    'newer',
    'newer',
  ]);
  expect(tables()).toEqual(before);
  expect(existsSync(join(workspace.folder, 'backups'))).toBe(false);
});

test('a step goes up and down again; one that fails changes nothing', () => {
  workspace = createWorkspace(older);
  insertCard();
  const shout: Migration = {
    to: 2,
    up: (db) => void db.exec(`UPDATE "cards" SET "name" = upper("name") || '!'`),
    down: (db) => void db.exec(`UPDATE "cards" SET "name" = rtrim("name", '!')`),
  };
  const broken: Migration = {
    to: 3,
    up: (db) => {
      db.exec('DELETE FROM "cards"');
      throw new Error('broken step');
    },
    down: () => undefined,
  };
  const names = () => workspace.db.prepare<[], string>('SELECT "name" FROM "cards"').pluck().all();
  const version = () => workspace.db.pragma('user_version', { simple: true });
  expect(() => migrate(workspace.db, older, { backup: null, steps: [shout, broken] })).toThrow('broken step');
  expect([names(), version()]).toEqual([['A'], 1]);
  expect(migrate(workspace.db, older, { backup: null, steps: [shout] }).ok).toBe(true);
  expect([names(), version()]).toEqual([['A!'], 2]);
  migrateDown(workspace.db, 1, [shout]);
  expect([names(), version()]).toEqual([['A'], 1]);
});
