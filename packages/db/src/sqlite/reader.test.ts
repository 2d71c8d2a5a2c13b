import {
  coreModel,
  type EntityRecord,
  emptyValue,
  entityFor,
  type FieldValue,
  type Page,
  recordIdFrom,
  type SearchHit,
  type Sort,
  type Where,
} from '@satchel/core';
import { afterAll, expect, test } from 'vitest';
import { asker } from '../../test/where-samples.ts';
import { createWorkspace } from '../../test/workspace.ts';
import type { Query, QueryKind } from '../queries.ts';
import { tableShape } from '../table-shape.ts';
import type { SqliteDatabase } from './driver.ts';
import { createReader, runQuery } from './reader.ts';
import { openReaderPool } from './reader-pool.ts';
import { createRecordTable, type RecordTable } from './record-table.ts';

const workspace = createWorkspace(coreModel);
afterAll(workspace.remove);

/** Statements as the reader prepares them. */
const texts: string[] = [];
const recording = {
  prepare: (sql: string) => {
    texts.push(sql);
    return workspace.db.prepare(sql);
  },
  function: workspace.db.function.bind(workspace.db),
} as unknown as SqliteDatabase;
const reader = createReader(recording, coreModel);

const idOf = (n: number) => recordIdFrom(`00000000-0000-7000-8000-${String(n).padStart(12, '0')}`);
const everything: Where = { and: [] };

function ask(kind: QueryKind, params: object) {
  const query = { kind, params, context: asker } as Query;
  const result = runQuery(reader, query);
  return result.ok ? result.value : result.error.code;
}

const tables = new Map<string, RecordTable>();

function put(entity: string, n: number, values: Readonly<Record<string, FieldValue>>): void {
  const declared = coreModel.entityByName.get(entity);
  if (!declared) throw new Error(entity);
  const fields = Object.entries(declared.fields).map(([name, field]) => [name, emptyValue(field.kind)]);
  const own = { id: idOf(n), rev: 1, stamps: {}, createdAt: n, updatedAt: n, ...values };
  const after = { ...Object.fromEntries(fields), ...own } as unknown as EntityRecord;
  let table = tables.get(entity);
  if (!table) {
    table = createRecordTable(workspace.db, tableShape(declared));
    tables.set(entity, table);
  }
  table.write([{ before: null, after, changed: [] }]);
}

put('company', 1, { name: 'Müller & Söhne', phones: ['+41446681800'], emails: ['info@mueller.example'] });
put('company', 2, { name: 'Mulhouse SA' });
put('company', 3, { name: 'Acme Muller' });
put('pipeline', 10, { name: 'Sales', kind: 'deal' });
put('stage', 11, { name: 'First', pipeline: idOf(10), position: 1 });
put('stage', 12, { name: 'Second', pipeline: idOf(10), position: 2 });
put('deal', 20, {
  title: 'A',
  company: idOf(1),
  pipeline: idOf(10),
  stage: idOf(11),
  boardOrder: 'a1',
  amount: { minor: 5, currency: 'EUR' },
  closedOn: '2026-02-03',
  createdAt: 1000,
});
put('deal', 21, {
  title: 'B',
  company: idOf(1),
  pipeline: idOf(10),
  stage: idOf(11),
  boardOrder: 'a0',
  amount: { minor: 7, currency: 'EUR' },
  closedOn: '2026-03-31',
});
put('deal', 22, { title: 'C', pipeline: idOf(10), stage: idOf(12), amount: { minor: 1, currency: 'USD' } });

test('search finds words by their beginnings, in any writing, and phones by digits', () => {
  const found = (search: string) => {
    const page = ask('page', { entity: 'company', where: everything, search, limit: 10 });
    return typeof page === 'string'
      ? page
      : (page as { rows: readonly EntityRecord[] }).rows.map((row) => row.createdAt);
  };
  const searches = [
    'mul',
    'MÜLLER',
    'sohne mu',
    '044 668',
    '+41 44',
    '0041446',
    'mueller.ex',
    'm',
    '"',
    '-',
    'x OR mul',
    'zzz',
  ];
  expect(Object.fromEntries(searches.map((text) => [text, found(text)]))).toEqual({
    mul: [3, 2, 1],
    MÜLLER: [3, 1],
    'sohne mu': [1],
    '044 668': [1],
    '+41 44': [1],
    '0041446': [1],
    'mueller.ex': [1],
    m: [3, 2, 1],
    '"': [],
    '-': [],
    'x OR mul': [],
    zzz: [],
  });
  const picked = ask('pick', { entity: 'company', text: 'mul', limit: 2 }) as readonly { title: string }[];
  expect(picked.map((hit) => hit.title)).toEqual(['Mulhouse SA', 'Müller & Söhne']);
});

test('a board has its pipeline’s stages with totals and cards in order', () => {
  const where: Where = { field: 'pipeline', op: 'eq', value: idOf(10) };
  const board = ask('board', { entity: 'deal', where, limit: 1 }) as {
    columns: readonly { title: string; count: number; sums: object; cards: readonly EntityRecord[] }[];
  };
  expect(
    board.columns.map(({ title, count, sums, cards }) => [title, count, sums, cards.map((card) => card['title'])]),
  ).toEqual([
    ['First', 2, { EUR: 12 }, ['B']],
    ['Second', 1, { USD: 1 }, ['C']],
  ]);
});

test('groups by period, reference and nothing', () => {
  const rows = (more: object) => ask('aggregate', { entity: 'deal', where: everything, sum: 'amount', ...more });
  expect(rows({ groupBy: { field: 'closedOn', unit: 'quarter' } })).toEqual([
    { key: '2026-Q1', title: '2026-Q1', count: 2, sum: 12, currency: 'EUR' },
    { key: null, title: null, count: 1, sum: 1, currency: 'USD' },
  ]);
  expect(rows({ groupBy: { field: 'company' }, orderBy: 'sum' })).toEqual([
    { key: idOf(1), title: 'Müller & Söhne', count: 2, sum: 12, currency: 'EUR' },
    { key: null, title: null, count: 1, sum: 1, currency: 'USD' },
  ]);
  expect(ask('aggregate', { entity: 'deal', where: everything })).toEqual([
    { key: null, title: null, count: 3, sum: 0, currency: null },
  ]);
  expect(rows({ groupBy: { field: 'closedOn', unit: 'week' } })).toMatchObject([
    { key: '2026-02-02' },
    { key: '2026-03-30' },
    {},
  ]);
});

/** SQLite's plan for each statement (https://sqlite.org/eqp.html). */
function plansOf(statements: readonly string[]): readonly { readonly detail: string; readonly sql: string }[] {
  return [...new Set(statements)].flatMap((sql) => {
    const parameters = Array.from({ length: sql.split('?').length - 1 }, () => '[]');
    const plan = workspace.db.prepare<string[], { detail: string }>(`EXPLAIN QUERY PLAN ${sql}`).all(...parameters);
    return plan.map(({ detail }) => ({ detail, sql: sql.slice(0, 2000).replace(/^SELECT .* FROM/, 'SELECT … FROM') }));
  });
}

/** A walk through a whole table; one through a virtual table, a list of parameters or what another part has found is none. */
const isScan = /^SCAN (?!near$|page$|.*(USING|VIRTUAL|json_each|\(subquery))/;

test('[B-02] what is shown of a million records is read from an index in its order: nothing is sorted, nothing scanned', () => {
  texts.length = 0;
  const after = Buffer.from(JSON.stringify(['x', 7])).toString('base64url');
  for (const entity of ['contact', 'company', 'deal', 'lead', 'task']) {
    const { views, fields, visibleWith = [] } = entityFor(coreModel, entity);
    // Few belong to one record, and are sorted at once.
    const shared = Object.entries(fields).filter(
      ([name, field]) => field.index && field.kind === 'reference' && !visibleWith.includes(name),
    );
    const wheres = [everything, ...shared.map(([field]): Where => ({ field, op: 'eq', value: idOf(1) }))];
    for (const where of wheres) {
      ask('page', { entity, where, limit: 50 });
      ask('page', { entity, where, limit: 50, after });
    }
    ask('count', { entity, where: everything });
    if (views.board) ask('board', { entity, where: everything, limit: 50 });
  }
  ask('search', { text: 'mul', limit: 8 });
  const slow = plansOf(texts).filter(({ detail }) => isScan.test(detail) || detail.includes('TEMP B-TREE'));
  expect([texts.length > 50, slow]).toEqual([true, []]);

  // What a search found is sorted when it is little, and otherwise read from the index of words.
  texts.length = 0;
  ask('page', { entity: 'contact', where: everything, limit: 50, search: 'mul' });
  expect(plansOf(texts).filter(({ detail }) => isScan.test(detail))).toEqual([]);
});

test('[S1-13/C] what a search found is in the order that was asked for, page by page; of very much the newest come first', () => {
  const pagesOf = (search: string, sort: Sort): readonly (readonly [number, boolean])[] => {
    const seen: (readonly [number, boolean])[] = [];
    let after: string | null = null;
    do {
      const query = {
        entity: 'product',
        where: everything,
        search,
        sort,
        limit: 3,
        ...(after === null ? {} : { after }),
      };
      const { rows, next, isSorted } = ask('page', query) as Page;
      for (const row of rows) seen.push([Number(row['externalId']), isSorted]);
      after = next;
    } while (after !== null && seen.length < 12);
    return seen;
  };
  const series = ['B', null, 'A', 'C', null, 'A', 'B', null];
  for (const [index, name] of series.entries()) {
    put('product', 100 + index, { name: `Widget ${index}`, series: name, externalId: String(index) });
  }
  const sorted = (...order: readonly number[]) => order.map((one) => [one, true]);
  expect(pagesOf('widg', { field: 'series', direction: 'asc' })).toEqual(sorted(2, 5, 0, 6, 3, 1, 4, 7));
  expect(pagesOf('widg', { field: 'series', direction: 'desc' })).toEqual(sorted(3, 6, 0, 5, 2, 7, 4, 1));

  // Of a field that has an index, a page is read from there.
  texts.length = 0;
  const upwards = [0, 1, 2, 3, 4, 5, 6, 7];
  expect(pagesOf('widg', { field: 'name', direction: 'asc' })).toEqual(sorted(...upwards));
  expect(pagesOf('widg', { field: 'name', direction: 'desc' })).toEqual(sorted(...upwards.toReversed()));
  expect(texts.filter((text) => text.includes(' AS near ')).length).toBeGreaterThan(2);

  workspace.db.exec('BEGIN');
  for (let n = 0; n <= 2000; n += 1) put('product', 1000 + n, { name: `Gadget ${n}`, externalId: String(n) });
  workspace.db.exec('COMMIT');
  expect(pagesOf('gadg', { field: 'name', direction: 'asc' }).slice(0, 4)).toEqual(
    [2000, 1999, 1998, 1997].map((one) => [one, false]),
  );
});

test('[S3-22/A] names that try to be SQL are refused, values stay values', () => {
  const payloads = [
    'name"; DROP TABLE "companies"; --',
    "name' OR '1'='1",
    'name) OR 1=1 --',
    '__proto__',
    'constructor',
    't.id',
    'id"',
  ];
  const refused = payloads.flatMap((payload) => [
    ask('page', { entity: 'company', where: everything, sort: { field: payload, direction: 'asc' }, limit: 5 }),
    ask('page', { entity: 'company', where: { field: payload, op: 'eq', value: 1 }, limit: 5 }),
    ask('page', { entity: payload, where: everything, limit: 5 }),
    ask('page', { entity: 'company', where: everything, after: payload, limit: 5 }),
    ask('aggregate', { entity: 'deal', where: everything, groupBy: { field: payload } }),
    ask('aggregate', { entity: 'deal', where: everything, sum: payload }),
  ]);
  expect(new Set(refused)).toEqual(
    new Set(['sort-invalid', 'unknown-field', 'entity-unknown', 'cursor-invalid', 'group-invalid', 'sum-invalid']),
  );
  for (const payload of payloads) {
    expect(ask('count', { entity: 'company', where: { field: 'name', op: 'eq', value: payload } })).toBe(0);
    ask('count', { entity: 'company', where: everything, search: payload });
  }
  expect(ask('count', { entity: 'company', where: everything })).toBe(3);
});

test('a reader thread that ends by itself is replaced', async () => {
  const threadUrl = new URL('../../test/ending-thread.ts', import.meta.url);
  const pool = await openReaderPool({ path: workspace.path, key: workspace.key, threads: 1, threadUrl });
  if (!pool.ok) throw new Error(pool.error.message);
  const count = () => pool.value.query('count', { entity: 'company', where: everything }, asker);
  await expect(count()).rejects.toThrow('ended');
  await expect.poll(() => count().catch(() => null), { timeout: 10_000 }).toEqual({ ok: true, value: 3 });
  await pool.value.close();
});

test('a list does not wait for what has to add up every row', async () => {
  const pool = await openReaderPool({ path: workspace.path, key: workspace.key, threads: 2 });
  if (!pool.ok) throw new Error(pool.error.message);
  let added = 0;
  const long = Array.from({ length: 400 }, async () => {
    await pool.value.query('aggregate', { entity: 'deal', where: everything, groupBy: { field: 'owner' } }, asker);
    added += 1;
  });
  await pool.value.query('page', { entity: 'company', where: everything, limit: 9 }, asker);
  const addedBefore = added;
  await Promise.all(long);
  await pool.value.close();
  expect(addedBefore).toBeLessThan(200);
});

test('threads answer the same, and say what is wrong with the file', async () => {
  const pool = await openReaderPool({ path: workspace.path, key: workspace.key, threads: 2 });
  if (!pool.ok) throw new Error(pool.error.message);
  const params = { entity: 'company', where: everything };
  const answers = await Promise.all(Array.from({ length: 6 }, () => pool.value.query('count', params, asker)));
  expect(answers).toEqual(Array.from({ length: 6 }, () => ({ ok: true, value: 3 })));
  expect(await pool.value.query('page', { ...params, limit: 9 }, asker)).toEqual({
    ok: true,
    value: ask('page', { ...params, limit: 9 }),
  });
  await pool.value.close();
  await expect(pool.value.query('count', params, asker)).rejects.toThrow('closed');
  const wrong = await openReaderPool({ path: workspace.path, key: new Uint8Array(32) });
  expect(!wrong.ok && wrong.error.code).toBe('wrong-key');
});

// Last: it adds a record of every kind.
test('[S3-23/A] standard lists, boards, related lists and timelines walk an index', () => {
  for (const { name } of coreModel.entities) put(name, 900, {});
  texts.length = 0;
  for (const entity of coreModel.entities) {
    ask('page', { entity: entity.name, where: everything, limit: 50 });
    ask('related', { entity: entity.name, id: idOf(900) });
    ask('timeline', { entity: entity.name, id: idOf(900), limit: 50 });
    if (entity.views.board) ask('board', { entity: entity.name, where: everything, limit: 50 });
  }
  const slow = plansOf(texts).filter(({ detail }) => isScan.test(detail));
  expect([texts.length > 100, slow]).toEqual([true, []]);
});

test('[S1-11/C] a search of everything finds a company before the newer deals that are called after it', () => {
  put('company', 5000, { name: 'Kestrel' });
  for (let n = 5001; n <= 5012; n += 1) put('deal', n, { title: `Kestrel – Widget ${n}` });
  const found = ask('search', { text: 'kes', limit: 8 }) as readonly SearchHit[];
  expect(found.map(({ entity }) => entity)).toEqual(['company', ...Array.from({ length: 7 }, () => 'deal')]);
  expect(found[1]?.title).toBe('Kestrel – Widget 5012');
});
