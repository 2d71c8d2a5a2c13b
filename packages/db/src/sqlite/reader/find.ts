import {
  type EntityRecord,
  everything,
  type FieldValue,
  foldText,
  ok,
  type Picked,
  type Refusal,
  type Result,
  type SearchHit,
} from '@satchel/core';
import { sql } from 'kysely';
import type { Asker, QueryParams } from '../../queries.ts';
import { rowCodec } from '../../row-codec.ts';
import { type TableShape, tableShape } from '../../table-shape.ts';
import { afterAllWithStart, type Condition, column } from '../../where-to-sql.ts';
import { decodeRows, matching } from './page.ts';
import { clampLimit, liveRows, type ReadContext, shapeFor, tableOf } from './read-context.ts';
import { matchExpression } from './search-match.ts';
import { titlesOf } from './titles.ts';

/**
 * How many of the newest matches are looked at to find the best: sorting all matches of one letter among a million
 * records takes most of a second.
 */
const maxCandidates = 200;

/** Records to choose from; without a text the newest. */
export function readPick(
  context: ReadContext,
  { entity, text, limit }: QueryParams<'pick'>,
  asker: Asker,
): Result<readonly Picked[], Refusal> {
  const shape = shapeFor(context, entity);
  if (!shape.ok) return shape;
  const live = liveRows(context, shape.value, everything, asker);
  if (!live.ok) return live;
  const most = clampLimit(limit, 100);
  const isEmpty = text.trim() === '';
  const rows = isEmpty
    ? newest(context, shape.value, live.value.rows, most)
    : ranked(context, shape.value, live.value.rows, text, maxCandidates)
        .map(({ record }) => record)
        .slice(0, most);
  return ok(picked(context, shape.value, rows, asker));
}

/** The best matches of all entities together. */
export function readSearch(
  context: ReadContext,
  { text, limit }: QueryParams<'search'>,
  asker: Asker,
): Result<readonly SearchHit[], Refusal> {
  const found: (Ranked & { readonly shape: TableShape })[] = [];
  for (const entity of context.model.entities) {
    if (entity.place !== 'main') continue;
    const shape = tableShape(entity);
    const live = liveRows(context, shape, everything, asker);
    if (!live.ok) return live;
    for (const hit of ranked(context, shape, live.value.rows, text, maxCandidates / 4)) {
      found.push({ ...hit, shape });
    }
  }
  const best = found.toSorted(bestFirst).slice(0, clampLimit(limit, 100));
  return ok(
    best.flatMap(({ shape, record }) =>
      picked(context, shape, [record], asker).map((hit) => ({ entity: shape.entity.name, ...hit })),
    ),
  );
}

interface Ranked {
  /** 0: the title is what was typed. 1: it begins so. 2: one of its words does. 3: found elsewhere. */
  readonly rank: number;
  /** Characters of a title in which it was found, 0 when it was found elsewhere. */
  readonly length: number;
  readonly record: EntityRecord;
}

/** Of two titles that were found alike the shorter one: a company comes before the deals that are called after it. */
const bestFirst = (a: Ranked, b: Ranked): number =>
  a.rank - b.rank || a.length - b.length || b.record.createdAt - a.record.createdAt;

function ranked(
  context: ReadContext,
  shape: TableShape,
  live: Condition,
  text: string,
  candidates: number,
): readonly Ranked[] {
  const match = matchExpression(text);
  if (match === null || shape.searchTable === null) return [];
  const typed = foldText(text);
  const title = shape.entity.views.title;
  const select = sql`SELECT ${sql.raw(rowCodec(shape).selected)} FROM`;
  const rowid = sql.ref(`${shape.searchTable}.rowid`);
  const newestMatches = context.all(
    sql`${select} ${matching(shape, match)} AND ${live} ORDER BY ${rowid} DESC LIMIT ${candidates}`,
  );
  // The right one may be old: titles that begin with the text are looked up by themselves.
  const isFull = newestMatches.length === candidates;
  const byTitle = isFull ? titlesWithStart(context, shape, live, typed) : [];
  const records = new Map<string, EntityRecord>();
  for (const record of [...byTitle, ...decodeRows(shape, newestMatches)]) records.set(record.id, record);
  const hits = [...records.values()].map((record): Ranked => {
    const name = foldText(textOf(record[title]));
    const rank = name === typed ? 0 : name.startsWith(typed) ? 1 : ` ${name}`.includes(` ${typed}`) ? 2 : 3;
    return { rank, length: rank === 3 ? 0 : name.length, record };
  });
  return hits.toSorted(bestFirst);
}

function titlesWithStart(
  context: ReadContext,
  shape: TableShape,
  live: Condition,
  typed: string,
): readonly EntityRecord[] {
  const name = shape.fieldByName.get(shape.entity.views.title)?.comparable;
  const end = afterAllWithStart(typed);
  const isIndexed = shape.indexes.some((index) => index.columns[0] === name);
  if (!name || typed === '' || end === undefined || !isIndexed) return [];
  const rows = context.all(
    sql`SELECT ${sql.raw(rowCodec(shape).selected)} FROM ${tableOf(shape)} WHERE ${live} AND ${column(name)} >= ${typed} AND ${column(name)} < ${end} ORDER BY ${column(name)}, t."seq" LIMIT 20`,
  );
  return decodeRows(shape, rows);
}

function newest(context: ReadContext, shape: TableShape, live: Condition, limit: number): readonly EntityRecord[] {
  const rows = context.all(
    sql`SELECT ${sql.raw(rowCodec(shape).selected)} FROM ${tableOf(shape)} WHERE ${live} ORDER BY t."createdAt" DESC, t."seq" DESC LIMIT ${limit}`,
  );
  return decodeRows(shape, rows);
}

function picked(
  context: ReadContext,
  shape: TableShape,
  rows: readonly EntityRecord[],
  asker: Asker,
): readonly Picked[] {
  const { titles } = titlesOf(context, shape, rows, asker);
  const { views, fields } = shape.entity;
  const detailFields = views.list.filter((name) => name !== views.title);
  const detailOf = (record: EntityRecord): string | null => {
    for (const name of detailFields) {
      const field = fields[name];
      const value = record[name];
      if (!field || value === null || value === undefined) continue;
      if (field.kind === 'reference' && typeof value === 'string') {
        const title = titles[field.target]?.[value];
        if (title) return title;
      }
      if (field.kind === 'emails' || field.kind === 'phones') {
        if (Array.isArray(value) && typeof value[0] === 'string') return value[0];
      }
      if (isPlainDetail.has(field.kind) && typeof value === 'string') return value;
    }
    return null;
  };
  return rows.map((record) => ({
    id: record.id,
    title: textOf(record[views.title]),
    detail: detailOf(record),
  }));
}

const isPlainDetail: ReadonlySet<string> = new Set(['text', 'url', 'serial']);

const textOf = (value: FieldValue | undefined): string => (typeof value === 'string' ? value : '');
