import { everything, ok, type Refusal, type Result } from '@satchel/core';
import { type RawBuilder, sql } from 'kysely';
import type { Asker, QueryParams, RelatedCount, TimelineRow } from '../../queries.ts';
import { rowCodec } from '../../row-codec.ts';
import { type FieldShape, type TableShape, tableShape } from '../../table-shape.ts';
import { column } from '../../where-to-sql.ts';
import { decodeRows } from './page.ts';
import {
  clampLimit,
  isVisible,
  liveRows,
  type ReadContext,
  readableRecord,
  shapeFor,
  tableOf,
} from './read-context.ts';

/** Each source gives its newest ones; the newest of all together are the answer. */
export function readTimeline(
  context: ReadContext,
  { entity, id, before = { at: Number.MAX_SAFE_INTEGER, key: '' }, limit }: QueryParams<'timeline'>,
  asker: Asker,
): Result<readonly TimelineRow[], Refusal> {
  const found = shapeFor(context, entity);
  if (!found.ok) return found;
  if (!readableRecord(context, found.value, id, asker)) return ok([]);
  const most = clampLimit(limit, 500);
  const { name } = found.value.entity;
  const rows: TimelineRow[] = context.history
    .ofRecord(name, id, most, { ms: before.at, seq: seqBefore(before.key) })
    .map((entry) => ({ kind: 'history', at: entry.at, key: historyKey(entry.seq), entry }));
  const seen = new Set<string>();
  for (const { shape, field } of referringFields(context, name)) {
    if (!shape.entity.visibleWith?.includes(field.name)) continue;
    const { happenedAt } = shape.entity.views;
    const at =
      happenedAt === undefined ? column('createdAt') : sql`coalesce(${column(happenedAt)}, ${column('createdAt')})`;
    const records = context.all(
      sql`SELECT ${sql.raw(rowCodec(shape).selected)} FROM ${tableOf(shape)} WHERE t."deletedAt" IS NULL AND ${refersTo(field, id)} AND ${isVisible(context, shape, asker)} AND (${at}, t."id") < (${before.at}, ${before.key}) ORDER BY ${at} DESC, t."id" DESC LIMIT ${most}`,
    );
    for (const record of decodeRows(shape, records)) {
      if (seen.has(record.id)) continue;
      seen.add(record.id);
      const moment = happenedAt === undefined ? null : record[happenedAt];
      rows.push({
        kind: 'record',
        at: typeof moment === 'number' ? moment : record.createdAt,
        key: record.id,
        entity: shape.entity.name,
        record,
      });
    }
  }
  return ok(rows.toSorted((a, b) => b.at - a.at || (a.key < b.key ? 1 : -1)).slice(0, most));
}

// Of the same moment, history comes after the records: `#` sorts before every id.
const historyKey = (seq: number): string => `#${String(seq).padStart(16, '0')}`;

const seqBefore = (key: string): number =>
  key === '' ? 0 : key.startsWith('#') ? Number(key.slice(1)) : Number.MAX_SAFE_INTEGER;

/** Fields that refer to this kind of record and are not bookkeeping. */
export function readRelated(
  context: ReadContext,
  { entity, id }: QueryParams<'related'>,
  asker: Asker,
): Result<readonly RelatedCount[], Refusal> {
  const found = shapeFor(context, entity);
  if (!found.ok) return found;
  if (!readableRecord(context, found.value, id, asker)) return ok([]);
  const counts: RelatedCount[] = [];
  for (const { shape, field } of referringFields(context, found.value.entity.name)) {
    const live = liveRows(context, shape, everything, asker);
    if (!live.ok) return live;
    const [row] = context.all(
      sql`SELECT count(*) FROM ${tableOf(shape)} WHERE ${refersTo(field, id)} AND ${live.value.rows}`,
    );
    counts.push({ entity: shape.entity.name, field: field.name, count: Number(row?.[0]) });
  }
  return ok(counts);
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
