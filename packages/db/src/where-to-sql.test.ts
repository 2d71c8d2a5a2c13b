import type { EntityRecord } from '@satchel/core';
import {
  compareBy,
  createModel,
  isSortableKind,
  matches,
  type RecordId,
  resolveWhere,
  type Where,
} from '@satchel/core';
import fc from 'fast-check';
import { afterAll, expect, test } from 'vitest';
import { expectGolden } from '../test/golden.ts';
import { asker, idOf, thing, thingModel, things, wheres } from '../test/where-samples.ts';
import { createWorkspace } from '../test/workspace.ts';
import { postgresDialect, postgresText } from './postgres/dialect.ts';
import { sqliteDialect, sqliteText } from './sqlite/dialect.ts';
import { createReader, runQuery } from './sqlite/reader.ts';
import { createRecordTable } from './sqlite/record-table.ts';
import { tableShape } from './table-shape.ts';
import { afterAllWithStart, whereToSql } from './where-to-sql.ts';

const workspace = createWorkspace(createModel(thingModel.entities));
afterAll(workspace.remove);
const table = createRecordTable(workspace.db, tableShape(thing));
const reader = createReader(workspace.db, thingModel);

function fill(rows: readonly EntityRecord[]): void {
  workspace.db.exec('DELETE FROM "things"');
  for (const list of ['friends', 'mails', 'numbers']) workspace.db.exec(`DELETE FROM "things__${list}"`);
  const created = { entity: 'thing', kind: 'create', before: null, changed: [], isConsequence: false } as const;
  table.write(rows.map((after) => ({ ...created, id: after.id, after })));
}

function ids(where: Where, sort?: { readonly field: string; readonly direction: 'asc' | 'desc' }): readonly RecordId[] {
  const found: RecordId[] = [];
  let after: string | undefined;
  do {
    const params = { entity: 'thing', where, limit: 3, ...(sort ? { sort } : {}), ...(after ? { after } : {}) };
    const page = runQuery(reader, { kind: 'page', params, context: asker });
    if (!page.ok) throw new Error(page.error.message);
    const { rows, next } = page.value as { rows: readonly { id: RecordId }[]; next: string | null };
    found.push(...rows.map((row) => row.id));
    after = next ?? undefined;
  } while (after !== undefined);
  return found;
}

test('[S4-28/C] SQLite finds the rows that the predicate in memory finds', () => {
  fc.assert(
    fc.property(things, fc.array(wheres, { minLength: 5, maxLength: 20 }), (rows, filters) => {
      fill(rows);
      for (const where of filters) {
        const resolved = resolveWhere(where, thing, asker);
        if (!resolved.ok) throw new Error(resolved.error.message);
        const expected = rows.filter((row) => matches(resolved.value, row)).map((row) => row.id);
        expect(ids(where, { field: 'id', direction: 'asc' })).toEqual(expected);
      }
    }),
    { numRuns: 150 },
  );
});

test('[S1-13/C] every order of a list, page by page, is the order in memory', () => {
  const sortable = Object.entries(thing.fields).flatMap(([name, field]) => (isSortableKind[field.kind] ? [name] : []));
  fc.assert(
    fc.property(things, fc.constantFrom(...sortable), fc.constantFrom('asc', 'desc'), (rows, field, direction) => {
      fill(rows);
      const expected = rows.toSorted(compareBy(thing, field, direction)).map((row) => row.id);
      expect(ids({ and: [] }, { field, direction })).toEqual(expected);
    }),
    { numRuns: 150 },
  );
});

test('the filters as SQL of both databases', () => {
  const filters: readonly Where[] = [
    { and: [] },
    { or: [] },
    { field: 'name', op: 'contains', value: "Zür'ich" },
    { field: 'name', op: 'starts_with', value: 'zü' },
    { not: { field: 'size', op: 'eq', value: 1 } },
    { field: 'price', op: 'gte', value: 100 },
    { field: 'isOn', op: 'eq', value: true },
    { field: 'color', op: 'in', value: ['red', 'blue'] },
    { field: 'id', op: 'in', value: Array.from({ length: 21 }, (_, n) => idOf(n)) },
    { field: 'friends', op: 'all', value: [idOf(1), idOf(2)] },
    { field: 'mails', op: 'empty' },
    { field: 'settings', op: 'empty' },
    { field: 'at', op: 'within', value: 'today' },
    { field: 'day', op: 'within', value: 'this_week' },
    {
      or: [
        { field: 'owner', op: 'eq', value: { me: true } },
        {
          and: [
            { field: 'day', op: 'lt', value: '2026-01-01' },
            { field: 'numbers', op: 'contains', value: '044' },
          ],
        },
      ],
    },
  ];
  const lines = filters.flatMap((where) => {
    const resolved = resolveWhere(where, thing, asker);
    if (!resolved.ok) throw new Error(resolved.error.message);
    const sqlite = sqliteText(whereToSql(resolved.value, tableShape(thing), sqliteDialect));
    const postgres = postgresText(whereToSql(resolved.value, tableShape(thing), postgresDialect));
    return [`-- ${JSON.stringify(where)}`, sqlite.sql, postgres.sql, `-- ${JSON.stringify(postgres.parameters)}`, ''];
  });
  expectGolden('where.sql', lines.join('\n'));
});

test('the end of a range of beginnings is behind all of them', () => {
  const cases = { a: 'b', 'a\u{10ffff}': 'b', '\ud7ff': '\ue000', '\u{10ffff}': undefined, '': undefined, '🎉': '🎊' };
  expect(Object.fromEntries(Object.keys(cases).map((text) => [text, afterAllWithStart(text)]))).toEqual(cases);
});
