import { isRecordId, maySync, recordIdFrom, statusAt } from '@satchel/core';
import { zstd } from '@satchel/db/server';
import { encodePage } from '@satchel/sync';
import { readLoadPage } from '@satchel/sync/server';
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { askerOf, type OfOrganizationOptions } from './of-organization.ts';
import { answerProblem, problems } from './problem.ts';

export interface LoadRoutesOptions extends OfOrganizationOptions {
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

const asked = z.object({
  after: z.string().refine(isRecordId, 'Give the id of a record.').transform(recordIdFrom).optional(),
  epoch: z.string().min(1).max(100),
});

/** A device asks for one page after another, of every entity. */
const pagesPerMinute = 6000;

/**
 * Pages of a device's load: `GET /api/v1/load/:entity?epoch=…&after=…`, each as `encodePage` writes it (zstd). What the
 * device could see is declared by `welcome` on its socket, as is the sequence from which it goes on afterwards; 409 says
 * that it sees something else by now.
 */
export function loadRoutes(app: FastifyInstance, options: LoadRoutesOptions): void {
  const config = { rateLimit: { max: pagesPerMinute, timeWindow: '1 minute' } };
  app.get('/api/v1/load/:entity', { config }, async (request, reply) => {
    const asker = await askerOf(request, reply, options);
    if (!asker) return reply;
    const { entity } = z.object({ entity: z.string() }).parse(request.params);
    const { after, epoch } = asked.parse(request.query);
    const { organization, member } = asker.membership;
    if (!maySync(statusAt(organization.account, options.now()))) return await answerProblem(reply, problems.closed);
    if (!options.model.entityByName.has(entity)) return await answerProblem(reply, problems.notFound);
    const who = { tenant: organization.id, member: recordIdFrom(member) };
    const page = await readLoadPage(options.store, options.model, who, { entity, afterId: after ?? null, epoch });
    if (page === 'wipe') return await answerProblem(reply, problems.otherOrganization);
    if (page === 'reset') return await answerProblem(reply, problems.otherEpoch);
    return await reply
      .header('content-type', 'application/zstd')
      .header('cache-control', 'no-store')
      .send(Buffer.from(encodePage(page, zstd)));
  });
}
