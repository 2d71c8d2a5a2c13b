import type { FastifyReply, FastifyRequest } from 'fastify';

const cookie = 'satchel_session';

/**
 * Also signs in whoever uses a browser: the access token, out of reach of scripts, sent from no other site's pages
 * (https://www.rfc-editor.org/rfc/rfc6265, and SameSite of its successor).
 */
export function setSessionCookie(request: FastifyRequest, reply: FastifyReply, token: string, seconds: number): void {
  const secure = request.protocol === 'https' ? '; Secure' : '';
  reply.header('set-cookie', `${cookie}=${token}; Path=/api; HttpOnly; SameSite=Strict; Max-Age=${seconds}${secure}`);
}

export const clearSessionCookie = (request: FastifyRequest, reply: FastifyReply): void =>
  setSessionCookie(request, reply, '', 0);

/** The token of a browser that is signed in. A request that another site's page makes is nobody's. */
export function sessionCookieOf({ headers }: FastifyRequest): string | undefined {
  const { origin, host, cookie: text = '' } = headers;
  if (origin !== undefined && URL.parse(origin)?.host !== host) return undefined;
  const found = text.split(';').find((part) => part.trim().startsWith(`${cookie}=`));
  return found?.trim().slice(cookie.length + 1) || undefined;
}
