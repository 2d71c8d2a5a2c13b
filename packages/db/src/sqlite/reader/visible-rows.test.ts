import {
  type Actor,
  coreModel,
  type EntityRecord,
  emptyValue,
  entityFor,
  type FieldValue,
  mayRead,
  parentsOf,
  type RecordId,
  recordIdFrom,
  type Scope,
} from '@satchel/core';
import { labelsOf, readerOf, sees } from '@satchel/sync/server';
import fc from 'fast-check';
import { afterAll, beforeEach, expect, test } from 'vitest';
import { asker } from '../../../test/where-samples.ts';
import { createWorkspace } from '../../../test/workspace.ts';
import { tableShape } from '../../table-shape.ts';
import { createReader, runQuery } from '../reader.ts';
import { createRecordTable, type RecordTable } from '../record-table.ts';

const workspace = createWorkspace(coreModel);
afterAll(workspace.remove);
const reader = createReader(workspace.db, coreModel);

const idOf = (n: number): RecordId => recordIdFrom(`00000000-0000-7000-8000-${String(n).padStart(12, '0')}`);
const people = [1, 2, 3].map(idOf);
const teams = [11, 12].map(idOf);

/** What belongs to what, in two steps: a conversation to a call and a call to a deal. */
const kinds = ['company', 'contact', 'deal', 'call', 'conversation', 'note', 'task', 'share'] as const;

const anyOne = <T>(values: readonly T[]): fc.Arbitrary<T | null> => fc.constantFrom(...values, null);

const drawn = fc.record({
  entity: fc.constantFrom(...kinds),
  owner: anyOne(people),
  createdBy: anyOne(people),
  team: anyOne(teams),
  isDeleted: fc.boolean(),
  /** Which of the records before it each reference names, by place. */
  names: fc.array(fc.nat(), { minLength: 6, maxLength: 6 }),
  withMember: anyOne(people),
  withTeam: anyOne(teams),
  right: fc.constantFrom('read', 'write'),
});
type Drawn = typeof drawn extends fc.Arbitrary<infer T> ? T : never;

const scope: fc.Arbitrary<Scope | null> = fc.constantFrom('own', 'team', 'all', null);
const actorOf = fc.record({
  member: fc.constantFrom(...people),
  teams: fc.subarray([...teams]).map((some) => new Set<string>(some)),
  grants: fc.array(fc.tuple(fc.constantFrom(...kinds, '*'), scope), { maxLength: 8 }).map((grants) =>
    grants.flatMap(([kind, reach]) => {
      const module = kind === '*' ? '*' : entityFor(coreModel, kind).plural;
      return reach === null ? [] : [{ permission: `${module}.read`, scope: reach }];
    }),
  ),
});

/** Records that refer to those before them. */
function recordsOf(draws: readonly Drawn[]): readonly (readonly [entity: string, record: EntityRecord])[] {
  const made: (readonly [string, EntityRecord])[] = [];
  for (const [index, draw] of draws.entries()) {
    const entity = entityFor(coreModel, draw.entity);
    const values: Record<string, FieldValue> = {};
    for (const [name, field] of Object.entries(entity.fields)) values[name] = emptyValue(field.kind);
    for (const [place, name] of (entity.visibleWith ?? []).entries()) {
      const field = entity.fields[name];
      const targets = made.filter(([kind]) => field && 'target' in field && kind === field.target);
      values[name] = targets[(draw.names[place] ?? 0) % (targets.length + 1)]?.[1].id ?? null;
    }
    if (draw.entity === 'share') {
      const [kind, target] = made.filter(([one]) => one !== 'share')[(draw.names[0] ?? 0) % (made.length + 1)] ?? [];
      Object.assign(values, { entity: kind ?? 'deal', record: target?.id ?? idOf(999), right: draw.right });
      Object.assign(values, { withMember: draw.withMember, withTeam: draw.withTeam });
    }
    const { owner, createdBy, team } = draw;
    const deletedAt = draw.isDeleted ? 1 : null;
    const own = { id: idOf(100 + index), rev: 1, stamps: {}, createdAt: index, updatedAt: index };
    made.push([draw.entity, { ...values, ...own, owner, createdBy, team, deletedAt } as unknown as EntityRecord]);
  }
  return made;
}

const tables = new Map<string, RecordTable>(
  kinds.map((name) => [name, createRecordTable(workspace.db, tableShape(entityFor(coreModel, name)))]),
);
beforeEach(
  () => void workspace.db.exec(kinds.map((name) => `DELETE FROM ${entityFor(coreModel, name).plural};`).join('')),
);

test('[S2-08/C] [S4-33/C] what one may read is the same to one record’s judge, to lists, and to the server’s labels', () => {
  const answers = new Set<boolean>();
  fc.assert(
    fc.property(
      fc.array(drawn, { maxLength: 14 }),
      fc.array(actorOf, { minLength: 1, maxLength: 4 }),
      (draws, actors) => {
        const records = recordsOf(draws);
        const byKey = new Map(records.map(([entity, record]) => [`${entity}/${record.id}`, record]));
        const sharesOf = (entity: string, id: string): readonly EntityRecord[] =>
          records.flatMap(([kind, one]) =>
            kind === 'share' && one['entity'] === entity && one['record'] === id && one.deletedAt === null ? [one] : [],
          );
        const labels = (name: string, record: EntityRecord): readonly string[] => {
          const entity = entityFor(coreModel, name);
          const parents = parentsOf(coreModel, entity, record).flatMap((parent) => {
            const row = byKey.get(`${parent.entity}/${parent.id}`);
            return row ? [labels(parent.entity, row)] : [];
          });
          return labelsOf(entity, record, sharesOf(name, record.id), coreModel, parents);
        };
        const lookup = { record: (entity: string, id: string) => byKey.get(`${entity}/${id}`) ?? null, sharesOf };
        for (const [name, record] of records) tables.get(name)?.write([{ before: null, after: record, changed: [] }]);
        try {
          for (const actor of actors) {
            const seenByServer = readerOf(actor, coreModel);
            for (const [name, record] of records) {
              const judged = mayRead(actor, coreModel, entityFor(coreModel, name), record, lookup) === true;
              answers.add(judged);
              expect([name, record, isListed(actor, name, record)]).toEqual([name, record, judged]);
              expect([name, record, sees(seenByServer, name, labels(name, record))]).toEqual([name, record, judged]);
            }
          }
        } finally {
          for (const [name, record] of records) tables.get(name)?.remove([record]);
        }
      },
    ),
    { numRuns: 300 },
  );
  expect(answers.size).toBe(2);
});

/** A record that is not deleted stands in lists; every other is asked for by itself. */
function isListed(actor: Actor, entity: string, { id, deletedAt }: EntityRecord): boolean {
  const context = { ...asker, me: actor.member, actor };
  const got = runQuery(reader, { kind: 'get', params: { entity, id }, context });
  const where = { field: 'id', op: 'in', value: [id] } as const;
  const listed = runQuery(reader, { kind: 'page', params: { entity, where, limit: 10 }, context });
  if (!got.ok || !listed.ok) throw new Error('The question was refused.');
  const [isGot, isInList] = [
    got.value !== null,
    (listed.value as { readonly rows: readonly unknown[] }).rows.length > 0,
  ];
  if (deletedAt === null && isGot !== isInList)
    throw new Error(`${entity} ${id} is in one answer and not in the other.`);
  return isGot;
}
