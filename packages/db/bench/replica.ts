import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  changeIdFrom,
  coreModel,
  createClock,
  createUuidV7Generator,
  type EntityRecord,
  emptyValue,
  entityFor,
  grantsByRole,
  type RecordId,
  recordIdFrom,
} from '@satchel/core';
import {
  createReplica,
  createSyncClient,
  type Delta,
  decodePage,
  encodePage,
  type Replica,
  type ReplicaStore,
  type SyncClient,
} from '@satchel/sync';
import type { SqliteDatabase } from '../src/sqlite/driver.ts';
import { migrate } from '../src/sqlite/migrate.ts';
import { openDatabase } from '../src/sqlite/open.ts';
import { createSqliteReplicaStore } from '../src/sqlite/replica-store.ts';
import { zstd } from '../src/zstd.ts';

/** A figure before it is printed; see `apps/desktop/bench/figure.ts`. */
interface ReplicaFigure {
  readonly name: string;
  readonly value: number;
  readonly unit: 'ms';
  readonly floor: number;
  readonly most: number;
  readonly note: string;
}

const rounds = 5;
const size = 100_000;
const pageSize = 2000;
const remoteChanges = 10_000;
const waitingEdits = 500;
const commits = 300;
const key = Uint8Array.from({ length: 32 }, (_, index) => index);

/** What a device does with what others changed and with what its user writes, on an encrypted file. */
export async function benchReplica(): Promise<readonly ReplicaFigure[]> {
  const folder = mkdtempSync(join(tmpdir(), 'satchel-bench-'));
  try {
    const world = createWorld();
    const loads: Pair[] = [];
    const remote: Pair[] = [];
    const local: Pair[] = [];
    for (let round = 0; round < rounds; round += 1) {
      const path = join(folder, `${round}.db`);
      loads.push(measureLoad(world, path));
      remote.push(measureRemote(world, path, round));
      local.push(measureCommits(world, path));
      rmSync(path);
    }
    return [
      figure(
        'replica-first-load',
        loads,
        3.5,
        `${size} companies from zstd pages of ${pageSize} in memory to searchable; floor: bare inserts of the same rows into a table without indexes of an encrypted file`,
      ),
      figure(
        'replica-remote',
        remote,
        15,
        `${remoteChanges} changes of a name by others while ${waitingEdits} own edits wait, with indexes, search and history; floor: bare updates of the same rows in one transaction`,
      ),
      figure(
        'replica-commit',
        local,
        14,
        `one change of a name, to committed, median of ${commits}; floor: one bare update of an indexed column in its own transaction`,
      ),
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The time of the work and of its bare version, in milliseconds. */
type Pair = readonly [workMs: number, floorMs: number];

function figure(name: string, pairs: readonly Pair[], most: number, note: string): ReplicaFigure {
  const middle = (index: 0 | 1) => median(pairs.map((pair) => pair[index]));
  return { name, value: middle(0), unit: 'ms', floor: middle(1), most, note };
}

interface World {
  readonly me: RecordId;
  readonly companies: readonly EntityRecord[];
  readonly pages: readonly Uint8Array[];
  readonly newId: () => RecordId;
}

function createWorld(): World {
  const random = (bytes: number) => crypto.getRandomValues(new Uint8Array(bytes));
  const newUuid = createUuidV7Generator({ now: () => Date.now(), random });
  const newId = () => recordIdFrom(newUuid());
  const me = newId();
  const fields = Object.entries(entityFor(coreModel, 'company').fields);
  const empty = Object.fromEntries(fields.map(([name, field]) => [name, emptyValue(field.kind)]));
  const companies = Array.from({ length: size }, (_, index): EntityRecord => {
    const own = {
      id: newId(),
      rev: index + 1,
      stamps: {},
      owner: me,
      createdAt: 1_790_000_000_000 + index,
      updatedAt: 1_790_000_000_000 + index,
      createdBy: me,
      updatedBy: me,
      name: `${words[index % words.length]} ${words[(index * 7) % words.length]} ${index}`,
      domain: `company${index}.example`,
      emails: [`office@company${index}.example`],
      phones: [`+1415555${String(index % 10_000).padStart(4, '0')}`],
      city: words[(index * 3) % words.length] ?? null,
      employees: index % 900,
      isCustomer: index % 3 === 0,
      isActive: true,
    };
    return { ...empty, ...own } as unknown as EntityRecord;
  });
  const pages: Uint8Array[] = [];
  for (let from = 0; from < size; from += pageSize) {
    const records = companies.slice(from, from + pageSize);
    const next = from + pageSize >= size ? null : (records.at(-1)?.id ?? null);
    pages.push(encodePage({ entity: 'company', records, next }, zstd));
  }
  return { me, companies, pages, newId };
}

const words = ['Alder', 'Birch', 'Cedar', 'Dogwood', 'Elder', 'Fir', 'Ginkgo', 'Hazel', 'Ivy', 'Juniper', 'Larch'];

function open(path: string): SqliteDatabase {
  const opened = openDatabase({ path, key });
  if (!opened.ok) throw new Error(opened.error.message);
  const migrated = migrate(opened.value, coreModel, { backup: null });
  if (!migrated.ok) throw new Error(migrated.error.message);
  return opened.value;
}

function connect(store: ReplicaStore, pages: readonly Uint8Array[]): SyncClient {
  let at = 0;
  const client = createSyncClient({
    store,
    model: coreModel,
    now: () => Date.now(),
    onWipe: unexpected,
    onForked: unexpected,
    onOutdated: unexpected,
  });
  client.open((message) => {
    if (message.kind === 'hello') {
      const isFirst = message.cursor === null;
      const load = isFirst ? ['company'] : [];
      const epoch = { company: 'all' };
      client.receive({
        kind: 'welcome',
        head: size,
        generation: 'one',
        load,
        snapshot: size,
        epoch,
        isBehindLog: isFirst,
      });
    } else if (message.kind === 'page') {
      const page = decodePage(pages[at] ?? new Uint8Array(), zstd);
      if (!page.ok) throw new Error(page.error.detail);
      at += 1;
      client.receive({ kind: 'page', load: message.load, afterId: message.afterId, page: page.value });
    }
  });
  return client;
}

function unexpected(): never {
  throw new Error('This does not happen on a server that stays as it is.');
}

function measureLoad({ pages, companies }: World, path: string): Pair {
  const db = open(path);
  const workMs = timed(() => connect(createSqliteReplicaStore(db, coreModel), pages));
  const { found, held } = db
    .prepare<[], { found: number; held: number }>(
      `SELECT (SELECT count(*) FROM "companies") AS held, (SELECT count(*) FROM "companies__search" WHERE "companies__search" MATCH 'alder') AS found`,
    )
    .get() ?? { found: 0, held: 0 };
  if (held !== companies.length || found === 0) throw new Error(`${held} rows are held, and ${found} found.`);
  const columns = db.prepare<[], { name: string; type: string }>(`PRAGMA table_info("companies")`).all();
  const rows = db.prepare<[], unknown[]>('SELECT * FROM "companies"').raw().all();
  db.close();
  const bare = openBare(`${path}.bare`);
  const floorMs = timed(() =>
    bare.transaction(() => {
      bare.exec(`CREATE TABLE bare (${columns.map(({ name, type }) => `"${name}" ${type}`).join(', ')})`);
      const insert = bare.prepare(`INSERT INTO bare VALUES (${columns.map(() => '?').join(', ')})`);
      for (const row of rows) insert.run(...row);
    })(),
  );
  bare.close();
  return [workMs, floorMs];
}

function measureRemote(world: World, path: string, round: number): Pair {
  const db = open(path);
  const store = createSqliteReplicaStore(db, coreModel);
  const replica = openReplica(world, store);
  for (const { id } of world.companies.slice(0, waitingEdits)) rename(replica, id, `Mine ${round}`);
  const client = connect(store, []);
  const messages: Delta[] = [];
  const clock = createClock({ now: () => Date.now(), device: 'otherone' });
  for (let from = 0; from < remoteChanges; from += 500) {
    const some = world.companies.slice(from, from + 500);
    messages.push({
      from: size + from,
      to: size + from + some.length,
      changes: some.map(({ id, name }, index) => {
        const at = clock.tick();
        return {
          sequence: size + from + index + 1,
          id: changeIdFrom(world.newId()),
          actor: world.me,
          at,
          cause: null,
          label: null,
          acceptedAt: Date.now(),
          items: [
            {
              kind: 'patch',
              entity: 'company',
              id,
              write: 'update',
              before: { name: name ?? null },
              fields: { name: `Theirs ${from + index}` },
              stamps: { name: at },
              isConsequence: false,
            },
          ],
        };
      }),
    });
  }
  const workMs = timed(() => {
    for (const delta of messages) client.receive({ kind: 'delta', delta });
  });
  if (store.meta('cursor') !== String(size + remoteChanges)) throw new Error('The changes were not taken.');
  db.close();
  const bare = openTable(`${path}.remote`, world.companies);
  const update = bare.prepare('UPDATE bare SET name = ? WHERE id = ?');
  const floorMs = timed(() =>
    bare.transaction(() => {
      for (const [index, { id }] of world.companies.slice(0, remoteChanges).entries())
        update.run(`Theirs ${index}`, id);
    })(),
  );
  bare.close();
  return [workMs, floorMs];
}

function measureCommits(world: World, path: string): Pair {
  const db = open(path);
  const replica = openReplica(world, createSqliteReplicaStore(db, coreModel));
  const bare = openTable(`${path}.commit`, world.companies);
  const update = bare.prepare('UPDATE bare SET name = ? WHERE id = ?');
  const works: number[] = [];
  const floors: number[] = [];
  for (const [index, { id }] of world.companies.slice(50_000, 50_000 + commits).entries()) {
    works.push(timed(() => rename(replica, id, `Written ${index}`)));
    floors.push(timed(() => update.run(`Written ${index}`, id)));
  }
  db.close();
  bare.close();
  return [median(works), median(floors)];
}

function openReplica({ me, newId }: World, store: ReplicaStore): Replica {
  return createReplica({
    store,
    model: coreModel,
    device: 'benchone',
    now: () => Date.now(),
    newId,
    workspace: () => ({
      actor: { member: me, grants: grantsByRole.owner },
      country: 'US',
      timeZone: 'UTC',
      weekStart: 1,
      isConnected: true,
    }),
  });
}

function rename(replica: Replica, id: RecordId, name: string): void {
  const result = replica.commit([{ kind: 'update', entity: 'company', id, fields: { name } }]);
  if (!result.ok) throw new Error(result.error[0]?.message);
}

function openBare(path: string): SqliteDatabase {
  const opened = openDatabase({ path, key });
  if (!opened.ok) throw new Error(opened.error.message);
  return opened.value;
}

/** The same rows with a key and an index on the name, and nothing else. */
function openTable(path: string, companies: readonly EntityRecord[]): SqliteDatabase {
  const bare = openBare(path);
  bare.exec('CREATE TABLE bare (id TEXT PRIMARY KEY, name TEXT, data TEXT); CREATE INDEX bare_name ON bare (name)');
  const insert = bare.prepare('INSERT INTO bare VALUES (?, ?, ?)');
  bare.transaction(() => {
    for (const { id, ...data } of companies) insert.run(id, JSON.stringify(data['name']), JSON.stringify(data));
  })();
  bare.pragma('wal_checkpoint(TRUNCATE)');
  return bare;
}

function timed(work: () => unknown): number {
  const startMs = performance.now();
  work();
  return performance.now() - startMs;
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}
