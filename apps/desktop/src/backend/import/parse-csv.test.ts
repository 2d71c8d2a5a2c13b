import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseCsv } from './parse-csv.ts';
import type { Table } from './table.ts';

async function table(bytes: string | Uint8Array): Promise<Table> {
  const parsed = await parseCsv('file.csv', typeof bytes === 'string' ? Buffer.from(bytes) : bytes);
  if (!parsed.ok) throw new Error(parsed.error.message);
  return parsed.value;
}

async function refusal(bytes: string | Uint8Array): Promise<string> {
  const parsed = await parseCsv('file.csv', typeof bytes === 'string' ? Buffer.from(bytes) : bytes);
  if (parsed.ok) throw new Error('It was read.');
  return `${parsed.error.code}: ${parsed.error.message}`;
}

const utf16be = (text: string): Buffer => Buffer.from(text, 'utf16le').swap16();

test('[S4-17/C] encodings are found: UTF-8 with and without a mark, UTF-16 both ways, Windows-1252', async () => {
  const text = 'name,city\r\nZoë,Zürich\r\n';
  const files: readonly (readonly [string, Uint8Array])[] = [
    ['UTF-8', Buffer.from(text)],
    ['UTF-8', Buffer.from(`\ufeff${text}`)],
    ['UTF-16 LE', Buffer.from(`\ufeff${text}`, 'utf16le')],
    ['UTF-16 LE', Buffer.from(text, 'utf16le')],
    ['UTF-16 BE', utf16be(`\ufeff${text}`)],
    ['UTF-16 BE', utf16be(text)],
    ['Windows-1252', Buffer.from(text, 'latin1')],
  ];
  for (const [encoding, bytes] of files) {
    expect(await table(bytes)).toMatchObject({
      encoding,
      headings: ['name', 'city'],
      rows: [{ line: 2, cells: ['Zoë', 'Zürich'] }],
    });
  }
  expect((await table(Buffer.from('name\nprice 5 \x80\n', 'latin1'))).rows[0]?.cells).toEqual(['price 5 €']);
});

test('[S4-17/C] delimiters are found: comma, semicolon, tab, bar', async () => {
  for (const delimiter of [',', ';', '\t', '|']) {
    const text = `${['name', 'note', 'value'].join(delimiter)}\n${['Ann', '"a, b; c | d"', '1'].join(delimiter)}\n`;
    expect(await table(text)).toMatchObject({ delimiter, rows: [{ line: 2, cells: ['Ann', 'a, b; c | d', '1'] }] });
  }
});

test('[S4-17/C] rows too short or long are refused with their line, others stay', async () => {
  const parsed = await table('a,b,c\n1,2,3\n4,"x\ny",5\n\n6,7\n8,9,10,11\n12,13,14,,\n,,\n15,16,17');
  expect(parsed.rows.map(({ line, cells }) => [line, cells[0]])).toEqual([
    [2, '1'],
    [3, '4'],
    [8, '12'],
    [10, '15'],
  ]);
  expect(parsed.faults).toEqual([
    { line: 6, cells: ['6', '7'], reason: 'The row has too few cells: 2 instead of 3.' },
    { line: 7, cells: ['8', '9', '10', '11'], reason: 'The row has too many cells: 4 instead of 3.' },
  ]);
});

test('[S4-17/C] duplicate and empty headings get names and a warning', async () => {
  const parsed = await table('name,name,,x\na,b,c,d\n');
  expect(parsed.columns).toEqual(['name', 'name (2)', 'Column 3', 'x']);
  expect(parsed.warnings).toEqual([
    'Line 1: the heading "name" occurs twice; the later column is called "name (2)" and left out.',
  ]);
});

test('[S4-17/C] files that are no table get a clear error', async () => {
  expect(await refusal('')).toBe('file-empty: file.csv is empty.');
  expect(await refusal(' \n \n')).toBe('file-empty: file.csv holds nothing but blanks.');
  expect(await refusal(Buffer.from('PK\u0003\u0004\0\0\0\0', 'latin1'))).toContain('file-binary: file.csv is an Excel');
  expect(await refusal(Uint8Array.from({ length: 5000 }, (_, index) => (index * 7) % 256))).toContain('file-binary');
  expect(await refusal('a,b\n1,2\n3,"4\n5,6\n7,8\n')).toBe(
    'quote-not-closed: file.csv, line 3: a quote is opened here or below and never closed. Close it or remove it.',
  );
  expect((await table('a,b\n')).warnings).toEqual(['There is a heading and nothing else.']);
});

test('[S4-17/C] a cell of 100 MB is refused without a pause of the event loop', async () => {
  const cell = Buffer.alloc(100 * 1024 * 1024, 'x');
  const file = Buffer.concat([Buffer.from('a,b\n1,2\n3,"'), cell, Buffer.from('"\n')]);
  let longestMs = 0;
  let lastMs = performance.now();
  const watch = setInterval(() => {
    longestMs = Math.max(longestMs, performance.now() - lastMs);
    lastMs = performance.now();
  }, 1);
  expect(await refusal(file)).toBe(
    'cell-too-large: file.csv, line 3: a row of more than 1 MB begins here. A quote may not be closed.',
  );
  clearInterval(watch);
  expect(longestMs).toBeLessThan(500);
});

test('quotes within a cell are read as they stand', async () => {
  expect((await table('a,b\n5" pipe,x\n"say ""hi""",y\n')).rows.map(({ cells }) => cells[0])).toEqual([
    '5" pipe',
    'say "hi"',
  ]);
});

test('[S4-17/C] any bytes are a table or refused, never an exception', async () => {
  const csvLike = fc.string({ unit: fc.constantFrom('a', '"', ',', ';', '\n', '\r', '\t', ' ', 'é', '😀', '\0') });
  const bytes = fc.oneof(
    fc.uint8Array({ maxLength: 300 }),
    csvLike.map((text) => Buffer.from(text)),
  );
  await fc.assert(
    fc.asyncProperty(bytes, async (input) => {
      const parsed = await parseCsv('file.csv', input);
      if (!parsed.ok) return parsed.error.message !== '';
      const { columns, rows } = parsed.value;
      return new Set(columns).size === columns.length && rows.every(({ cells }) => cells.length === columns.length);
    }),
    { numRuns: 500 },
  );
});
