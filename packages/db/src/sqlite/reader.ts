import {
  type CalendarDate,
  instantToCalendarDate,
  type Model,
  ok,
  type Refusal,
  type Result,
  unreachable,
} from '@satchel/core';
import type { Asker, Query, QueryAnswer, QueryKind, QueryParams } from '../queries.ts';
import type { SqliteDatabase } from './driver.ts';
import { readAggregate } from './reader/aggregate.ts';
import { readBoard } from './reader/board.ts';
import { readPick, readSearch } from './reader/find.ts';
import { readCount, readPage } from './reader/page.ts';
import { clampLimit, createReadContext, type ReadContext, readableRecord, shapeFor } from './reader/read-context.ts';
import { readRelated, readTimeline } from './reader/timeline.ts';
import { titlesById, titlesOf } from './reader/titles.ts';

/** Answers queries on one connection. */
export type Reader = ReadContext;

/** The connection may also be the writer's. Adds the SQL function `local_day` to it. */
export function createReader(db: SqliteDatabase, model: Model): Reader {
  const days = new Map<string, CalendarDate>();
  db.function('local_day', { deterministic: true }, (ms: unknown, timeZone: unknown): string | null => {
    if (typeof ms !== 'number' || typeof timeZone !== 'string') return null;
    // Every time zone keeps to quarters of an hour, so that these have one day.
    const quarter = Math.floor(ms / 900_000);
    const key = `${quarter}${timeZone}`;
    let day = days.get(key);
    if (day === undefined) {
      if (days.size > 100_000) days.clear();
      day = instantToCalendarDate(quarter * 900_000, timeZone);
      days.set(key, day);
    }
    return day;
  });
  return createReadContext(db, model);
}

/**
 * Answers one query. Refusals: `entity-unknown`, `sort-invalid`, `group-invalid`, `sum-invalid`, `cursor-invalid`,
 * `no-board`, and those of `resolveWhere`. The driver's errors are thrown.
 */
export function runQuery(reader: Reader, query: Query): Result<QueryAnswer<QueryKind>, Refusal> {
  switch (query.kind) {
    case 'page':
      return readPage(reader, query.params, query.context);
    case 'count':
      return readCount(reader, query.params, query.context);
    case 'get':
      return readRecord(reader, query.params, query.context);
    case 'titles': {
      const shape = shapeFor(reader, query.params.entity);
      return shape.ok ? ok(titlesById(reader, shape.value, query.params.ids, query.context).titles) : shape;
    }
    case 'pick':
      return readPick(reader, query.params, query.context);
    case 'board':
      return readBoard(reader, query.params, query.context);
    case 'aggregate':
      return readAggregate(reader, query.params, query.context);
    case 'search':
      return readSearch(reader, query.params, query.context);
    case 'history':
      return readHistory(reader, query.params, query.context);
    case 'timeline':
      return readTimeline(reader, query.params, query.context);
    case 'related':
      return readRelated(reader, query.params, query.context);
    default:
      return unreachable(query);
  }
}

function readRecord(
  reader: Reader,
  { entity, id }: QueryParams<'get'>,
  asker: Asker,
): Result<QueryAnswer<'get'>, Refusal> {
  const shape = shapeFor(reader, entity);
  if (!shape.ok) return shape;
  const record = readableRecord(reader, shape.value, id, asker);
  return ok(record && { record, ...titlesOf(reader, shape.value, [record], asker) });
}

function readHistory(
  reader: Reader,
  { entity, id, limit }: QueryParams<'history'>,
  asker: Asker,
): Result<QueryAnswer<'history'>, Refusal> {
  const shape = shapeFor(reader, entity);
  if (!shape.ok) return shape;
  if (!readableRecord(reader, shape.value, id, asker)) return ok([]);
  return ok(reader.history.ofRecord(shape.value.entity.name, id, clampLimit(limit, 1000)));
}
