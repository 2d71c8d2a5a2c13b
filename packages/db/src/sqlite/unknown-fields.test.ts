import { coreModel, createModel, type EntityRecord, emptyValue, number, recordIdFrom, text } from '@satchel/core';
import { upgradeReplica } from '@satchel/sync';
import { expect, test } from 'vitest';
import { createWorkspace } from '../../test/workspace.ts';
import { migrate } from './migrate.ts';
import { createSqliteReplicaStore } from './replica-store.ts';

/** The product's model one version on: a company has two fields more. */
const newer = createModel(
  coreModel.entities.map((entity) =>
    entity.name === 'company' ? { ...entity, fields: { ...entity.fields, motto: text(), founded: number() } } : entity,
  ),
  coreModel.access,
  [{ to: 2, fields: [] }],
);

const id = recordIdFrom('00000000-0000-7000-8000-000000000001');

function company(fields: Readonly<Record<string, string | number | null>>): EntityRecord {
  const definitions = coreModel.entityByName.get('company')?.fields ?? {};
  const empty = Object.entries(definitions).map(([name, field]) => [name, emptyValue(field.kind)]);
  const made: unknown = { ...Object.fromEntries(empty), id, rev: 1, stamps: {}, 'custom.own': 1, ...fields };
  return made as EntityRecord;
}

test('fields of a newer server are kept with their record, and are fields when the app is updated', () => {
  const workspace = createWorkspace(coreModel);
  try {
    const { db } = workspace;
    const put = (store: ReturnType<typeof createSqliteReplicaStore>, after: EntityRecord) =>
      store.transaction(() => store.putRows([{ entity: 'company', id, before: store.record('company', id), after }]));

    const store = createSqliteReplicaStore(db, coreModel);
    const first = company({ name: 'Acme', motto: 'Onwards', founded: 1900 });
    put(store, first);
    expect(store.record('company', id)).toEqual(first);
    const second = { ...first, city: 'Bern', motto: 'Upwards', rev: 2 };
    put(store, second);
    expect(store.record('company', id)).toEqual(second);

    const migrated = migrate(db, newer, { backup: null });
    expect(migrated).toMatchObject({ ok: true });
    const later = createSqliteReplicaStore(db, newer);
    expect(later.record('company', id)).toEqual(second);
    const where = { field: 'founded', op: 'eq', value: 1900 } as const;
    expect(later.count({ need: 'count', entity: 'company', where })).toBe(0);
    upgradeReplica(later, newer);
    expect(later.record('company', id)).toEqual(second);
    expect(later.count({ need: 'count', entity: 'company', where })).toBe(1);
    const third = { ...second, motto: null, rev: 3 };
    put(later, third);
    expect(later.record('company', id)).toEqual(third);
  } finally {
    workspace.remove();
  }
});
