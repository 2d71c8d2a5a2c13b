import {
  createModel,
  defineEntity,
  type EntityRecord,
  emails,
  everything,
  recordIdFrom,
  searchText,
  text,
} from '@satchel/core';
import fc from 'fast-check';
import { afterAll, expect, test } from 'vitest';
import { asker } from '../../test/where-samples.ts';
import { createWorkspace } from '../../test/workspace.ts';
import { tableShape } from '../table-shape.ts';
import { createReader, runQuery } from './reader.ts';
import { createRecordTable } from './record-table.ts';
import { rebuildSearch } from './search-index.ts';
import { createWordSweep } from './sweep-words.ts';

const entity = (name: string) =>
  defineEntity({
    name,
    plural: `${name}s`,
    label: name,
    labelPlural: `${name}s`,
    place: 'main',
    fields: { name: text({ search: true }), emails: emails({ search: true }), color: text({}) },
    views: { title: 'name', list: ['name'], form: ['name'] },
  });
const card = entity('card');
const model = createModel([card, entity('member')]);
const workspace = createWorkspace(model);
afterAll(() => workspace.remove());
const table = createRecordTable(workspace.db, tableShape(card));

let made = 0;
const blank = (): EntityRecord => {
  made += 1;
  const id = recordIdFrom(`00000000-0000-7000-8000-${String(made).padStart(12, '0')}`);
  const own = { id, rev: 1, stamps: {}, owner: null, team: null, externalId: null, source: null };
  const times = { createdAt: 1, createdBy: null, updatedAt: 1, updatedBy: null, deletedAt: null };
  return { ...own, ...times, name: null, emails: [], color: null };
};

const words = ['ann', 'anna', 'zoë', 'müller', 'x'];
const step = fc.record({
  at: fc.nat(20),
  name: fc.option(fc.subarray(words).map((some) => some.join(' ') || null)),
  email: fc.option(fc.constantFrom('ann@a.example', 'b@b.example')),
  isDeleted: fc.boolean(),
  keepsWords: fc.boolean(),
});

test('after any writes in any order the index finds, and a list counts, exactly what the rows hold', () => {
  const records: EntityRecord[] = [];
  const write = (changes: readonly { before: EntityRecord | null; after: EntityRecord }[]) =>
    table.write(
      changes.map(({ before, after }) => ({
        entity: 'card',
        id: after.id,
        kind: before ? 'update' : 'create',
        before,
        after,
        changed: before ? Object.keys(card.fields).filter((name) => before[name] !== after[name]) : [],
        isConsequence: false,
      })),
    );
  const find = workspace.db.prepare<[string], number>(
    'SELECT t."id" FROM "cards__search" JOIN "cards" t ON t."seq" = "cards__search".rowid WHERE "cards__search" MATCH ? AND t."deletedAt" IS NULL ORDER BY 1',
  );
  const found = (word: string) => find.pluck().all(`"${word}"`);
  const expected = (word: string) =>
    records
      .filter((record) => record.deletedAt === null && searchText(card, record).split(/[ @.]/).includes(word))
      .map(({ id }) => id)
      .toSorted();
  const all = ['ann', 'anna', 'zoe', 'muller', 'x', 'a', 'b', 'example'];
  const reader = createReader(workspace.db, model);
  const counted = (search: string) =>
    runQuery(reader, { kind: 'count', params: { entity: 'card', where: everything, search }, context: asker });
  const expectedCount = (search: string) => ({
    ok: true,
    value: records.filter(
      (record) =>
        record.deletedAt === null &&
        searchText(card, record)
          .split(/[ @.]/)
          .some((word) => word.startsWith(search)),
    ).length,
  });
  const sweep = createWordSweep(workspace.db, model);
  // Words of a row taken out twice, or other words than its own, damage the counts that FTS5 checks here.
  const check = () => workspace.db.exec(`INSERT INTO "cards__search" ("cards__search") VALUES ('integrity-check')`);
  const inIndex = workspace.db
    .prepare<[], number>(
      `SELECT count(*) FROM "cards__search" WHERE "cards__search" MATCH '"ann" OR "anna" OR "zoe" OR "muller" OR "x" OR "example"'`,
    )
    .pluck();
  fc.assert(
    fc.property(fc.array(step, { minLength: 1, maxLength: 8 }), fc.nat(4), (steps, swept) => {
      const changes = new Map<string, { before: EntityRecord | null; after: EntityRecord }>();
      for (const { at, name, email, isDeleted, keepsWords } of steps) {
        const before = records[at] ?? null;
        const index = before ? at : records.length;
        if (before && changes.has(before.id)) continue;
        const after = {
          ...(before ?? blank()),
          ...(keepsWords && before ? {} : { name, emails: email === null ? [] : [email] }),
          deletedAt: isDeleted && before ? 5 : null,
        } as unknown as EntityRecord;
        records[index] = after;
        changes.set(after.id, { before, after });
      }
      write([...changes.values()].toReversed());
      sweep(swept);
      expect(all.map(found)).toEqual(all.map(expected));
      expect(all.map(counted)).toEqual(all.map(expectedCount));
    }),
    { numRuns: 60 },
  );
  while (sweep(7) > 0);
  check();
  const withWords = records.filter((record) => record.deletedAt === null && searchText(card, record) !== '');
  expect(inIndex.get()).toBe(withWords.length);
  rebuildSearch(workspace.db, model, tableShape(card));
  expect(all.map(found)).toEqual(all.map(expected));
});
