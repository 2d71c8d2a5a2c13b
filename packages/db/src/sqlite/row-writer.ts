import { type ColumnValue, rowCodec } from '../row-codec.ts';
import { quoted, type TableShape } from '../table-shape.ts';
import type { SqliteDatabase, SqliteStatement } from './driver.ts';
import { manyInserter, rowsPerStatement } from './insert-many.ts';
import type { PreparedRow } from './prepare-rows.ts';

/**
 * Writes the rows of a table, without what is derived from them; gives their numbers, in order. Rows that follow one
 * another and get the same values (a deletion of many) are set by one statement.
 */
export function rowWriter(db: SqliteDatabase, shape: TableShape): (rows: readonly PreparedRow[]) => readonly number[] {
  const codec = rowCodec(shape);
  const table = quoted(shape.table);
  const insert = manyInserter(db, shape.table, ['seq', ...codec.columns.map(({ name }) => name)]);
  const lastSeq = db.prepare<[], number>(`SELECT coalesce(max("seq"), 0) FROM ${table}`).pluck();
  // Asked for by itself: UPDATE … RETURNING takes three times as long.
  const seqOf = db.prepare<[string], number>(`SELECT "seq" FROM ${table} WHERE "id" = ?`).pluck();
  const updates = new Map<string, SqliteStatement<ColumnValue[], unknown>>();

  const updateOf = (fields: string, isMany: boolean): SqliteStatement<ColumnValue[], unknown> => {
    const key = isMany ? `${fields} of many` : fields;
    let statement = updates.get(key);
    if (!statement) {
      const names = fields.split(',').flatMap(codec.columnsOf);
      const set = names.map((name) => `${quoted(name)} = ?`).join(', ');
      const places = Array.from({ length: rowsPerStatement }, () => '?').join(', ');
      // The plus keeps SQLite from finding each row by its id.
      const which = isMany ? `"seq" IN (${places}) AND +"id" IN (${places})` : '"seq" = ? AND "id" = ?';
      statement = db.prepare<ColumnValue[], unknown>(`UPDATE OR FAIL ${table} SET ${set} WHERE ${which}`);
      updates.set(key, statement);
    }
    return statement;
  };

  const insertAll = (rows: readonly PreparedRow[], seqs: number[]): void => {
    const last = lastSeq.get() ?? 0;
    insert(rows.map(({ values }, index) => [last + 1 + index, ...values]));
    for (const index of rows.keys()) seqs.push(last + 1 + index);
  };

  const updateOne = ({ id, seq, values }: PreparedRow, fields: string): number => {
    const update = updateOf(fields, false);
    if (seq !== null && update.run(...values, seq, id).changes > 0) return seq;
    const found = seqOf.get(id);
    if (found === undefined) throw new Error(`${shape.table} has no record ${id}.`);
    update.run(...values, found, id);
    return found;
  };

  const updateAlike = (rows: readonly PreparedRow[], fields: string, seqs: number[]): void => {
    let at = 0;
    for (; at + rowsPerStatement <= rows.length; at += rowsPerStatement) {
      const part = rows.slice(at, at + rowsPerStatement);
      const known = part.flatMap(({ seq }) => (seq === null ? [] : [seq]));
      const ids = part.map(({ id }) => id);
      const isKnown = known.length === part.length;
      const values = part[0]?.values ?? [];
      // Where a number is another row's by now, each is looked for.
      if (isKnown && updateOf(fields, true).run(...values, ...known, ...ids).changes === part.length) {
        seqs.push(...known);
      } else for (const row of part) seqs.push(updateOne(row, fields));
    }
    for (const row of rows.slice(at)) seqs.push(updateOne(row, fields));
  };

  return (rows) => {
    const seqs: number[] = [];
    for (let at = 0; at < rows.length; ) {
      const [first, alike] = [rows[at], alikeFrom(rows, at)];
      if (first?.fields === null) insertAll(alike, seqs);
      else if (first) updateAlike(alike, first.fields, seqs);
      at += alike.length;
    }
    return seqs;
  };
}

/** New rows, or rows that get the same values, from here on. */
function alikeFrom(rows: readonly PreparedRow[], from: number): readonly PreparedRow[] {
  const first = rows[from];
  let to = from + 1;
  for (; to < rows.length; to++) {
    const row = rows[to];
    if (row?.fields !== first?.fields) break;
    if (first?.fields !== null && !row?.values.every((value, index) => value === first?.values[index])) break;
  }
  return rows.slice(from, to);
}
