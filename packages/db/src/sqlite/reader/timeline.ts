import { ok, type Refusal, type Result } from '@satchel/core';
import { type RawBuilder, sql } from 'kysely';
import type { QueryParams, RelatedCount, TimelineRow } from '../../queries.ts';
import { type FieldShape, type TableShape, tableShape } from '../../table-shape.ts';
import { column } from '../../where-to-sql.ts';
import { rowCodec } from '../row-codec.ts';
import { decodeRows } from './page.ts';
import { clampLimit, type ReadContext, shapeFor, tableOf } from './read-context.ts';

/** Each source gives its newest ones; the newest of all together are the answer. */
export function readTimeline(
  context: ReadContext,
  { entity, id, before = Number.MAX_SAFE_INTEGER, limit }: QueryParams<'timeline'>,
): Result<readonly TimelineRow[], Refusal> {
  const found = shapeFor(context, entity);
  if (!found.ok) return found;
  const most = clampLimit(limit, 500);
  const { name } = found.value.entity;
  const rows: TimelineRow[] = context.history
    .ofRecord(name, id, most, before)
    .map((entry) => ({ kind: 'history', at: entry.at, entry }));
  const seen = new Set<string>();
  for (const { shape, field } of referringFields(context, name)) {
    if (!shape.entity.visibleWith?.includes(field.name)) continue;
    const records = context.all(
      sql`SELECT ${sql.raw(rowCodec(shape).selected)} FROM ${tableOf(shape)} WHERE t."deletedAt" IS NULL AND ${refersTo(field, id)} AND t."createdAt" < ${before} ORDER BY t."createdAt" DESC LIMIT ${most}`,
    );
    for (const record of decodeRows(shape, records)) {
      if (seen.has(record.id)) continue;
      seen.add(record.id);
      rows.push({ kind: 'record', at: record.createdAt, entity: shape.entity.name, record });
    }
  }
  return ok(rows.toSorted((a, b) => b.at - a.at).slice(0, most));
}

/** Fields that refer to this kind of record and are not bookkeeping. */
export function readRelated(
  context: ReadContext,
  { entity, id }: QueryParams<'related'>,
): Result<readonly RelatedCount[], Refusal> {
  const found = shapeFor(context, entity);
  if (!found.ok) return found;
  return ok(
    referringFields(context, found.value.entity.name).map(({ shape, field }) => {
      const [row] = context.all(
        sql`SELECT count(*) FROM ${tableOf(shape)} WHERE t."deletedAt" IS NULL AND ${refersTo(field, id)}`,
      );
      return { entity: shape.entity.name, field: field.name, count: Number(row?.[0]) };
    }),
  );
}

function refersTo(field: FieldShape, id: string): RawBuilder<unknown> {
  if (field.listTable === null) return sql`${column(field.name)} = ${id}`;
  return sql`t."seq" IN (SELECT "record_seq" FROM ${sql.table(field.listTable)} WHERE "value" = ${id})`;
}

function referringFields(
  context: ReadContext,
  target: string,
): readonly { readonly shape: TableShape; readonly field: FieldShape }[] {
  return context.model.entities.flatMap((entity) => {
    const shape = tableShape(entity);
    return shape.fields
      .filter(({ name }) => {
        const field = entity.fields[name];
        const isReference = field?.kind === 'references' || (field?.kind === 'reference' && field.index === true);
        return isReference && field.target === target;
      })
      .map((field) => ({ shape, field }));
  });
}
