import { createHash } from 'node:crypto';
import { coreModel } from '@satchel/core';
import { type SqliteDatabase, tableShape } from '@satchel/db';

/** The device's own key of a row, which is another one on each. */
const ownKey = 'seq';

/** The same text for devices that hold the same rows, of every entity. */
export function digestOf(database: SqliteDatabase): string {
  const hash = createHash('sha256');
  for (const entity of coreModel.entities) {
    const { table } = tableShape(entity);
    const names = database
      .prepare<[], { name: string }>(`PRAGMA table_info("${table}")`)
      .all()
      .flatMap(({ name }) => (name === ownKey ? [] : [`"${name}"`]));
    hash.update(table);
    const rows = database.prepare<[], unknown[]>(`SELECT ${names.join(', ')} FROM "${table}" ORDER BY "id"`).raw();
    for (const row of rows.all()) hash.update(JSON.stringify(row.map(inOneOrder)));
  }
  return hash.digest('hex');
}

/** Clocks of fields are written in the order in which they came. */
function inOneOrder(value: unknown): unknown {
  if (typeof value !== 'string' || !value.startsWith('{')) return value;
  const parsed = JSON.parse(value) as Record<string, unknown>;
  return Object.keys(parsed)
    .toSorted()
    .map((name) => [name, parsed[name]]);
}
