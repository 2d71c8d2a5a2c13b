import { createHash, createHmac, randomBytes } from 'node:crypto';
import { errors, type JWTPayload, jwtVerify, SignJWT } from 'jose';
import { z } from 'zod';

/** Whom an access token was given to. */
export interface AccessClaims {
  readonly user: string;
  readonly session: string;
  /** Milliseconds since 1970. */
  readonly expiresAt: number;
}

/** Whom an upload token was given to: one device, for nothing but what waits on it. */
export interface UploadClaims {
  readonly user: string;
  readonly organization: string;
  readonly device: string;
  /** Milliseconds since 1970. */
  readonly expiresAt: number;
}

export interface Tokens {
  /** HS256, by a key that changes every month and is good for a month after. */
  readonly issue: (claims: Pick<AccessClaims, 'user' | 'session'>) => Promise<string>;
  /** Null: it is not ours, or its time is over. */
  readonly verify: (token: string) => Promise<AccessClaims | null>;
  /** For a device that showed its key. */
  readonly issueUpload: (claims: Omit<UploadClaims, 'expiresAt'>) => Promise<string>;
  readonly verifyUpload: (token: string) => Promise<UploadClaims | null>;
}

const keyPeriodMs = 30 * 24 * 3600 * 1000;
const audience = 'satchel';
const uploadAudience = 'satchel upload';

/** How long an upload token is good, in seconds: enough for what waits; the device shows its key for another one. */
export const uploadTokenSeconds = 600;

/**
 * @param secrets the first signs; what the others have signed is good until its time is over
 * @param now milliseconds since 1970
 */
export function createTokens(
  secrets: readonly [string, ...string[]],
  accessTokenSeconds: number,
  now: () => number,
): Tokens {
  const periodNow = (): number => Math.floor(now() / keyPeriodMs);
  const keyOf = (secret: string, period: number): Buffer =>
    createHmac('sha256', secret).update(`access token ${period}`).digest();

  const sign = (claims: JWTPayload, subject: string, forWhat: string, lifetimeSeconds: number): Promise<string> => {
    const issuedAt = Math.floor(now() / 1000);
    const period = periodNow();
    return new SignJWT(claims)
      .setProtectedHeader({ alg: 'HS256', kid: String(period) })
      .setSubject(subject)
      .setAudience(forWhat)
      .setIssuedAt(issuedAt)
      .setExpirationTime(issuedAt + lifetimeSeconds)
      .sign(keyOf(secrets[0], period));
  };
  const payloadOf = async (token: string, forWhat: string): Promise<JWTPayload | null> => {
    const period = periodNow();
    for (const secret of secrets) {
      try {
        const { payload } = await jwtVerify(
          token,
          ({ kid }) => {
            const named = Number(kid);
            // The period of somebody else's choice is not asked for.
            return keyOf(secret, named === period - 1 ? named : period);
          },
          { algorithms: ['HS256'], audience: forWhat, currentDate: new Date(now()) },
        );
        return payload;
      } catch (error) {
        if (!(error instanceof errors.JOSEError)) throw error;
      }
    }
    return null;
  };

  return {
    issue: ({ user, session }) => sign({ sid: session }, user, audience, accessTokenSeconds),
    async verify(token) {
      const claims = accessClaims.safeParse(await payloadOf(token, audience));
      if (!claims.success) return null;
      const { sub, sid, exp } = claims.data;
      return { user: sub, session: sid, expiresAt: exp * 1000 };
    },
    issueUpload: ({ user, organization, device }) =>
      sign({ org: organization, dev: device }, user, uploadAudience, uploadTokenSeconds),
    async verifyUpload(token) {
      const claims = uploadClaims.safeParse(await payloadOf(token, uploadAudience));
      if (!claims.success) return null;
      const { sub, org, dev, exp } = claims.data;
      return { user: sub, organization: org, device: dev, expiresAt: exp * 1000 };
    },
  };
}

const accessClaims = z.object({ sub: z.uuid(), sid: z.uuid(), exp: z.number() });
const uploadClaims = z.object({ sub: z.uuid(), org: z.uuid(), dev: z.string(), exp: z.number() });

/** What a device keeps to get the next access token; the server keeps its digest only. */
export const newRefreshToken = (): string => randomBytes(32).toString('base64url');

export const digestOf = (token: string): string => createHash('sha256').update(token).digest('base64url');
