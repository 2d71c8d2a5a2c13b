import {
  type Change,
  type EntityRecord,
  entityFor,
  jsonEquals,
  type Model,
  type Need,
  type RecordId,
  type Write,
} from '@satchel/core';
import type { Attention, OutboxEntry, ReplicaStore, Step } from '@satchel/sync';
import { type ColumnValue, rowCodec } from '../row-codec.ts';
import { tableShape } from '../table-shape.ts';
import type { SqliteDatabase } from './driver.ts';
import {
  type ChangeHead,
  createHistoryReader,
  createHistoryWriter,
  type PreparedEntry,
  preparedEntries,
} from './history-table.ts';
import { createKeptSums } from './kept-sums.ts';
import { dropIndexes, makeIndexes } from './list-indexes.ts';
import { createNeedQueries } from './need-query.ts';
import type { PreparedRows, WrittenRecord } from './prepare-rows.ts';
import { createRecordTable, type RecordTable } from './record-table.ts';
import { scrub } from './scrub.ts';
import { createTransactions } from './transactions.ts';

/** A change as far as it can be worked out without the database. Plain data, for `run` of this store or another. */
export interface PreparedChange {
  readonly change: ChangeHead;
  readonly sequence: number;
  /** When its rows were written, in milliseconds since 1970. */
  readonly ms: number;
  readonly tables: readonly { readonly entity: string; readonly rows: PreparedRows }[];
  readonly entries: readonly PreparedEntry[];
}

export interface SqliteReplicaStore extends ReplicaStore {
  /** The first half of `apply`: writes nothing. */
  prepare(change: Change, sequence: number, writes: readonly Write[]): PreparedChange;
  /** The second half. */
  run(prepared: PreparedChange): void;
  /**
   * Until `endReading` everything is read as it is now, and for a third of the price: SQLite need not look, at each
   * question, whether another connection has written. Not within a transaction.
   */
  beginReading(): void;
  endReading(): void;
  /** Another connection has written: rows may have moved. */
  forgetSeqs(): void;
}

/**
 * The replica's store on an open and migrated database; it is the connection's only user. Methods throw the driver's
 * errors (`troubleOf` tells what they mean); a transaction in which one is thrown leaves nothing behind. `onCommitted` is
 * told of every transaction that was kept.
 */
export function createSqliteReplicaStore(
  db: SqliteDatabase,
  model: Model,
  onCommitted?: () => void,
): SqliteReplicaStore {
  const needs = createNeedQueries(db, model);
  const tables = new Map<string, RecordTable>();
  const tableOf = (entity: string): RecordTable => {
    let table = tables.get(entity);
    if (!table) {
      table = createRecordTable(db, tableShape(entityFor(model, entity)));
      tables.set(entity, table);
    }
    return table;
  };
  const historyWriter = createHistoryWriter(db);
  const history = createHistoryReader(db);
  const steps = createSteps(db);
  const small = createSmallTables(db);

  const shadowed = db
    .prepare<[string, string, string], RecordId>(
      'SELECT "record" FROM "_shadow" WHERE "entity" = ? AND "record" BETWEEN ? AND ?',
    )
    .pluck();

  const decoded = (need: Extract<Need, { need: 'first' | 'list' }>): readonly EntityRecord[] => {
    if (tableOf(need.entity).isEmpty()) return [];
    const { decode } = rowCodec(tableShape(entityFor(model, need.entity)));
    return needs.ask(need).map(decode);
  };

  const prepare = (change: Change, sequence: number, writes: readonly Write[]): PreparedChange => ({
    change: headOf(change),
    sequence,
    ms: writes[0]?.after.updatedAt ?? 0,
    tables: [...Map.groupBy(writes, (write) => write.entity)].map(([entity, own]) => ({
      entity,
      rows: tableOf(entity).prepare(own),
    })),
    entries: preparedEntries(writes),
  });

  const run = ({ change, sequence, ms, tables: written, entries }: PreparedChange): void => {
    // No savepoint of its own: at each one FTS5 writes its memory out, which costs an import a tenth of its time.
    if (!db.inTransaction) throw new Error('Changes are applied in a transaction.');
    for (const { entity, rows } of written) tableOf(entity).run(rows);
    historyWriter.append(change, sequence, ms, entries);
    steps.note(change, ms, entries.length);
  };

  const sums = createKeptSums();
  /** Somebody else wrote, or what was written was taken back. */
  const forgetSeqs = (): void => {
    sums.forget();
    small.forget();
    for (const table of tables.values()) table.forget();
  };

  const beginReading = db.prepare('BEGIN');
  const endReading = db.prepare('COMMIT');
  const transactions = createTransactions(db, onCommitted, forgetSeqs);
  return {
    ...transactions,
    record: (entity, id) => tableOf(entity).get(id),
    records: (entity, wanted) => tableOf(entity).getMany(wanted),
    count: (need) => (tableOf(need.entity).isEmpty() ? 0 : Number(needs.ask(need)[0]?.[0])),
    first: (need) => decoded(need)[0] ?? null,
    list: decoded,

    prepare,
    run(prepared) {
      sums.forget();
      run(prepared);
    },
    forgetSeqs,
    beginReading: () => void beginReading.run(),
    endReading: () => void endReading.run(),
    apply(change, sequence, writes) {
      for (const { entity, before, after } of writes) sums.note(entity, before, after);
      run(prepare(change, sequence, writes));
    },

    putRows(rows) {
      for (const [entity, own] of Map.groupBy(rows, (row) => row.entity)) {
        const table = tableOf(entity);
        const written: WrittenRecord[] = [];
        const gone: EntityRecord[] = [];
        for (const { id, before, after } of own) {
          sums.note(entity, before, after);
          if (after !== null) written.push({ before, after, changed: before === null ? [] : differing(before, after) });
          else if (before !== null) {
            gone.push(before);
            historyWriter.forget(entity, id);
          }
        }
        table.write(written);
        table.remove(gone);
      }
    },
    noteHistory(change, sequence, writes) {
      historyWriter.drop(change.id);
      historyWriter.append(change, sequence, writes[0]?.after.updatedAt ?? 0, preparedEntries(writes));
    },
    dropHistory: (change) => historyWriter.drop(change),
    dropStep: steps.drop,
    scrub: (entities) => scrub(db, model, entities),
    checksum: (entity) => sums.of(entity, tableOf(entity).revisions),
    forgetHistory: historyWriter.forgetFields,
    ids: (entity) => tableOf(entity).ids(),
    idsBetween: (entity, from, to) =>
      new Set([...tableOf(entity).idsBetween(from, to), ...shadowed.all(entity, from, to)]),
    beginLoad: (entity) => dropIndexes(db, tableShape(entityFor(model, entity))),
    endLoad: (entity) => makeIndexes(db, tableShape(entityFor(model, entity))),

    ...small,
    history: history.ofRecord,
    historyOf: history.ofChangeOrGroup,
    journal: history.journal,
    steps: steps.newest,
  };
}

/** What was asked for is much, and nothing of it is kept. */
const headOf = ({ id, actor, device, at, cause, label }: Change): ChangeHead => ({
  id,
  actor,
  device,
  at,
  ...(cause === undefined ? {} : { cause }),
  ...(label === undefined ? {} : { label }),
});

/** Names of the fields whose value differs. */
function differing(before: EntityRecord, after: EntityRecord): readonly string[] {
  // What the later one does not have any more differs as well: a value of a field that is not defined here.
  return [...new Set([...Object.keys(before), ...Object.keys(after)])].filter(
    (name) => !columnsOfEveryRow.has(name) && !jsonEquals(before[name] ?? null, after[name] ?? null),
  );
}

/** Written with every row. */
const columnsOfEveryRow: ReadonlySet<string> = new Set(['id', 'rev', 'stamps', 'updatedAt', 'updatedBy']);

/** A step grows with every change of its group and moves to the end. */
function createSteps(db: SqliteDatabase) {
  const put = db.prepare(
    `INSERT INTO "_step" ("id", "position", "actor", "label", "ms", "writes", "kind", "of")
     VALUES (?, (SELECT coalesce(max("seq"), 0) FROM "_change"), ?, ?, ?, ?, ?, ?)
     ON CONFLICT ("id") DO UPDATE SET "position" = excluded."position", "label" = excluded."label",
       "ms" = excluded."ms", "writes" = "writes" + excluded."writes"`,
  );
  const newest = db
    .prepare<[string, number], ColumnValue[]>(
      `SELECT "id", "label", "ms", "writes", "kind", "of" FROM "_step" WHERE "actor" = ? ORDER BY "position" DESC LIMIT ?`,
    )
    .raw();
  const drop = db.prepare('DELETE FROM "_step" WHERE "id" = ?');
  return {
    drop: (step: string) => void drop.run(step),
    note({ id, actor, label, cause }: ChangeHead, ms: number, writes: number): void {
      const name = label ?? cause?.label ?? null;
      put.run(cause?.group ?? id, actor, name, ms, writes, cause?.kind ?? 'change', cause?.of ?? null);
    },
    newest: (actor: string, limit: number): readonly Step[] =>
      newest.all(actor, limit).map(([id, label, at, writes, kind, of]) => ({
        id: String(id),
        label: typeof label === 'string' ? label : null,
        at: Number(at),
        writes: Number(writes),
        kind: String(kind) as Step['kind'],
        of: typeof of === 'string' ? of : null,
      })),
  };
}

type SmallTables = Pick<
  ReplicaStore,
  | 'shadow'
  | 'putShadow'
  | 'dropShadow'
  | 'appendToOutbox'
  | 'outbox'
  | 'updateOutbox'
  | 'removeFromOutbox'
  | 'attention'
  | 'putAttention'
  | 'dropAttention'
  | 'meta'
  | 'setMeta'
>;

function createSmallTables(db: SqliteDatabase): SmallTables & { readonly forget: () => void } {
  /** The outbox as it was read last: it is asked for again and again, and may be long. */
  let kept: Map<string, OutboxEntry> | undefined;
  let keptVersion: number | undefined;
  const shadow = db
    .prepare<[string, string], string | null>('SELECT "confirmed" FROM "_shadow" WHERE "entity" = ? AND "record" = ?')
    .pluck();
  const putShadow = db.prepare('INSERT OR REPLACE INTO "_shadow" ("entity", "record", "confirmed") VALUES (?, ?, ?)');
  const dropShadow = db.prepare('DELETE FROM "_shadow" WHERE "entity" = ? AND "record" = ?');
  const append = db.prepare('INSERT INTO "_outbox" ("id", "change", "overlays") VALUES (?, ?, ?)');
  const outbox = db
    .prepare<[], [string, string | null, number | null, number | null]>(
      'SELECT "change", "overlays", "number", "accepted_at" FROM "_outbox" ORDER BY "position"',
    )
    .raw();
  const rewriteOutbox = db.prepare('UPDATE "_outbox" SET "change" = ? WHERE "id" = ?');
  const relayOutbox = db.prepare('UPDATE "_outbox" SET "overlays" = ? WHERE "id" = ?');
  const numberOutbox = db.prepare('UPDATE "_outbox" SET "number" = ? WHERE "id" = ?');
  const acceptOutbox = db.prepare('UPDATE "_outbox" SET "accepted_at" = ? WHERE "id" = ?');
  const removeFromOutbox = db.prepare('DELETE FROM "_outbox" WHERE "id" = ?');
  const attention = db.prepare<[], string>('SELECT "attention" FROM "_attention" ORDER BY "position"').pluck();
  const putAttention = db.prepare('INSERT OR REPLACE INTO "_attention" ("change", "attention") VALUES (?, ?)');
  const dropAttention = db.prepare('DELETE FROM "_attention" WHERE "change" = ?');
  const meta = db.prepare<[string], string>('SELECT "value" FROM "_meta" WHERE "key" = ?').pluck();
  const setMeta = db.prepare('INSERT OR REPLACE INTO "_meta" ("key", "value") VALUES (?, ?)');
  return {
    shadow(entity, id) {
      const text = shadow.get(entity, id);
      return typeof text === 'string' ? (JSON.parse(text) as EntityRecord) : text;
    },
    putShadow: (entity, id, confirmed) =>
      void putShadow.run(entity, id, confirmed === null ? null : JSON.stringify(confirmed)),
    dropShadow: (entity, id) => void dropShadow.run(entity, id),
    forget() {
      kept = undefined;
    },
    appendToOutbox(change, overlays) {
      const texts = [JSON.stringify(change), JSON.stringify(overlays)] as const;
      append.run(change.id, ...texts);
      kept?.set(change.id, outboxEntry([...texts, null, null]));
    },
    outbox() {
      // Another connection has written: https://sqlite.org/pragma.html#pragma_data_version
      const version = Number(db.pragma('data_version', { simple: true }));
      if (version !== keptVersion) kept = undefined;
      keptVersion = version;
      kept ??= new Map(
        outbox
          .all()
          .map(outboxEntry)
          .map((entry) => [entry.change.id, entry]),
      );
      return [...kept.values()];
    },
    updateOutbox(change, { change: next, overlays, number, acceptedAt }) {
      if (overlays !== undefined) relayOutbox.run(JSON.stringify(overlays), change);
      if (next !== undefined) rewriteOutbox.run(JSON.stringify(next), change);
      if (number !== undefined) numberOutbox.run(number, change);
      if (acceptedAt !== undefined) acceptOutbox.run(acceptedAt, change);
      const entry = kept?.get(change);
      if (entry) {
        kept?.set(change, {
          change: next ?? entry.change,
          overlays: overlays ?? entry.overlays,
          number: number === undefined ? entry.number : number,
          acceptedAt: acceptedAt === undefined ? entry.acceptedAt : acceptedAt,
        });
      }
    },
    removeFromOutbox(change) {
      removeFromOutbox.run(change);
      kept?.delete(change);
    },
    attention: () => attention.all().map((text) => JSON.parse(text) as Attention),
    putAttention: (one) => void putAttention.run(one.change.id, JSON.stringify(one)),
    dropAttention: (change) => void dropAttention.run(change),
    meta: (key) => meta.get(key),
    setMeta: (key, value) => void setMeta.run(key, value),
  };
}

const outboxEntry = ([change, overlays, number, acceptedAt]: readonly [
  string,
  string | null,
  number | null,
  number | null,
]): OutboxEntry => ({
  change: JSON.parse(change) as Change,
  overlays: JSON.parse(overlays ?? '[]') as OutboxEntry['overlays'],
  number,
  acceptedAt,
});
