import { type EntityRecord, entityFor } from '@satchel/core';
import { unavailableTitle } from '@satchel/db';
import { z } from 'zod';
import { maxCountedMatches } from '../../shared/api.ts';
import type { HandlersOf } from '../../shared/rpc.ts';
import type { Workspace } from '../workspace/open-workspace.ts';
import { ask } from './ask.ts';
import { historyLines, timelineItems } from './history-lines.ts';
import { knownEntity, limit, name, parseParams, recordId, where } from './parse-params.ts';

const search = z.string().max(200).optional();
const unit = z.enum(['day', 'week', 'month', 'quarter', 'year']);

/** Reading records: lists, boards, numbers, single ones and their past. */
export function recordHandlers(workspace: Workspace): HandlersOf<'records'> {
  const entity = name.transform((given) => knownEntity(workspace.model, given));
  const one = z.object({ entity, id: recordId });
  const pageQuery = z.object({
    entity,
    where,
    search,
    sort: z.object({ field: name, direction: z.enum(['asc', 'desc']) }).optional(),
    after: z.string().max(10_000).optional(),
    offset: z.int().min(0).optional(),
    limit: limit(500),
  });
  const counted = z.object({ entity, where, search });
  const titled = z.object({ entity, ids: z.array(recordId).max(500) });
  const picking = z.object({ entity, text: z.string().max(200), limit: limit(100) });
  const boardQuery = z.object({
    entity,
    where,
    limit: limit(500),
    column: z.object({ key: name, offset: z.int().min(0) }).optional(),
  });
  const aggregateQuery = z.object({
    entity,
    where,
    groupBy: z
      .object({ field: name, unit: unit.optional() })
      .transform(({ field, unit: by }) => (by === undefined ? { field } : { field, unit: by }))
      .optional(),
    sum: name.optional(),
    limit: limit(10_000).optional(),
    orderBy: z.enum(['key', 'count', 'sum']).optional(),
  });
  const place = z.object({ at: z.number(), key: z.string().max(200) });
  const timelineQuery = z.object({ entity, id: recordId, before: place.optional(), limit: limit(200) });
  const historyQuery = z.object({ entity, id: recordId, limit: limit(500) });
  /** Rows whose confirmed version is kept beside them are not confirmed. */
  const unsentOf = (kind: string, rows: readonly EntityRecord[]): readonly string[] =>
    rows.flatMap(({ id }) => (workspace.store.shadow(kind, id) === undefined ? [] : [id]));

  return {
    'records.page': async (params) => {
      const query = parseParams(pageQuery, params);
      const page = await ask(workspace, 'page', query);
      return { ...page, unsent: unsentOf(query.entity, page.rows) };
    },
    'records.count': (params) =>
      ask(workspace, 'count', { ...parseParams(counted, params), upTo: maxCountedMatches + 1 }),
    'records.get': async (params) => {
      const query = parseParams(one, params);
      const detail = await ask(workspace, 'get', query);
      return detail && { ...detail, unsent: unsentOf(query.entity, [detail.record]) };
    },
    'records.titles': async (params) => {
      const asked = parseParams(titled, params);
      const titles = await ask(workspace, 'titles', asked);
      return Object.fromEntries(asked.ids.map((id) => [id, titles[id] ?? unavailableTitle]));
    },
    'records.pick': (params) => ask(workspace, 'pick', parseParams(picking, params)),
    'records.board': async (params) => {
      const query = parseParams(boardQuery, params);
      const board = await ask(workspace, 'board', query);
      const cards = board.columns.flatMap((column) => column.cards);
      return { ...board, unsent: unsentOf(query.entity, cards) };
    },
    'records.aggregate': (params) => ask(workspace, 'aggregate', parseParams(aggregateQuery, params)),
    'records.timeline': async (params) =>
      timelineItems(workspace, await ask(workspace, 'timeline', parseParams(timelineQuery, params))),
    'records.history': async (params) =>
      historyLines(workspace, await ask(workspace, 'history', parseParams(historyQuery, params))),
    'records.related': async (params) => {
      const counts = await ask(workspace, 'related', parseParams(one, params));
      return counts.map((related) => {
        const referring = entityFor(workspace.model, related.entity);
        const field = referring.fields[related.field];
        const backLabel = field?.kind === 'reference' ? field.backLabel : undefined;
        return { ...related, label: backLabel ?? referring.labelPlural };
      });
    },
  };
}
