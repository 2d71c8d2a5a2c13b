import { storeContractModel } from '@satchel/sync/authority-store.contract';
import { expect, test } from 'vitest';
import { openPglite } from '../../test/postgres-stores.ts';
import { checkRoles } from './check-roles.ts';
import { migrateServer } from './migrate.ts';
import { accountRole, appRole } from './security.ts';

// Roles are of the whole cluster: what is given to one here must not reach other tests, so that it is PGlite's own.
test('[S1-01/C] a role that could pass row-level security, and a table without it, are found before a server starts', async () => {
  const { database, query, close } = await openPglite();
  try {
    await migrateServer(database, storeContractModel);
    expect(await checkRoles(database)).toEqual([]);
    const wrongs = [
      [
        'ALTER ROLE satchel_app BYPASSRLS',
        'ALTER ROLE satchel_app NOBYPASSRLS',
        'the role satchel_app passes row-level security',
      ],
      [
        'CREATE ROLE above BYPASSRLS; GRANT above TO satchel_app',
        'DROP ROLE above',
        'the role satchel_app may act as above, which passes row-level security',
      ],
      [
        'ALTER TABLE "items" NO FORCE ROW LEVEL SECURITY',
        'ALTER TABLE "items" FORCE ROW LEVEL SECURITY',
        'row-level security is not forced on the table items',
      ],
      [
        'ALTER TABLE "items" DISABLE ROW LEVEL SECURITY',
        'ALTER TABLE "items" ENABLE ROW LEVEL SECURITY',
        'row-level security is not forced on the table items',
      ],
      [
        'ALTER TABLE "items" OWNER TO satchel_app',
        'ALTER TABLE "items" OWNER TO postgres',
        'the role satchel_app owns the table items',
      ],
    ] as const;
    for (const [wrong, right, reason] of wrongs) {
      for (const statement of wrong.split('; ')) await query(statement);
      expect(await checkRoles(database)).toEqual([reason]);
      await query(right);
      expect(await checkRoles(database)).toEqual([]);
    }
  } finally {
    await close();
  }
}, 60_000);

test('a login that may make roles and is nothing else sets a database up and acts as its roles, also on PostgreSQL 16 and newer', async () => {
  const { database, query, close } = await openPglite();
  try {
    for (const statement of [
      'CREATE ROLE plain LOGIN NOSUPERUSER CREATEROLE',
      'ALTER SCHEMA public OWNER TO plain',
      'SET SESSION AUTHORIZATION plain',
    ]) {
      await query(statement);
    }
    const again = [
      await migrateServer(database, storeContractModel),
      await migrateServer(database, storeContractModel),
    ];
    expect(again.map(({ ok }) => ok)).toEqual([true, true]);
    expect(await checkRoles(database)).toEqual([]);
    for (const role of [appRole, accountRole]) {
      const asked = database.transaction(`SET LOCAL ROLE ${role}`, (session) =>
        session.query('SELECT current_user', []),
      );
      expect(await asked).toEqual([[role]]);
    }
  } finally {
    await close();
  }
}, 60_000);
