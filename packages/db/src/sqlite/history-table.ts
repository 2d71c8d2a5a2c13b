import {
  type Cause,
  type Change,
  changeIdFrom,
  type EntityRecord,
  isHlc,
  isJsonObject,
  type JsonObject,
  type Write,
} from '@satchel/core';
import type { HistoryEntry, JournalEntry } from '@satchel/sync';
import { type ColumnValue, recordIdOf } from '../row-codec.ts';
import type { SqliteDatabase } from './driver.ts';
import { manyInserter } from './insert-many.ts';

/** What a change did to one record, as its row in the history holds it. */
export type PreparedEntry = readonly [
  entity: string,
  record: string,
  kind: string,
  before: string | null,
  after: string,
  isConsequence: number,
];

export const preparedEntries = (writes: readonly Write[]): readonly PreparedEntry[] =>
  writes.map(({ entity, id, kind, before, after, changed, isConsequence }) => [
    entity,
    id,
    kind,
    before === null ? null : pickedText(before, changed),
    pickedText(after, changed),
    Number(isConsequence),
  ]);

/** Appends what changes wrote. */
export interface HistoryWriter {
  append(change: ChangeHead, sequence: number, ms: number, entries: readonly PreparedEntry[]): void;
  /** Takes out what one change wrote. */
  drop(change: string): void;
  /** Takes out what happened to one record. */
  forget(entity: string, record: string): void;
  /** Takes fields of an entity out of what was before and after. */
  readonly forgetFields: (entity: string, fields: readonly string[]) => void;
}

/** Reads what changes wrote, newest first. */
export interface HistoryReader {
  /** `before`: only what is older, by its moment and then its number. */
  readonly ofRecord: (
    entity: string,
    record: string,
    limit: number,
    before?: { readonly ms: number; readonly seq: number },
  ) => readonly HistoryEntry[];
  /** Reads in parts, so that rows may be written while one iterates. */
  readonly ofChangeOrGroup: (id: string) => Generator<HistoryEntry, void, undefined>;
  /** Oldest first. */
  readonly journal: (after: number) => Generator<JournalEntry, void, undefined>;
}

/** A change without what was asked for. */
export type ChangeHead = Omit<Change, 'intentions'>;

export function createHistoryWriter(db: SqliteDatabase): HistoryWriter {
  const insertChange = db.prepare(
    `INSERT INTO "_change" ("id", "sequence", "group", "cause", "actor", "device", "at", "ms", "first_entry", "last_entry")
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const insertEntries = manyInserter(db, '_history', [
    'id',
    'change',
    'entity',
    'record',
    'kind',
    'before',
    'after',
    'is_consequence',
  ]);
  const entriesOf = db.prepare<[string], { first_entry: number; last_entry: number }>(
    'SELECT "first_entry", "last_entry" FROM "_change" WHERE "id" = ?',
  );
  const dropEntries = db.prepare('DELETE FROM "_history" WHERE "id" BETWEEN ? AND ?');
  const dropChange = db.prepare('DELETE FROM "_change" WHERE "id" = ?');
  const forget = db.prepare('DELETE FROM "_history" WHERE "record" = ? AND "entity" = ?');
  const forgetField = db.prepare(
    `UPDATE "_history" SET "before" = json_remove("before", ?), "after" = json_remove("after", ?)
     WHERE "entity" = ? AND (json_type("before", ?) IS NOT NULL OR json_type("after", ?) IS NOT NULL)`,
  );
  // Also past entries that were forgotten: each change has a range of its own.
  const lastEntry = db
    .prepare<[], number>(
      `SELECT max(coalesce((SELECT max("id") FROM "_history"), 0),
         coalesce((SELECT "last_entry" FROM "_change" ORDER BY "seq" DESC LIMIT 1), 0))`,
    )
    .pluck();
  return {
    append(change, sequence, ms, entries) {
      const last = lastEntry.get() ?? 0;
      const { lastInsertRowid } = insertChange.run(
        change.id,
        sequence,
        change.cause?.group ?? null,
        change.cause ? JSON.stringify(change.cause) : null,
        change.actor,
        change.device,
        change.at,
        ms,
        last + 1,
        last + entries.length,
      );
      const changeSeq = Number(lastInsertRowid);
      insertEntries(entries.map((entry, index) => [last + 1 + index, changeSeq, ...entry]));
    },
    drop(change) {
      const entries = entriesOf.get(change);
      if (!entries) return;
      dropEntries.run(entries.first_entry, entries.last_entry);
      dropChange.run(change);
    },
    forget: (entity, record) => void forget.run(record, entity),
    forgetFields(entity, fields) {
      for (const field of fields) forgetField.run(`$.${field}`, `$.${field}`, entity, `$.${field}`, `$.${field}`);
    },
  };
}

function pickedText(record: EntityRecord, names: readonly string[]): string {
  const picked: Record<string, unknown> = {};
  for (const name of names) picked[name] = record[name] ?? null;
  return JSON.stringify(picked);
}

const ENTRY = '"id", "entity", "record", "kind", "before", "after", "is_consequence"';
const CHANGE = '"id", "cause", "actor", "ms"';
const columnsOf = (alias: string, columns: string) => columns.replaceAll('"id"', `${alias}."id"`);

const partSize = 500;

export function createHistoryReader(db: SqliteDatabase): HistoryReader {
  const ofRecord = db
    .prepare<[string, string, number, number, number], ColumnValue[]>(
      `SELECT ${columnsOf('h', ENTRY)}, ${columnsOf('c', CHANGE)} FROM "_history" h JOIN "_change" c ON c."seq" = h."change"
       WHERE h."record" = ? AND h."entity" = ? AND (c."ms", h."id") < (?, ?) ORDER BY c."ms" DESC, h."id" DESC LIMIT ?`,
    )
    .raw();
  const changes = db
    .prepare<[string, string], ColumnValue[]>(
      `SELECT "seq", "first_entry", "last_entry", ${CHANGE} FROM "_change" WHERE "id" = ?
       UNION SELECT "seq", "first_entry", "last_entry", ${CHANGE} FROM "_change" WHERE "group" = ? ORDER BY 1 DESC`,
    )
    .raw();
  const inRange = db
    .prepare<[number, number, number], ColumnValue[]>(
      `SELECT ${ENTRY} FROM "_history" WHERE "id" BETWEEN ? AND ? ORDER BY "id" DESC LIMIT ?`,
    )
    .raw();
  const heads = db
    .prepare<[number, number, number], ColumnValue[]>(
      `SELECT c."seq", c."sequence", c."id", c."cause", c."actor", c."device", c."at", c."ms", s."label"
       FROM "_change" c LEFT JOIN "_step" s ON s."id" = c."id"
       WHERE c."sequence" > ? AND c."seq" > ? ORDER BY c."seq" LIMIT ?`,
    )
    .raw();
  const ofChange = db
    .prepare<[number], ColumnValue[]>(
      `SELECT h."entity", h."record", h."kind", h."before", h."after", h."is_consequence"
       FROM "_change" c JOIN "_history" h ON h."id" BETWEEN c."first_entry" AND c."last_entry"
       WHERE c."seq" = ? ORDER BY h."id"`,
    )
    .raw();
  return {
    *journal(after) {
      let last = 0;
      for (;;) {
        const part = heads.all(after, last, partSize);
        for (const head of part) yield journalEntry(head, ofChange.all(Number(head[0])));
        if (part.length < partSize) return;
        last = Number(part.at(-1)?.[0]);
      }
    },
    ofRecord: (entity, record, limit, before = { ms: Number.MAX_SAFE_INTEGER, seq: 0 }) =>
      ofRecord.all(record, entity, before.ms, before.seq, limit).map((row) => entryOf(row, changeOf(row.slice(7)))),
    *ofChangeOrGroup(id) {
      for (const [, first, last, ...columns] of changes.all(id, id)) {
        const change = changeOf(columns);
        let to = Number(last);
        while (to >= Number(first)) {
          const rows = inRange.all(Number(first), to, partSize);
          if (rows.length === 0) break;
          for (const row of rows) yield entryOf(row, change);
          to = Number(rows.at(-1)?.[0]) - 1;
        }
      }
    },
  };
}

type EntryChange = Pick<HistoryEntry, 'changeId' | 'cause' | 'actor' | 'at'>;

function entryOf(
  [id, entity, record, kind, before, after, isConsequence]: readonly ColumnValue[],
  { changeId, cause, actor, at }: EntryChange,
): HistoryEntry {
  return {
    seq: Number(id),
    changeId,
    cause,
    actor,
    at,
    entity: String(entity),
    record: recordIdOf(record ?? null),
    kind: String(kind) as Write['kind'],
    // Read when asked for: who takes a thousand new records back does not look at what was in them.
    get before() {
      return objectOf(before);
    },
    get after() {
      return objectOf(after);
    },
    isConsequence: isConsequence === 1,
  };
}

const changeOf = ([id, cause, actor, ms]: readonly ColumnValue[]): EntryChange => ({
  changeId: String(id),
  cause: typeof cause === 'string' ? causeOf(cause) : null,
  actor: String(actor),
  at: Number(ms),
});

function journalEntry(head: readonly ColumnValue[], writes: readonly (readonly ColumnValue[])[]): JournalEntry {
  const [, sequence, id, cause, actor, device, at, ms, label] = head;
  if (typeof at !== 'string' || !isHlc(at)) throw new Error('A change without a clock.');
  return {
    sequence: Number(sequence),
    change: {
      id: changeIdFrom(String(id)),
      actor: recordIdOf(actor ?? null),
      device: String(device),
      at,
      ...(typeof cause === 'string' ? { cause: causeOf(cause) } : {}),
      ...(typeof label === 'string' ? { label } : {}),
    },
    ms: Number(ms),
    writes: writes.map(([entity, record, kind, before, after, isConsequence]) => ({
      entity: String(entity),
      id: recordIdOf(record ?? null),
      kind: String(kind) as Write['kind'],
      before: typeof before === 'string' ? objectOf(before) : null,
      after: objectOf(after),
      isConsequence: isConsequence === 1,
    })),
  };
}

/** The changes of a group have one cause, and come one after another. */
let lastCause: { readonly text: string; readonly cause: Cause } | undefined;

function causeOf(text: string): Cause {
  if (lastCause?.text !== text) lastCause = { text, cause: JSON.parse(text) as Cause };
  return lastCause.cause;
}

function objectOf(text: ColumnValue | undefined): JsonObject {
  const value: unknown = typeof text === 'string' ? JSON.parse(text) : {};
  return isJsonObject(value) ? value : {};
}
