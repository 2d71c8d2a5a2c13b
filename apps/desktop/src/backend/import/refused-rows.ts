import { csvText } from '@satchel/core';
import type { RefusedRow } from './table.ts';

/** The rows of one file that are not imported. */
export interface RefusedOfFile {
  readonly file: string;
  readonly columns: readonly string[];
  readonly rows: readonly RefusedRow[];
}

/** Without it spreadsheets read UTF-8 as their own code page. */
const byteOrderMark = '\uFEFF';

/** The refused rows as they stood in their files, after file, line and reason, so that they can be mended. */
export function refusedRowsCsv(files: readonly RefusedOfFile[]): string {
  const concerned = files.filter(({ rows }) => rows.length > 0);
  const columns = [...new Set(concerned.flatMap((file) => file.columns))];
  const lines: (readonly string[])[] = [['file', 'line', 'reason', ...columns]];
  for (const { file, columns: own, rows } of concerned) {
    for (const { line, reason, cells } of rows) {
      const cellByColumn = new Map(own.map((column, index) => [column, cells[index] ?? '']));
      const extra = cells.slice(own.length);
      lines.push([file, String(line), reason, ...columns.map((column) => cellByColumn.get(column) ?? ''), ...extra]);
    }
  }
  return byteOrderMark + csvText(lines);
}
