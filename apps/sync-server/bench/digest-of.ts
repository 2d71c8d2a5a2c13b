import { createHash } from 'node:crypto';
import { coreModel } from '@satchel/core';
import { type SqliteDatabase, tableShape } from '@satchel/db';

/** The same text for devices that hold the same rows, of every entity. */
export function digestOf(database: SqliteDatabase): string {
  const hash = createHash('sha256');
  for (const entity of coreModel.entities) {
    const { table } = tableShape(entity);
    hash.update(table);
    for (const row of database.prepare<[], unknown[]>(`SELECT * FROM "${table}" ORDER BY "id"`).raw().all()) {
      hash.update(JSON.stringify(row));
    }
  }
  return hash.digest('hex');
}
