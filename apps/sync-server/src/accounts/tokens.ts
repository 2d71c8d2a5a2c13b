import { createHash, createHmac, randomBytes } from 'node:crypto';
import { errors, jwtVerify, SignJWT } from 'jose';
import { z } from 'zod';

/** Whom an access token was given to. */
export interface AccessClaims {
  readonly user: string;
  readonly session: string;
  /** Milliseconds since 1970. */
  readonly expiresAt: number;
}

export interface Tokens {
  /** HS256, by a key that changes every month and is good for a month after. */
  readonly issue: (claims: Pick<AccessClaims, 'user' | 'session'>) => Promise<string>;
  /** Null: it is not ours, or its time is over. */
  readonly verify: (token: string) => Promise<AccessClaims | null>;
}

const keyPeriodMs = 30 * 24 * 3600 * 1000;
const audience = 'satchel';

/** @param now milliseconds since 1970 */
export function createTokens(secret: string, accessTokenSeconds: number, now: () => number): Tokens {
  const periodAt = (ms: number): number => Math.floor(ms / keyPeriodMs);
  const keyOf = (period: number): Buffer => createHmac('sha256', secret).update(`access token ${period}`).digest();
  return {
    issue({ user, session }) {
      const issuedAt = Math.floor(now() / 1000);
      const period = periodAt(now());
      return new SignJWT({ sid: session })
        .setProtectedHeader({ alg: 'HS256', kid: String(period) })
        .setSubject(user)
        .setAudience(audience)
        .setIssuedAt(issuedAt)
        .setExpirationTime(issuedAt + accessTokenSeconds)
        .sign(keyOf(period));
    },
    async verify(token) {
      const period = periodAt(now());
      try {
        const { payload } = await jwtVerify(
          token,
          ({ kid }) => {
            const named = Number(kid);
            // The period of somebody else's choice is not asked for.
            return keyOf(named === period - 1 ? named : period);
          },
          { algorithms: ['HS256'], audience, currentDate: new Date(now()) },
        );
        const claims = accessClaims.safeParse(payload);
        if (!claims.success) return null;
        const { sub, sid, exp } = claims.data;
        return { user: sub, session: sid, expiresAt: exp * 1000 };
      } catch (error) {
        if (error instanceof errors.JOSEError) return null;
        throw error;
      }
    },
  };
}

const accessClaims = z.object({ sub: z.uuid(), sid: z.uuid(), exp: z.number() });

/** What a device keeps to get the next access token; the server keeps its digest only. */
export const newRefreshToken = (): string => randomBytes(32).toString('base64url');

export const digestOf = (token: string): string => createHash('sha256').update(token).digest('base64url');
