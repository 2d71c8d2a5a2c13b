import { entityFor, type Model } from '@satchel/core';
import { type IndexShape, quoted, type TableShape, tableShape } from '../table-shape.ts';
import type { SqliteDatabase } from './driver.ts';
import { makeIndexes } from './list-indexes.ts';
import type { PreparedRow } from './prepare-rows.ts';

/** In one long transaction, takes the indexes of lists away where they cost more than to make them anew. */
export interface SetAsideIndexes {
  /** To be told what is written next. */
  noteRows(entity: string, rows: readonly PreparedRow[]): void;
  /** Somebody asks for rows of the entity by more than their ids: from now on its indexes stay. */
  makeOf(entity: string): void;
  /** Makes all that are missing, one after another as long as `isWanted`. */
  makeAll(isWanted: () => boolean): void;
  /** The transaction has ended. */
  forget(): void;
}

interface Written {
  readonly shape: TableShape;
  /** How many rows the table had. */
  readonly rows: number;
  count: number;
  isAside: boolean;
  isAsked: boolean;
}

/** Less is not worth it. */
const fewRows = 50;

/**
 * To put a row into each index at its place costs about four times as much as its part of an index that is made of
 * sorted rows: once a quarter of a table is new or deleted, more is likely to come.
 */
const worthIt = ({ rows, count }: Written): boolean => count >= fewRows && count * 4 >= rows;

export function createSetAsideIndexes(db: SqliteDatabase, model: Model): SetAsideIndexes {
  const byEntity = new Map<string, Written>();

  const writtenOf = (entity: string): Written => {
    let written = byEntity.get(entity);
    if (!written) {
      const shape = tableShape(entityFor(model, entity));
      const rows = db
        .prepare<[], number>(`SELECT coalesce(max("seq"), 0) FROM ${quoted(shape.table)}`)
        .pluck()
        .get();
      written = { shape, rows: rows ?? 0, count: 0, isAside: false, isAsked: false };
      byEntity.set(entity, written);
    }
    return written;
  };

  return {
    noteRows(entity, rows) {
      const written = writtenOf(entity);
      if (written.isAside || written.isAsked) return;
      written.count += rows.filter(isInOrOut).length;
      if (!worthIt(written)) return;
      for (const { name } of written.shape.indexes.filter((index) => isScattered(written.shape, index))) {
        db.exec(`DROP INDEX IF EXISTS ${quoted(name)}`);
      }
      written.isAside = true;
    },
    makeOf(entity) {
      const written = writtenOf(entity);
      written.isAsked = true;
      if (!written.isAside) return;
      makeIndexes(db, written.shape);
      written.isAside = false;
    },
    makeAll(isWanted) {
      for (const written of byEntity.values()) {
        if (!written.isAside) continue;
        makeIndexes(db, written.shape, isWanted);
        written.isAside = !isWanted();
      }
    },
    forget: () => byEntity.clear(),
  };
}

/** Where one row after another belongs to another place. By time, or by one of few choices and time, each is the last. */
function isScattered({ fields }: TableShape, { columns: [first] }: IndexShape): boolean {
  const kind = fields.find(({ comparable }) => comparable === first)?.kind;
  return kind !== 'instant' && kind !== 'choice';
}

/** Whether it touches every index: a row that is new, deleted or there again. */
const isInOrOut = ({ fields }: PreparedRow): boolean => fields === null || fields.split(',').includes('deletedAt');
