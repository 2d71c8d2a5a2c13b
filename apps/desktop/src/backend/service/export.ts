import { type Actor, csvLine, type Entity, entityFor, labelOf, scopeOf, writeCell } from '@satchel/core';
import { z } from 'zod';
import type { HandlersOf } from '../../shared/rpc.ts';
import type { Workspace } from '../workspace/open-workspace.ts';
import { ask } from './ask.ts';
import { knownEntity, name, parseParams, where } from './parse-params.ts';

const query = z.object({
  entity: name,
  where,
  search: z.string().max(200).optional(),
  fields: z.array(name).min(1).max(200),
});

/** A byte order mark: without it spreadsheets read UTF-8 as their own code page. */
const byteOrderMark = '\uFEFF';

/** Records as files for other programs. */
export const exportHandlers = (workspace: Workspace): HandlersOf<'export'> => ({
  'export.csv': async (params) => {
    const { fields, ...given } = parseParams(query, params);
    const entity = entityFor(workspace.model, knownEntity(workspace.model, given.entity));
    const columns = fields.flatMap((key) => {
      const field = entity.fields[key];
      return field === undefined ? [] : [{ key, field }];
    });
    const asker = workspace.asker();
    const exporter = { ...asker, actor: exporterOf(asker.actor, entity) };
    const { currency } = workspace.profile();
    const lines = [byteOrderMark, csvLine(columns.map(({ key, field }) => field.label ?? labelOf(key)))];
    let after: string | null = null;
    do {
      const page: Awaited<ReturnType<typeof ask<'page'>>> = await ask(
        workspace,
        'page',
        {
          ...given,
          entity: entity.name,
          limit: 500,
          ...(after === null ? {} : { after }),
        },
        exporter,
      );
      for (const row of page.rows) {
        lines.push(
          csvLine(
            columns.map(({ key, field }) =>
              writeCell(field.kind, row[key], {
                currency,
                titleOf: (id) => ('target' in field ? (page.titles[field.target]?.[id] ?? '') : ''),
              }),
            ),
          ),
        );
      }
      after = page.next;
    } while (after !== null);
    return lines.join('');
  },
});

/** Who reads what the actor may export: exporting can be granted for less than reading. */
function exporterOf(actor: Actor, { plural }: Entity): Actor {
  const [mayExport, mayRead] = [scopeOf(actor, 'data.export'), scopeOf(actor, `${plural}.read`)];
  if (mayExport === mayRead || mayExport === 'all') return actor;
  const narrower = mayExport === undefined || mayRead === undefined ? undefined : mayRead === 'own' ? 'own' : mayExport;
  return { ...actor, grants: narrower === undefined ? [] : [{ permission: '*.read', scope: narrower }] };
}
