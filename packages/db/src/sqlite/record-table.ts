import type { EntityRecord, RecordId } from '@satchel/core';
import { type ColumnValue, rowCodec } from '../row-codec.ts';
import { quoted, type TableShape } from '../table-shape.ts';
import type { SqliteDatabase } from './driver.ts';
import { listsWriter } from './list-writer.ts';
import {
  listFields,
  listValues,
  type PreparedList,
  type PreparedRows,
  rowsPreparer,
  type WrittenRecord,
} from './prepare-rows.ts';
import { type PreparedWords, wordsOfRemoved } from './prepare-words.ts';
import { createReadSeqs } from './read-seqs.ts';
import { rollUpTotals, rollUpWriter } from './roll-up.ts';
import { rowWriter } from './row-writer.ts';
import { searchWriter } from './search-index.ts';

/** Writes the rows of one entity, with their list values, search words and roll-up. */
export interface RecordTable {
  get(id: RecordId): EntityRecord | null;
  /** Those that are there, in no order. */
  getMany(ids: readonly RecordId[]): readonly EntityRecord[];
  /** No row, deleted or not: most questions of rules need no statement then. */
  isEmpty(): boolean;
  /** Everything about writes of one change to this entity that can be worked out without the database. */
  prepare(writes: readonly WrittenRecord[]): PreparedRows;
  run(rows: PreparedRows): void;
  /** Prepares and runs. */
  write(writes: readonly WrittenRecord[]): void;
  /** Removes rows with everything that is derived from them. */
  remove(records: readonly EntityRecord[]): void;
  /** Forgets what was read: some may have been taken back. */
  forget(): void;
  ids(): readonly RecordId[];
  /** The id and revision of every row that was confirmed. */
  readonly revisions: () => Iterable<readonly [id: string, rev: number]>;
  /** Those from one to another, both included. */
  idsBetween(from: RecordId, to: RecordId): readonly RecordId[];
}

/** So that a million rows are not in memory together. */
const revisionsAtOnce = 10_000;

export function createRecordTable(db: SqliteDatabase, shape: TableShape): RecordTable {
  const codec = rowCodec(shape);
  const table = quoted(shape.table);
  const select = db
    .prepare<[string], ColumnValue[]>(`SELECT ${codec.selected}, t."seq" FROM ${table} t WHERE t."id" = ?`)
    .raw();
  const selectMany = db
    .prepare<[string], ColumnValue[]>(
      `SELECT ${codec.selected}, t."seq" FROM ${table} t WHERE t."id" IN (SELECT "value" FROM json_each(?))`,
    )
    .raw();
  const selectAny = db.prepare(`SELECT 1 FROM ${table} LIMIT 1`);
  let hasRows: boolean | undefined;
  const read = createReadSeqs();
  const prepare = rowsPreparer(shape, read.seqOf);
  const writeRows = rowWriter(db, shape);
  const lists = listsWriter(db, shape);
  const writeSearch = searchWriter(db, shape);
  const writeRollUp = rollUpWriter(db, shape);
  const totalsOf = rollUpTotals(shape);
  const fields = listFields(shape);
  const seqOf = db.prepare<[string], number>(`SELECT "seq" FROM ${table} WHERE "id" = ?`).pluck();
  const removeRow = db.prepare(`DELETE FROM ${table} WHERE "seq" = ?`);
  const revisions = db
    .prepare<[number, number], [seq: number, id: string, rev: number]>(
      `SELECT "seq", "id", "rev" FROM ${table} WHERE "seq" > ? ORDER BY "seq" LIMIT ?`,
    )
    .raw();
  const forget = (): void => {
    hasRows = undefined;
    read.forget();
  };
  const ids = db.prepare<[], RecordId>(`SELECT "id" FROM ${table}`).pluck();

  const idsBetween = db
    .prepare<[string, string], RecordId>(`SELECT "id" FROM ${table} WHERE "id" BETWEEN ? AND ?`)
    .pluck();

  const writeDerived = (
    rows: readonly { readonly lists: readonly PreparedList[]; readonly words: PreparedWords | null }[],
    seqs: readonly number[],
  ): void => {
    const numbered = rows.map(({ lists: written, words }, index) => {
      const seq = seqs[index];
      if (seq === undefined) throw new Error(`A row of ${shape.table} was not written.`);
      return { seq, lists: written, words };
    });
    lists.put(numbered);
    writeSearch(numbered);
  };

  const run = ({ isBulk, rows, totals }: PreparedRows): void => {
    hasRows = undefined;
    const seqs = writeRows(rows);
    const [first] = seqs;
    if (isBulk && first !== undefined) lists.putMany(first - 1);
    writeDerived(rows, seqs);
    writeRollUp(totals);
  };

  return {
    get(id) {
      const row = select.get(id);
      if (!row) return null;
      read.note(id, Number(row.at(-1)));
      return codec.decode(row);
    },
    getMany: (ids) =>
      selectMany.all(JSON.stringify(ids)).map((row) => {
        const record = codec.decode(row);
        read.note(record.id, Number(row.at(-1)));
        return record;
      }),
    isEmpty() {
      hasRows ??= selectAny.get() !== undefined;
      return !hasRows;
    },
    prepare,
    run,
    write: (writes) => run(prepare(writes)),
    forget,
    remove(records) {
      forget();
      const there = records.flatMap((record) => {
        const seq = seqOf.get(record.id);
        return seq === undefined ? [] : [{ seq, record }];
      });
      for (const { seq } of there) removeRow.run(seq);
      // As deleted rows they are in no list and no roll-up, and their words go with them.
      const gone = there.map(({ record }) => ({
        lists: fields.map((name, at) => ({ at, removed: listValues(record, name), added: [] })),
        words: wordsOfRemoved(shape, record),
      }));
      writeDerived(
        gone,
        there.map(({ seq }) => seq),
      );
      writeRollUp(totalsOf(there.map(({ record }) => ({ before: record, after: null }))));
    },
    ids: () => ids.all(),
    *revisions() {
      for (let last = 0; ; ) {
        const part = revisions.all(last, revisionsAtOnce);
        for (const [, id, rev] of part) if (rev > 0) yield [id, rev];
        last = part.at(-1)?.[0] ?? last;
        if (part.length < revisionsAtOnce) return;
      }
    },
    idsBetween: (from, to) => idsBetween.all(from, to),
  };
}
