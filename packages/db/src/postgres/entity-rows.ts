import type { EntityRecord } from '@satchel/core';
import type { ServerRow, Touch } from '@satchel/sync/server';
import { type ColumnValue, type RowCodec, rowCodec } from '../row-codec.ts';
import { type ColumnType, quoted, type TableShape } from '../table-shape.ts';
import type { PostgresRow, PostgresText } from './driver.ts';

/** Reads the rows of one entity. */
export interface EntityRows {
  readonly shape: TableShape;
  readonly codec: RowCodec;
  /** Statements that give rows for `decode`. */
  readonly byIds: string;
  /** Gives ids and labels. */
  readonly scopesByIds: string;
  /** Of all rows, and of those that have one of the labels. */
  readonly checksum: string;
  readonly checksumOfLabels: string;
  readonly page: string;
  readonly pageAfter: string;
  /** With the field's column in place of `column`. */
  readonly referring: (field: string) => string;
  /** The numbers of a serial field that are taken, with whose they are. */
  readonly numbered: (field: string) => string;
  readonly decode: (row: PostgresRow) => ServerRow;
  /** A row without the server's own columns. */
  readonly decodeRecord: (row: PostgresRow) => EntityRecord;
}

const made = new WeakMap<TableShape, EntityRows>();

export function entityRows(shape: TableShape): EntityRows {
  let rows = made.get(shape);
  if (!rows) {
    rows = makeRows(shape);
    made.set(shape, rows);
  }
  return rows;
}

function makeRows(shape: TableShape): EntityRows {
  const codec = rowCodec(shape);
  const read = codec.selectedTypes.map((type) => readers[type]);
  const from = `FROM ${quoted(shape.table)} AS t`;
  const select = `SELECT ${unnamed(`${codec.selected}, t."_revs", t."_scopes"`)} ${from}`;
  const decodeRecord = (row: PostgresRow): EntityRecord =>
    codec.decode(read.map((one, index) => one(row[index] ?? null)));
  const columnOf = (field: string): string => {
    const column = shape.fieldByName.get(field)?.columns[0].name;
    if (column === undefined) throw new Error(`${shape.table} has no field ${field}.`);
    return `t.${quoted(column)}`;
  };
  return {
    shape,
    codec,
    byIds: `${select} WHERE t."id" = ANY($1::text[])`,
    page: `${select} ORDER BY t."id" LIMIT $1`,
    pageAfter: `${select} WHERE t."id" > $2 ORDER BY t."id" LIMIT $1`,
    checksum: `${checksum} ${from}`,
    checksumOfLabels: `${checksum} ${from} WHERE t."_scopes" ?| $1::text[]`,
    scopesByIds: `SELECT t."id", t."_scopes" ${from} WHERE t."id" = ANY($1::text[])`,
    referring: (field) => {
      const list = shape.fieldByName.get(field)?.listTable ?? null;
      if (list !== null) {
        return `${select} WHERE (t."tenant_id", t."id") IN (SELECT v."tenant_id", v."record_id" FROM ${quoted(list)} AS v WHERE v."value" = ANY($1::text[]))`;
      }
      // In two parts: live rows and deleted ones are in an index each.
      const named = `${select} WHERE ${columnOf(field)} = ANY($1::text[])`;
      return `${named} AND t."deletedAt" IS NULL UNION ALL ${named} AND t."deletedAt" IS NOT NULL`;
    },
    numbered: (field) => `SELECT ${columnOf(field)}, t."id" ${from} WHERE ${columnOf(field)} = ANY($1::text[])`,
    decode(row) {
      const [revs, scopes] = row.slice(-2);
      return {
        entity: shape.entity.name,
        record: decodeRecord(row),
        // What `entity-writes.ts` wrote.
        revs: typeof revs === 'string' ? (JSON.parse(revs) as Readonly<Record<string, Touch>>) : {},
        scopes: scopesIn(scopes ?? null),
      };
    },
    decodeRecord,
  };
}

/** Columns are read by their place; the driver makes an object of all names that there are, for each question. */
const unnamed = (columns: string): string =>
  columns
    .split(', ')
    .map((column) => `${column} AS c`)
    .join(', ');

/** As `rowChecksum` of sync has it, summed up. */
const checksum = `SELECT mod(coalesce(sum(
  ('x' || substr(t."id", 31, 6))::bit(24)::integer::bigint * (t."rev" % 16777216 + 1) +
  ('x' || substr(t."id", 25, 6))::bit(24)::integer::bigint * (t."rev" / 16777216 + 1)
), 0), 281474976710656)`;

/** What `entity-writes.ts` wrote. */
export const scopesIn = (value: PostgresText): readonly string[] => JSON.parse(value ?? '[]') as readonly string[];

const same = (value: PostgresText): ColumnValue => value;
const toNumber = (value: PostgresText): ColumnValue => (value === null ? null : Number(value));

/** As the codec wants them; PGlite and servers write a boolean as t or f. */
const readers: Readonly<Record<ColumnType, (value: PostgresText) => ColumnValue>> = {
  text: same,
  integer: toNumber,
  number: toNumber,
  boolean: (value) => (value === null ? null : Number(value === 't')),
  json: same,
};
