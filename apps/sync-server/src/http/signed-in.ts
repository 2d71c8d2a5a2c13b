import type { FastifyRequest } from 'fastify';
import type { Accounts } from '../accounts/accounts.ts';
import type { AccessClaims, Tokens } from '../accounts/tokens.ts';
import { sessionCookieOf } from './session-cookie.ts';

export interface SignedInOptions {
  readonly accounts: Accounts;
  readonly tokens: Tokens;
}

/** What a request signs in with: a bearer token, or a browser's cookie. */
export const tokenOf = (request: FastifyRequest): string | undefined =>
  /^Bearer (\S+)$/.exec(request.headers.authorization ?? '')?.[1] ?? sessionCookieOf(request);

/** Who asks; null when the token is missing, not ours, over, or of a session that was ended. */
export async function signedInAs(
  request: FastifyRequest,
  { accounts, tokens }: SignedInOptions,
): Promise<AccessClaims | null> {
  const token = tokenOf(request);
  const claims = token === undefined ? null : await tokens.verify(token);
  return claims && (await accounts.isSessionOpen(claims.session)) ? claims : null;
}
