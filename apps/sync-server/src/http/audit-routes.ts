import { isRecordId, recordIdFrom } from '@satchel/core';
import { readAudit } from '@satchel/sync/server';
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { words } from './body-parts.ts';
import { askerOf, type OfOrganizationOptions } from './of-organization.ts';
import { answerProblem, problems } from './problem.ts';

const instant = z.iso.datetime({ offset: true }).transform((text) => Date.parse(text));
const asked = z.object({
  actor: z.string().refine(isRecordId, 'Give the id of a member.').transform(recordIdFrom).optional(),
  entity: words.optional(),
  action: z.enum(['create', 'update', 'delete', 'restore', 'scope']).optional(),
  from: instant.optional(),
  to: instant.optional(),
  before: z.coerce.number().int().min(1).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});

/** What was accepted in an organization, the newest first, for who may read its audit: `GET /api/v1/audit/logs`. */
export function auditRoutes(app: FastifyInstance, options: OfOrganizationOptions): void {
  for (const path of ['/api/v1/audit/logs', '/api/audit/logs']) {
    app.get(path, async (request, reply) => {
      const asker = await askerOf(request, reply, options);
      if (!asker) return reply;
      const { before, limit, ...given } = asked.parse(request.query);
      const { organization, member } = asker.membership;
      const read = await readAudit(
        options.store,
        options.model,
        { tenant: organization.id, member },
        {
          // Without those that were not given.
          filter: Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)),
          ...(before === undefined ? {} : { before }),
          limit,
        },
      );
      if (!read.ok) return await answerProblem(reply, problems.notAllowed);
      const { records, next } = read.value;
      return {
        entries: records.map(({ sequence, change, acceptedAt, writes }) => ({
          sequence,
          change_id: change.id,
          actor: change.actor,
          device: change.device,
          cause: change.cause?.kind ?? null,
          label: change.label ?? null,
          accepted_at: new Date(acceptedAt).toISOString(),
          writes: writes.map(({ entity, id, action, before: was, after, isConsequence }) => ({
            entity,
            id,
            action,
            before: was,
            after,
            is_consequence: isConsequence,
          })),
        })),
        // Where to go on from, as `before`.
        next,
      };
    });
  }
}
