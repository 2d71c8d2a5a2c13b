import type { ColumnValue } from '../row-codec.ts';
import { quoted } from '../table-shape.ts';
import type { SqliteDatabase, SqliteStatement } from './driver.ts';

/** Rows of one statement: more cost the driver more than they save. */
const rowsAtOnce = 20;

/** Statements for tables with other empty columns each time must not pile up. */
const maxStatements = 50;

/** Puts `count` rows; `encode` appends the values of one, in the order of the columns. */
export type ManyInserter = (count: number, encode: (row: number, into: ColumnValue[]) => void) => void;

/**
 * Puts many rows into a table, some by each statement. Columns that were empty in all rows so far stay out of it, since
 * each value costs its way into the statement: of a company's 42 columns about 18 are used.
 */
export function manyInserter(db: SqliteDatabase, table: string, columns: readonly string[]): ManyInserter {
  const statements = new Map<string, SqliteStatement<[ColumnValue[]], unknown>>();
  const statementOf = (used: readonly number[], count: number): SqliteStatement<[ColumnValue[]], unknown> => {
    const key = `${count}:${used.join()}`;
    let statement = statements.get(key);
    if (!statement) {
      const names = used.map((index) => quoted(columns[index] ?? ''));
      const row = `(${names.map(() => '?').join(', ')})`;
      const rows = Array.from({ length: count }, () => row).join(', ');
      statement = db.prepare(`INSERT INTO ${quoted(table)} (${names.join(', ')}) VALUES ${rows}`);
      if (statements.size >= maxStatements) statements.clear();
      statements.set(key, statement);
    }
    return statement;
  };

  return (count, encode) => {
    let used: readonly number[] = [];
    const isUsed = columns.map(() => false);
    const noteUsed = (values: readonly ColumnValue[]): void => {
      let isNew = false;
      for (const column of columns.keys()) {
        for (let at = column; isUsed[column] !== true && at < values.length; at += columns.length) {
          if (values[at] === null) continue;
          isUsed[column] = true;
          isNew = true;
        }
      }
      if (isNew) used = columns.flatMap((_, index) => (isUsed[index] === true ? [index] : []));
    };
    const put = (first: number, rows: number): void => {
      const values: ColumnValue[] = [];
      for (let row = first; row < first + rows; row += 1) encode(row, values);
      noteUsed(values);
      const bound: ColumnValue[] = [];
      for (let start = 0; start < values.length; start += columns.length) {
        for (const index of used) bound.push(values[start + index] ?? null);
      }
      statementOf(used, rows).run(bound);
    };
    let at = 0;
    for (; at + rowsAtOnce <= count; at += rowsAtOnce) put(at, rowsAtOnce);
    for (; at < count; at += 1) put(at, 1);
  };
}
