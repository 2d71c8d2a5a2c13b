import { err, ok, type Refusal, type Result, readCsvCell } from '@satchel/core';
import { parse } from 'csv-parse';
import { decodeFile } from './decode-file.ts';
import { createPace } from './pace.ts';
import type { RefusedRow, Table, TableRow } from './table.ts';

/** No cell may be larger, which also bounds what a quote that is never closed takes in. */
const maxCellBytes = 1_000_000;

/**
 * Reads a file as a table: encoding and delimiter are found, the first line is the heading. Rows with too few or too
 * many cells become faults. Refusals of the whole file: what decodeFile refuses, `quote-not-closed`, `cell-too-large`,
 * `csv-malformed`. Gives the event loop a turn at least every 20 ms.
 */
export async function parseCsv(
  file: string,
  bytes: Uint8Array,
  signal?: AbortSignal,
  onProgress?: (done: number, total: number) => void,
): Promise<Result<Table, Refusal>> {
  const decoded = await decodeFile(file, bytes, signal);
  if (!decoded.ok) return decoded;
  const content = decoded.value.bytes;
  const delimiter = guessDelimiter(content.toString('utf8', 0, 65_536));
  const reader = createReader();
  let failure: unknown;
  let lastRecordLine = 0;
  const parser = parse({
    delimiter,
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: true,
    max_record_size: maxCellBytes,
    on_record: (record: string[], { lines }: { lines: number }) => {
      reader.add(record, lines);
      lastRecordLine = lines;
      // Nothing is passed on: the rows are kept here.
      return undefined;
    },
  });
  parser.on('error', (error) => {
    failure = error;
  });
  parser.resume();
  const ended = new Promise<void>((resolve) => parser.once('close', resolve));
  const pace = createPace(signal);
  for (let at = 0; at < content.length && failure === undefined; at += PART_BYTES) {
    // The parser works while it is given a part, and tells of an error on the next turn.
    parser.write(content.subarray(at, at + PART_BYTES));
    onProgress?.(Math.min(at + PART_BYTES, content.length), content.length);
    await (parser.writableNeedDrain ? new Promise((resolve) => setImmediate(resolve)) : pace());
  }
  if (failure === undefined) parser.end();
  await ended;
  if (failure !== undefined) return err(fileRefusal(file, failure, lastRecordLine + 1));
  return reader.table(file, decoded.value.encoding, delimiter);
}

const PART_BYTES = 32_768;

function createReader() {
  let headings: readonly string[] | undefined;
  const rows: TableRow[] = [];
  const faults: RefusedRow[] = [];
  return {
    add(raw: readonly string[], endLine: number): void {
      const record = raw.some((cell) => cell.startsWith("'")) ? raw.map(readCsvCell) : raw;
      if (headings === undefined) {
        headings = record.map((heading) => heading.trim());
        return;
      }
      const width = headings.length;
      if (record.every((cell) => cell === '')) return;
      const line = endLine - newlinesIn(record);
      const isPadded = record.length > width && record.slice(width).every((cell) => cell.trim() === '');
      const cells = isPadded ? record.slice(0, width) : record;
      if (cells.length === width) rows.push({ line, cells });
      else {
        const many = cells.length > width ? 'too many' : 'too few';
        faults.push({ line, cells, reason: `The row has ${many} cells: ${cells.length} instead of ${width}.` });
      }
    },
    table(file: string, encoding: string, delimiter: string): Result<Table, Refusal> {
      if (headings === undefined) return err({ code: 'file-empty', message: `${file} is empty.` });
      const { columns, warnings } = uniqueColumns(headings);
      if (faults.length > 0) {
        warnings.push(`${faults.length} rows do not have as many cells as the heading; they are refused.`);
      }
      if (rows.length === 0 && faults.length === 0) warnings.push('There is a heading and nothing else.');
      return ok({ file, encoding, delimiter, headings, columns, rows, faults, warnings });
    },
  };
}

const newlinesIn = (record: readonly string[]): number => {
  let count = 0;
  for (const cell of record) if (cell.includes('\n')) count += cell.split('\n').length - 1;
  return count;
};

function uniqueColumns(headings: readonly string[]): { columns: readonly string[]; warnings: string[] } {
  const seen = new Set<string>();
  const warnings: string[] = [];
  const columns = headings.map((heading, index) => {
    const wanted = heading === '' ? `Column ${index + 1}` : heading;
    let name = wanted;
    for (let copy = 2; seen.has(name); copy++) name = `${wanted} (${copy})`;
    if (name !== wanted) {
      warnings.push(
        `Line 1: the heading "${heading}" occurs twice; the later column is called "${name}" and left out.`,
      );
    }
    seen.add(name);
    return name;
  });
  return { columns, warnings };
}

/** The separator that gives the first lines the same number of cells, and the most of them. */
function guessDelimiter(head: string): string {
  // What stands in quotes says nothing.
  const lines = head
    .replace(/"(?:[^"]|"")*"/g, '')
    .split(/\r\n|\n|\r/)
    .filter((line) => line.trim() !== '')
    .slice(0, 30);
  const [first = ''] = lines;
  let best = { delimiter: ',', score: 0 };
  for (const delimiter of [',', ';', '\t', '|']) {
    const count = first.split(delimiter).length - 1;
    if (count === 0) continue;
    const agreeing = lines.filter((line) => line.split(delimiter).length - 1 === count).length;
    const score = agreeing / lines.length + count / 1000;
    if (score > best.score) best = { delimiter, score };
  }
  return best.delimiter;
}

function fileRefusal(file: string, failure: unknown, line: number): Refusal {
  const code = typeof failure === 'object' && failure !== null && 'code' in failure ? failure.code : undefined;
  if (code === 'CSV_QUOTE_NOT_CLOSED') {
    const message = `${file}, line ${line}: a quote is opened here or below and never closed. Close it or remove it.`;
    return { code: 'quote-not-closed', message };
  }
  if (code === 'CSV_MAX_RECORD_SIZE') {
    const message = `${file}, line ${line}: a row of more than 1 MB begins here. A quote may not be closed.`;
    return { code: 'cell-too-large', message };
  }
  const detail = failure instanceof Error ? failure.message : String(failure);
  return { code: 'csv-malformed', message: `${file}, line ${line}: ${detail}` };
}
