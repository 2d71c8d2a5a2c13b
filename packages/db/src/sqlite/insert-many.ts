import type { ColumnValue } from '../row-codec.ts';
import { quoted } from '../table-shape.ts';
import type { SqliteDatabase, SqliteStatement } from './driver.ts';

/** So many rows by one statement: more cost the driver more than they save. */
export const rowsPerStatement = 25;

/** Statements for rows with other empty columns each time must not pile up. */
const maxStatements = 50;

/**
 * Inserts rows, many by one statement: the next row then is looked for where the last one was put. Columns that are
 * empty in all of them stay out of it, since each value costs its way into the statement: of a company's 42 columns
 * about 18 are used.
 *
 * For transactions that are taken back when this throws: `FAIL` leaves the rows before the one that failed, and without a
 * way back SQLite keeps no journal of the statement, at whose beginning FTS5 would write its memory out.
 */
export function manyInserter(
  db: SqliteDatabase,
  table: string,
  columns: readonly string[],
  onConflict: 'FAIL' | 'IGNORE' = 'FAIL',
): (rows: readonly (readonly ColumnValue[])[]) => void {
  const statements = new Map<string, SqliteStatement<[ColumnValue[]], unknown>>();
  const statementOf = (used: readonly number[], count: number): SqliteStatement<[ColumnValue[]], unknown> => {
    const key = `${count}:${used.join()}`;
    let statement = statements.get(key);
    if (!statement) {
      const names = used.map((index) => quoted(columns[index] ?? ''));
      const row = `(${names.map(() => '?').join(', ')})`;
      const rows = Array.from({ length: count }, () => row).join(', ');
      statement = db.prepare(`INSERT OR ${onConflict} INTO ${quoted(table)} (${names.join(', ')}) VALUES ${rows}`);
      if (statements.size >= maxStatements) statements.clear();
      statements.set(key, statement);
    }
    return statement;
  };

  const put = (rows: readonly (readonly ColumnValue[])[]): void => {
    const used: number[] = [];
    for (const column of columns.keys()) if (rows.some((row) => row[column] !== null)) used.push(column);
    const bound: ColumnValue[] = [];
    for (const row of rows) for (const column of used) bound.push(row[column] ?? null);
    statementOf(used, rows.length).run(bound);
  };

  return (rows) => {
    let at = 0;
    for (; at + rowsPerStatement <= rows.length; at += rowsPerStatement) put(rows.slice(at, at + rowsPerStatement));
    for (; at < rows.length; at += 1) put(rows.slice(at, at + 1));
  };
}
