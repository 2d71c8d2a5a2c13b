import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Tokens } from '../accounts/tokens.ts';
import { answerProblem, problems } from './problem.ts';
import { tokenOf } from './signed-in.ts';

/** Requests a minute of one user, from wherever. */
const perUser = 300;

/** Slows down whoever asks too much under one account, however many addresses they ask from. */
export function limitUsers(app: FastifyInstance, tokens: Pick<Tokens, 'verify'>): void {
  const users = new WeakMap<FastifyRequest, string>();
  const check = app.createRateLimit({
    max: perUser,
    timeWindow: '1 minute',
    keyGenerator: (request) => `user ${users.get(request) ?? ''}`,
  });
  app.addHook('onRequest', async (request, reply) => {
    const token = tokenOf(request);
    const claims = token === undefined ? null : await tokens.verify(token);
    if (!claims) return;
    users.set(request, claims.user);
    const answer = await check(request);
    if (answer.isAllowed || !answer.isExceeded) return;
    reply.header('retry-after', answer.ttlInSeconds);
    await answerProblem(reply, problems.tooMany);
  });
}
