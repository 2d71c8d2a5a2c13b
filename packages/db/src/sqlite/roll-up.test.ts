import {
  choice,
  createModel,
  defineEntity,
  type EntityRecord,
  money,
  orderKey,
  recordIdFrom,
  text,
} from '@satchel/core';
import fc from 'fast-check';
import { afterAll, expect, test } from 'vitest';
import { createWorkspace } from '../../test/workspace.ts';
import { tableShape } from '../table-shape.ts';
import { createRecordTable } from './record-table.ts';
import { rebuildRollUp } from './roll-up.ts';

const plain = { label: 'x', labelPlural: 'xs', place: 'main' } as const;
const card = defineEntity({
  ...plain,
  name: 'card',
  plural: 'cards',
  fields: { name: text(), lane: choice(['a', 'b']), value: money(), place: orderKey() },
  views: {
    title: 'name',
    list: ['name'],
    form: ['name'],
    board: { by: 'lane', order: 'place', amount: 'value', card: [] },
  },
});
const member = defineEntity({
  ...plain,
  name: 'member',
  plural: 'members',
  fields: { name: text() },
  views: { title: 'name', list: ['name'], form: ['name'] },
});
const workspace = createWorkspace(createModel([card, member]));
afterAll(() => workspace.remove());

const records: EntityRecord[] = [];
const blank = (): EntityRecord => {
  const id = recordIdFrom(`00000000-0000-7000-8000-${String(records.length).padStart(12, '0')}`);
  return { id, rev: 1, stamps: {}, createdAt: 1, updatedAt: 1 } as unknown as EntityRecord;
};

const step = fc.record({
  at: fc.nat(15),
  lane: fc.constantFrom('a', 'b', null),
  value: fc.option(fc.record({ minor: fc.integer({ min: -500, max: 500 }), currency: fc.constantFrom('EUR', 'USD') })),
  isDeleted: fc.boolean(),
});

test('after any writes the roll-up holds what adding up the rows gives', () => {
  const table = createRecordTable(workspace.db, tableShape(card));
  const rolledUp = () =>
    workspace.db
      .prepare('SELECT * FROM "_rollup" WHERE "entity" = ? AND ("count" <> 0 OR "sum" <> 0) ORDER BY 2, 3')
      .all('cards');
  fc.assert(
    fc.property(fc.uniqueArray(step, { selector: ({ at }) => at, minLength: 1, maxLength: 8 }), (steps) => {
      table.write(
        steps.map(({ at, lane, value, isDeleted }) => {
          const before = records[at] ?? null;
          const deletedAt = before && isDeleted ? 9 : null;
          const after = { ...(before ?? blank()), name: 'x', lane, value, deletedAt } as unknown as EntityRecord;
          if (before) records[at] = after;
          else records.push(after);
          const changed = ['lane', 'value', 'deletedAt'];
          const kind = before ? 'update' : 'create';
          return { entity: 'card', id: after.id, kind, before, after, changed, isConsequence: false };
        }),
      );
      const kept = rolledUp();
      rebuildRollUp(workspace.db, tableShape(card));
      expect(kept).toEqual(rolledUp());
    }),
    { numRuns: 100 },
  );
});
