import type { AccountStore } from '@satchel/db/server';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Tokens } from '../accounts/tokens.ts';
import { answerProblem, problems } from './problem.ts';
import { tokenOf } from './signed-in.ts';

/** Requests a minute of one user, from wherever. */
const perUser = 300;

/**
 * Whoever was switched off is told so, whatever they ask. Slows down whoever asks too much under one account, however many
 * addresses they ask from. A route that may be asked more often, such as for the pages of a load, counts by itself.
 */
export function limitUsers(
  app: FastifyInstance,
  tokens: Pick<Tokens, 'verify'>,
  accounts: Pick<AccountStore, 'isSwitchedOff'>,
): void {
  const users = new WeakMap<FastifyRequest, string>();
  const limit = (max: number) =>
    app.createRateLimit({
      max,
      timeWindow: '1 minute',
      keyGenerator: (request) => `user ${users.get(request) ?? ''}, ${max}`,
    });
  const usual = limit(perUser);
  const byMax = new Map<number, typeof usual>();
  app.addHook('onRoute', ({ config }) => {
    const max = maxOf(config);
    if (max !== null && max > perUser) byMax.set(max, limit(max));
  });
  app.addHook('onRequest', async (request, reply) => {
    const token = tokenOf(request);
    const claims = token === undefined ? null : await tokens.verify(token);
    if (!claims) return;
    users.set(request, claims.user);
    const check = byMax.get(maxOf(request.routeOptions.config) ?? perUser) ?? usual;
    const answer = await check(request);
    if (!answer.isAllowed && answer.isExceeded) {
      reply.header('retry-after', answer.ttlInSeconds);
      await answerProblem(reply, problems.tooMany);
    } else if (await accounts.isSwitchedOff(claims.session)) await answerProblem(reply, problems.inactive);
  });
}

/** What a route says of itself; null: nothing. */
function maxOf(config: { readonly rateLimit?: { readonly max?: unknown } | false } | undefined): number | null {
  const max = config?.rateLimit === false ? undefined : config?.rateLimit?.max;
  return typeof max === 'number' ? max : null;
}
