import { entityFor, everything, type Where } from '@satchel/core';
import { z } from 'zod';
import { maxCountedMatches } from '../../shared/api.ts';
import type { Workspace } from '../workspace/open-workspace.ts';
import { ask } from './ask.ts';
import type { HandlersOf } from './handlers.ts';
import { historyLines, timelineItems } from './history-lines.ts';
import { knownEntity, limit, name, parseParams, recordId, where } from './parse-params.ts';
import { mayRead, withinScope } from './read-scope.ts';

const search = z.string().max(200).optional();
const unit = z.enum(['day', 'week', 'month', 'quarter', 'year']);

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

  const scoped = <Q extends { readonly entity: string; readonly where: Where }>(query: Q): Q => ({
    ...query,
    where: withinScope(workspace, query.entity, query.where),
  });

  return {
    'records.page': (params) => ask(workspace, 'page', scoped(parseParams(pageQuery, params))),
    'records.count': (params) =>
      ask(workspace, 'count', { ...scoped(parseParams(counted, params)), upTo: maxCountedMatches + 1 }),
    'records.get': (params) => {
      const asked = parseParams(one, params);
      return mayRead(workspace, asked.entity, asked.id) ? ask(workspace, 'get', asked) : null;
    },
    'records.titles': (params) => ask(workspace, 'titles', parseParams(titled, params)),
    'records.pick': (params) => ask(workspace, 'pick', scoped({ ...parseParams(picking, params), where: everything })),
    'records.board': (params) => ask(workspace, 'board', scoped(parseParams(boardQuery, params))),
    'records.aggregate': (params) => ask(workspace, 'aggregate', scoped(parseParams(aggregateQuery, params))),
    'records.timeline': async (params) => {
      const asked = parseParams(timelineQuery, params);
      if (!mayRead(workspace, asked.entity, asked.id)) return [];
      return timelineItems(workspace, await ask(workspace, 'timeline', asked));
    },
    'records.history': async (params) => {
      const asked = parseParams(historyQuery, params);
      if (!mayRead(workspace, asked.entity, asked.id)) return [];
      return historyLines(workspace, await ask(workspace, 'history', asked));
    },
    'records.related': async (params) => {
      const asked = parseParams(one, params);
      if (!mayRead(workspace, asked.entity, asked.id)) return [];
      const counts = await ask(workspace, 'related', asked);
      const readable = counts.map(async (related) => {
        // A number must be that of the list that it leads to.
        const where = { field: related.field, op: 'in', value: [asked.id] } as const;
        const visible = withinScope(workspace, related.entity, where);
        return visible === where
          ? related
          : { ...related, count: await ask(workspace, 'count', { entity: related.entity, where: visible }) };
      });
      return (await Promise.all(readable)).map((related) => {
        const referring = entityFor(workspace.model, related.entity);
        const field = referring.fields[related.field];
        const backLabel = field?.kind === 'reference' ? field.backLabel : undefined;
        return { ...related, label: backLabel ?? referring.labelPlural };
      });
    },
  };
}
