import { writeSync } from 'node:fs';
import { coreModel, type EntityRecord, emptyValue, entityFor, type RecordId, recordIdFrom } from '@satchel/core';
import { createSyncClient } from '@satchel/sync';
import { migrate } from '../src/sqlite/migrate.ts';
import { openDatabase } from '../src/sqlite/open.ts';
import { createSqliteReplicaStore } from '../src/sqlite/replica-store.ts';

/** How many companies the server has, and in which pages and parts they come. */
export const load = { rows: 6000, pageRows: 500, partRows: 1500 } as const;

const fields = Object.entries(entityFor(coreModel, 'company').fields);
const empty = Object.fromEntries(fields.map(([name, field]) => [name, emptyValue(field.kind)]));
const idOf = (n: number): RecordId => recordIdFrom(`01890000-0000-7000-8000-${String(n).padStart(12, '0')}`);

const companyOf = (n: number): EntityRecord => {
  const own = { id: idOf(n), rev: n, stamps: {}, owner: idOf(9999), createdAt: n, updatedAt: n };
  const said = { name: n % 3 === 0 ? `Birch ${n}` : `Fir ${n}`, emails: [`info@company${n}.example`] };
  const filled: unknown = { ...empty, ...own, ...said };
  return filled as EntityRecord;
};

/** A device that loads all companies into the database at a path, and says each page that it is about to take. */
function loadAll(path: string, key: Uint8Array): void {
  const opened = openDatabase({ path, key });
  if (!opened.ok) throw new Error(opened.error.message);
  const migrated = migrate(opened.value, coreModel, { backup: null });
  if (!migrated.ok) throw new Error(migrated.error.message);
  const unexpected = (): never => {
    throw new Error('This does not happen on a server that stays as it is.');
  };
  const client = createSyncClient({
    store: createSqliteReplicaStore(opened.value, coreModel),
    model: coreModel,
    now: () => 0,
    onWipe: unexpected,
    onForked: unexpected,
    onOutdated: unexpected,
    loadPartRecords: load.partRows,
  });
  client.open((message) => {
    if (message.kind === 'hello') {
      client.receive({
        kind: 'welcome',
        head: load.rows,
        generation: 'one',
        load: ['company'],
        snapshot: load.rows,
        epoch: { company: 'all' },
        isBehindLog: true,
      });
    } else if (message.kind === 'page') {
      const from = message.afterId === null ? 0 : Number(message.afterId.slice(-12)) + 1;
      const records = Array.from({ length: load.pageRows }, (_, n) => companyOf(from + n));
      const isLast = from + load.pageRows >= load.rows;
      writeSync(1, `${from}\n`);
      const next = isLast ? null : (records.at(-1)?.id ?? null);
      client.receive({
        kind: 'page',
        load: message.load,
        afterId: message.afterId,
        page: { entity: 'company', records, next },
      });
    }
  });
  writeSync(1, 'whole\n');
}

const [path, key] = process.argv.slice(2);
if (path !== undefined && key !== undefined) loadAll(path, Buffer.from(key, 'hex'));
