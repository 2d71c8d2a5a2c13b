import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type CalendarDate,
  choice,
  createModel,
  createUuidV7Generator,
  defineEntity,
  entities,
  grantsByRole,
  number,
  recordIdFrom,
  reference,
  setupIntentions,
  text,
} from '@satchel/core';
import { createReplica } from '@satchel/sync';
import { expect, test } from 'vitest';
import { migrate } from './sqlite/migrate.ts';
import { openDatabase } from './sqlite/open.ts';
import { createReader, runQuery } from './sqlite/reader.ts';
import { createSqliteReplicaStore } from './sqlite/replica-store.ts';

/** What docs/add-a-module.md asks for: one declaration. */
const vehicle = defineEntity({
  name: 'vehicle',
  plural: 'vehicles',
  label: 'Vehicle',
  labelPlural: 'Vehicles',
  place: 'main',
  fields: {
    name: text({ required: true, search: true }),
    fuel: choice(['petrol', 'electric'], { initial: 'electric' }),
    seats: number({ isInteger: true, min: 1 }),
    company: reference('company', { backLabel: 'Vehicles' }),
  },
  rules: [
    {
      code: 'vehicle-needs-a-seat',
      field: 'seats',
      message: 'A vehicle has a seat.',
      holds: ({ after }) => after.seats !== null,
    },
  ],
  views: { title: 'name', list: ['name', 'fuel', 'seats'], form: ['name', 'fuel', 'seats', 'company'] },
});

test('[S1-21/C] a module is one entity: an existing workspace gets its table, write door, list, search, history and undo', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'satchel-module-'));
  const opened = openDatabase({ path: join(folder, 'workspace.db'), key: new Uint8Array(randomBytes(32)) });
  if (!opened.ok) throw new Error(opened.error.message);
  const db = opened.value;
  try {
    expect(migrate(db, createModel(entities), { backup: null }).ok).toBe(true);
    const model = createModel([...entities, vehicle]);
    const migrated = migrate(db, model, {
      backup: { folder: join(folder, 'backups'), timestamp: '2026-11-20T00:00:00' },
    });
    expect(migrated.ok && migrated.value.backup).toContain('backups');

    const store = createSqliteReplicaStore(db, model);
    const now = () => Date.UTC(2026, 10, 20);
    const newId = createUuidV7Generator({ now, random: (size) => new Uint8Array(randomBytes(size)) });
    const me = recordIdFrom(newId());
    const replica = createReplica({
      store,
      model,
      device: 'aaaaaaaa',
      now,
      newId,
      workspace: () => ({
        actor: { member: me, grants: grantsByRole.owner },
        country: 'US',
        timeZone: 'UTC',
        weekStart: 1,
        isConnected: false,
      }),
    });
    replica.commit(setupIntentions({ id: me, name: 'Ada' }, () => recordIdFrom(newId())));
    const id = recordIdFrom(newId());
    const make = (fields: Record<string, string | number>) =>
      replica.commit([{ kind: 'create', entity: 'vehicle', id, fields }]);
    expect(make({ name: 'Van' })).toMatchObject({
      ok: false,
      error: [{ code: 'vehicle-needs-a-seat', field: 'seats' }],
    });
    const made = make({ name: 'Van', seats: 3 });
    expect(made.ok).toBe(true);

    const reader = createReader(db, model);
    const actor = { member: me, grants: [{ permission: '*.*', scope: 'all' }] } as const;
    const context = { me, actor, today: '2026-11-20' as CalendarDate, timeZone: 'UTC', weekStart: 1 as const };
    const list = () =>
      runQuery(reader, {
        kind: 'page',
        params: { entity: 'vehicle', where: { field: 'fuel', op: 'eq', value: 'electric' }, limit: 10 },
        context,
      });
    expect(list()).toMatchObject({ ok: true, value: { rows: [{ id, name: 'Van', seats: 3, fuel: 'electric' }] } });
    expect(runQuery(reader, { kind: 'search', params: { text: 'va', limit: 5 }, context })).toMatchObject({
      ok: true,
      value: [{ entity: 'vehicle', id, title: 'Van' }],
    });
    expect(store.history('vehicle', id, 5)).toMatchObject([{ kind: 'create', after: { name: 'Van', seats: 3 } }]);
    expect((await replica.undo(made.ok ? made.value.id : '')).ok).toBe(true);
    expect(list()).toMatchObject({ ok: true, value: { rows: [] } });
  } finally {
    db.close();
    rmSync(folder, { recursive: true, force: true });
  }
});
