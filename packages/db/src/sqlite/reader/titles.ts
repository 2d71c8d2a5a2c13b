import { type EntityRecord, entityFor, type Titles } from '@satchel/core';
import { sql } from 'kysely';
import type { Asker } from '../../queries.ts';
import { quoted, type TableShape, tableShape } from '../../table-shape.ts';
import { isVisible, type ReadContext, tableOf } from './read-context.ts';

/** The column that holds how a record is called. */
export function titleColumn(shape: TableShape): string {
  const name = shape.fieldByName.get(shape.entity.views.title)?.columns[0].name;
  if (name === undefined) throw new Error(`${shape.table} has no title.`);
  return quoted(name);
}

/** Titles by id, of what the asker may read; untitled records are "". */
export function titlesById(
  context: ReadContext,
  shape: TableShape,
  ids: Iterable<string>,
  asker: Asker,
): { readonly titles: Record<string, string>; readonly deleted: string[] } {
  const titles: Record<string, string> = {};
  const deleted: string[] = [];
  const rows = context.all(
    sql`SELECT t."id", t.${sql.raw(titleColumn(shape))}, t."deletedAt" FROM ${tableOf(shape)} WHERE t."id" IN (SELECT "value" FROM json_each(${JSON.stringify([...ids])})) AND ${isVisible(context, shape, asker)}`,
  );
  for (const [id, title, deletedAt] of rows) {
    titles[String(id)] = String(title ?? '');
    if (deletedAt !== null) deleted.push(String(id));
  }
  return { titles, deleted };
}

/** Titles of everything that the rows refer to and the asker may read. */
export function titlesOf(context: ReadContext, shape: TableShape, rows: readonly EntityRecord[], asker: Asker): Titles {
  const idsByEntity = new Map<string, Set<string>>();
  for (const [name, field] of Object.entries(shape.entity.fields)) {
    if (field.kind !== 'reference' && field.kind !== 'references') continue;
    let ids = idsByEntity.get(field.target);
    if (!ids) {
      ids = new Set();
      idsByEntity.set(field.target, ids);
    }
    for (const row of rows) {
      const value = row[name];
      if (typeof value === 'string') ids.add(value);
      else if (Array.isArray(value)) for (const id of value) ids.add(String(id));
    }
  }
  const titles: Record<string, Readonly<Record<string, string>>> = {};
  const deleted: Record<string, readonly string[]> = {};
  for (const [entity, ids] of idsByEntity) {
    if (ids.size === 0) continue;
    const found = titlesById(context, tableShape(entityFor(context.model, entity)), ids, asker);
    titles[entity] = found.titles;
    if (found.deleted.length > 0) deleted[entity] = found.deleted;
  }
  return { titles, deleted };
}
