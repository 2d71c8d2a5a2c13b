import { join } from 'node:path';
import { openDatabase } from '@satchel/db';
import { createImportJobs } from '../src/backend/import/jobs.ts';
import { createPace } from '../src/backend/import/pace.ts';
import { parseCsv } from '../src/backend/import/parse-csv.ts';
import { fileKeyStore } from '../src/backend/workspace/keys.ts';
import { openBenchWorkspace, withFolder } from './bench-workspace.ts';
import { watchBlocking } from './blocking.ts';
import { contactsCsv } from './contacts-csv.ts';
import { median, printFigure, timed } from './figure.ts';

const rounds = 5;
const rows = 100_000;

/** The import of a file of contacts into an empty workspace, and its undo. */
export async function benchImport(): Promise<void> {
  const bytes = contactsCsv(rows);
  const measured: { importMs: number; undoMs: number; floorMs: number; blockedMs: number }[] = [];
  for (let round = 0; round < rounds; round++) measured.push(await withFolder((dir) => measure(dir, bytes)));
  const of = (key: keyof (typeof measured)[number]) => median(measured.map((one) => one[key]));
  printFigure({
    name: 'import',
    value: of('importMs'),
    unit: 'ms',
    floor: of('floorMs'),
    most: 4,
    note: `${rows} CSV rows of contacts with 8 columns into an empty workspace; floor: parsing the file plus bare inserts of the same rows and history rows into tables without indexes of an encrypted file`,
  });
  printFigure({
    name: 'import-undo',
    value: of('undoMs'),
    unit: 'ms',
    floor: of('importMs'),
    most: 0.5,
    note: 'undo of that import; floor: the import itself',
  });
  printFigure({
    name: 'import-blocked',
    value: of('blockedMs'),
    unit: 'ms',
    floor: null,
    most: 500,
    note: 'the longest time in which the backend gave the event loop no turn during that import: how late a cancel is heard',
  });
}

async function measure(dir: string, bytes: Uint8Array) {
  const workspace = await openBenchWorkspace(dir);
  const blocked = watchBlocking();
  const jobs = createImportJobs(workspace.importTarget);
  const imported = await timed(() => jobs.importFiles([{ name: 'contacts.csv', bytes }]));
  const blockedMs = blocked.stop();
  if (!imported.result.ok) throw new Error(imported.result.error[0]?.message);
  const { group, created, refused } = imported.result.value.summary;
  if (refused > 0 || (created['contact'] ?? 0) < rows * 0.9) throw new Error('The import left rows out.');
  const written = readRows(dir);
  // Nobody takes an import back in the same second: the log has then been moved into the file.
  await new Promise((resolve) => setTimeout(resolve, 3000));
  const undone = await timed(() => workspace.replica.undo(group, createPace(undefined)));
  if (!undone.result.ok) throw new Error(undone.result.error[0]?.message);
  await workspace.close();
  const parsed = await timed(() => parseCsv('contacts.csv', bytes));
  const inserted = await timed(() => insertBare(join(dir, 'bare.db'), written));
  return { importMs: imported.ms, undoMs: undone.ms, floorMs: parsed.ms + inserted.ms, blockedMs };
}

interface TableRows {
  readonly table: string;
  readonly columns: readonly { readonly name: string; readonly type: string }[];
  readonly rows: readonly (readonly unknown[])[];
}

function readRows(dir: string): readonly TableRows[] {
  const key = fileKeyStore(join(dir, 'workspace.key')).key(false);
  if (!key.ok) throw new Error(key.error.message);
  const opened = openDatabase({ path: join(dir, 'workspace.db'), key: key.value, isReadOnly: true });
  if (!opened.ok) throw new Error(opened.error.message);
  const db = opened.value;
  const read = ['contacts', 'companies', '_change', '_history'].map((table) => ({
    table,
    columns: db.prepare<[], { name: string; type: string }>(`PRAGMA table_info("${table}")`).all(),
    rows: db.prepare<[], unknown[]>(`SELECT * FROM "${table}"`).raw().all(),
  }));
  db.close();
  return read;
}

/** In one transaction, into tables without keys and indexes of a new encrypted file. */
function insertBare(path: string, tables: readonly TableRows[]): void {
  const opened = openDatabase({ path, key: new Uint8Array(32) });
  if (!opened.ok) throw new Error(opened.error.message);
  const db = opened.value;
  db.transaction(() => {
    for (const { table, columns, rows } of tables) {
      db.exec(`CREATE TABLE "${table}" (${columns.map(({ name, type }) => `"${name}" ${type}`).join(', ')})`);
      const insert = db.prepare(`INSERT INTO "${table}" VALUES (${columns.map(() => '?').join(', ')})`);
      for (const row of rows) insert.run(...row);
    }
  })();
  db.close();
}
