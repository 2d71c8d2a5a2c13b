/**
 * Rows as CSV by RFC 4180: comma, CRLF, quotes doubled. A cell that a spreadsheet would run as a formula gets a `'`
 * before it (OWASP, CSV injection); plain numbers and phone numbers in E.164 stay as they are.
 */
export const csvText = (rows: Iterable<readonly string[]>): string => {
  const lines: string[] = [];
  for (const row of rows) lines.push(csvLine(row));
  return lines.join('');
};

/** One row, with its CRLF. */
export const csvLine = (row: readonly string[]): string => `${row.map(csvCell).join(',')}\r\n`;

/** What a cell of a CSV file says: without the `'` that csvText puts before a formula. */
export const readCsvCell = (cell: string): string => (isGuarded.test(cell) ? cell.slice(1) : cell);

const isGuarded = /^'+[=+\-@\t\r]/;

function csvCell(text: string): string {
  // One that begins so behind quotes of its own gets another: reading takes one away.
  const safe = /^'*[=+\-@\t\r]/.test(text) && !/^[+-]?\d+(?:[.,]\d+)?$/.test(text) ? `'${text}` : text;
  return /[",\r\n]|^\s|\s$/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
