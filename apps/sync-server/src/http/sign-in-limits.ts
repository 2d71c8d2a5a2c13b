import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { answerProblem, problems } from './problem.ts';

/** Attempts to sign in a minute: of one address of the network for one account, and for all accounts together. */
const perAddressAndAccount = 10;
const perAddress = 60;
/** For one account, wherever from: many machines together guess no faster than this. */
const perAccount = 60;

/** Whether somebody may try to sign in once more; answers by itself when not. */
export type SignInLimits = (request: FastifyRequest, reply: FastifyReply, account: string) => Promise<boolean>;

/**
 * Slows down guessing. Nobody can lock out an account for others with a few tries, nor all accounts of one address.
 *
 * The counters are of this process; they are kept for the keys seen last.
 */
export function createSignInLimits(app: FastifyInstance): SignInLimits {
  const limit = (max: number, keyOf: (request: FastifyRequest) => string) =>
    app.createRateLimit({ max, timeWindow: '1 minute', keyGenerator: keyOf });
  const accounts = new WeakMap<FastifyRequest, string>();
  const accountOf = (request: FastifyRequest): string => accounts.get(request) ?? '';
  const limits = [
    limit(perAddress, (request) => `address ${request.ip}`),
    limit(perAddressAndAccount, (request) => `both ${request.ip} ${accountOf(request)}`),
    limit(perAccount, (request) => `account ${accountOf(request)}`),
  ];
  return async (request, reply, account) => {
    accounts.set(request, account);
    for (const check of limits) {
      const answer = await check(request);
      if (answer.isAllowed || !answer.isExceeded) continue;
      reply.header('retry-after', answer.ttlInSeconds);
      await answerProblem(reply, problems.tooMany);
      return false;
    }
    return true;
  };
}
