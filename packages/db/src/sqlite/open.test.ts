import { copyFileSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { contractModel } from '@satchel/sync/replica-store-model.contract';
import { afterEach, expect, test } from 'vitest';
import { createWorkspace, type TestWorkspace, testKey } from '../../test/workspace.ts';
import { connect } from './driver.ts';
import { migrate } from './migrate.ts';
import { openDatabase } from './open.ts';
import { createSqliteReplicaStore } from './replica-store.ts';
import { troubleOf } from './trouble.ts';

let workspace: TestWorkspace | undefined;
afterEach(() => workspace?.remove());

const open = (path: string, key = testKey) => openDatabase({ path, key, busyTimeoutMs: 50 });
const codeOf = (result: ReturnType<typeof open>) => {
  if (!result.ok) return result.error.code;
  result.value.close();
  return 'ok';
};

function filled(): TestWorkspace {
  workspace = createWorkspace(contractModel);
  const store = createSqliteReplicaStore(workspace.db, contractModel);
  store.transaction(() => {
    for (let n = 0; n < 2000; n += 1) store.setMeta(`name ${n}`, `Geheimer Kunde ${n}`);
  });
  return workspace;
}

test('another key does not open the file, and nothing in it can be read', () => {
  const { path, db } = filled();
  // A byte scan that finds nothing proves something only when the same scan finds plain text.
  const plain = connect(join(path, '..', 'plain.db'), { readonly: false, timeout: 0 });
  plain.exec("CREATE TABLE t (a); INSERT INTO t VALUES ('Geheimer Kunde 7')");
  plain.close();
  const scan = (name: string) => {
    const bytes = readFileSync(join(path, '..', name));
    return ['Geheimer', 'companies', 'CREATE TABLE', 'SQLite format'].some((text) => bytes.includes(text));
  };
  expect([scan('plain.db'), scan('workspace.db'), scan('workspace.db-wal')]).toEqual([true, false, false]);
  db.close();
  expect([scan('workspace.db'), codeOf(open(path, new Uint8Array(32))), codeOf(open(path))]).toEqual([
    false,
    'wrong-key',
    'ok',
  ]);
});

test('a changed bit, a cut file and a file of something else are told', () => {
  const { path, db, folder } = filled();
  db.close();
  const damaged = (name: string, damage: (copy: string) => void): string | undefined => {
    const copy = join(folder, name);
    copyFileSync(path, copy);
    damage(copy);
    const opened = open(copy);
    if (!opened.ok) return opened.error.code;
    try {
      opened.value.prepare('SELECT * FROM "_meta"').all();
      return 'ok';
    } catch (error) {
      return troubleOf(error)?.code;
    } finally {
      opened.value.close();
    }
  };
  const flip = (copy: string) => {
    const bytes = readFileSync(copy);
    for (let at = 4096 + 100; at < bytes.length; at += 4096) bytes.writeUInt8((bytes[at] ?? 0) ^ 1, at);
    writeFileSync(copy, bytes);
  };
  expect([
    damaged('whole.db', () => undefined),
    damaged('flipped.db', flip),
    damaged('cut.db', (copy) => truncateSync(copy, 10_000)),
    damaged('other.db', (copy) => writeFileSync(copy, 'name,phone\r\n'.repeat(1000))),
  ]).toEqual(['ok', 'corrupt', 'corrupt', 'wrong-key']);
});

test('a file that is missing, or in a folder that is missing', () => {
  const { folder } = filled();
  const reader = openDatabase({ path: join(folder, 'none.db'), key: testKey, isReadOnly: true });
  expect([codeOf(reader), codeOf(open(join(folder, 'none', 'none.db')))]).toEqual(['missing', 'not-writable']);
});

test('a second writer hears that the file is in use', () => {
  const { path, db } = filled();
  const second = open(path);
  if (!second.ok) throw new Error(second.error.message);
  db.exec('BEGIN IMMEDIATE');
  let code: string | undefined;
  try {
    second.value.exec('BEGIN IMMEDIATE');
  } catch (error) {
    code = troubleOf(error)?.code;
  }
  second.value.close();
  expect(code).toBe('locked');
});

test('a full disk takes the whole transaction back, and the store goes on afterwards', () => {
  const { db } = filled();
  const store = createSqliteReplicaStore(db, contractModel);
  const pages = Number(db.pragma('page_count', { simple: true }));
  db.pragma(`max_page_count = ${pages + 5}`);
  const write = (from: number) => () => {
    for (let n = 0; n < 500; n += 1) store.setMeta(`more ${from + n}`, 'x'.repeat(500));
  };
  const attempt = (work: () => void): string | undefined => {
    try {
      work();
      return 'ok';
    } catch (error) {
      return troubleOf(error)?.code;
    }
  };
  expect(attempt(() => store.transaction(write(0)))).toBe('disk-full');
  // Also of a group, of which the first part fitted.
  store.begin();
  store.setMeta('first', 'x');
  const inner = attempt(() => store.transaction(write(0)));
  store.rollback();
  expect([inner, store.meta('first'), store.meta('more 0'), store.meta('name 1999')]).toEqual([
    'disk-full',
    undefined,
    undefined,
    'Geheimer Kunde 1999',
  ]);
  db.pragma('max_page_count = 1000000');
  expect(attempt(() => store.transaction(write(0)))).toBe('ok');
  expect(migrate(db, contractModel, { backup: null })).toEqual({ ok: true, value: { made: [], backup: null } });
});
