import { readFileSync } from 'node:fs';
import { coreModel, entityFor } from '@satchel/core';
import { expect, test } from 'vitest';
import { openServer } from '../../test/postgres-stores.ts';
import { tableShape } from '../table-shape.ts';
import { createRoles } from './security.ts';

test('the golden schema makes every table, with row-level security on each that binds its owner, too', async () => {
  const { query, close } = await openServer();
  try {
    await query(createRoles);
    await query(readFileSync(new URL('../../golden/schema.postgres.sql', import.meta.url), 'utf8'));
    const tables = await query(
      `SELECT relname, relrowsecurity AND relforcerowsecurity AS "isForced" FROM pg_class
       WHERE relkind IN ('r', 'p') AND NOT relispartition AND relnamespace = 'public'::regnamespace`,
    );
    expect(tables.filter((row) => row['isForced'] !== true)).toEqual([]);
    expect(tables.map((row) => row['relname'])).toContain(tableShape(entityFor(coreModel, 'deal')).table);
  } finally {
    await close();
  }
});
