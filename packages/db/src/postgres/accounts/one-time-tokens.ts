import { err, ok, type Result } from '@satchel/core';
import type { PostgresDatabase, PostgresSession } from '../driver.ts';
import { isAlreadyThere } from '../sql-state.ts';
import { accountDatabase, endSessions, seconds } from './account-database.ts';

/** What somebody may do once with a token: say that an address is theirs, choose a password, take another address. */
export type TokenPurpose = 'verify' | 'reset' | 'address';

export interface OneTimeToken {
  /** Of the token: itself it is never kept. */
  readonly hash: string;
  readonly purpose: TokenPurpose;
  readonly user: string;
  /** Where it was sent, in lower case; null: somebody copied it, which proves no address. */
  readonly email: string | null;
  /** Milliseconds since 1970. */
  readonly expiresAt: number;
}

/** Tokens that are good once. One that is unknown, used or over is `unknown`. */
export interface OneTimeTokenStore {
  /** Those of the same purpose and user that were not used yet end. */
  issue(token: OneTimeToken): Promise<void>;
  /** Whether it is still good. */
  isOpen(hash: string, purpose: TokenPurpose, nowMs: number): Promise<boolean>;
  /** The address is the user's, unless they have another one by now. */
  verify(hash: string, nowMs: number): Promise<Result<{ readonly user: string }, 'unknown'>>;
  /** Another password: all sessions of the user end. */
  resetPassword(
    hash: string,
    passwordHash: string,
    nowMs: number,
  ): Promise<Result<{ readonly user: string }, 'unknown'>>;
  /** The user has another address from now on; `before` is the one that it was. */
  changeAddress(hash: string, nowMs: number): Promise<Result<ChangedAddress, 'unknown' | 'taken'>>;
  /** Forgets those whose time is over. */
  forgetEnded(nowMs: number): Promise<void>;
}

export interface ChangedAddress {
  readonly user: string;
  readonly before: string;
  readonly email: string;
}

export function createOneTimeTokenStore(database: PostgresDatabase): OneTimeTokenStore {
  const { run, one } = accountDatabase(database);

  /** Takes the token out; what follows is in the same transaction. */
  const spend = async (
    session: PostgresSession,
    hash: string,
    purpose: TokenPurpose,
    nowMs: number,
  ): Promise<{ readonly user: string; readonly email: string | null } | null> => {
    const [row] = await session.query(
      'DELETE FROM "_one_time_token" WHERE "hash" = $1 AND "purpose" = $2 RETURNING "user_id", "email", "expires_at" > to_timestamp($3::double precision)',
      [hash, purpose, seconds(nowMs)],
    );
    return row && row[2] === 't' ? { user: row[0] ?? '', email: row[1] ?? null } : null;
  };

  const changeAddress = async (
    session: PostgresSession,
    hash: string,
    nowMs: number,
  ): Promise<Result<ChangedAddress, 'unknown' | 'taken'>> => {
    const used = await spend(session, hash, 'address', nowMs);
    if (!used || used.email === null) return err('unknown');
    const [before] = await session.query('SELECT "email" FROM "_user" WHERE "id" = $1::uuid FOR UPDATE', [used.user]);
    const [taken] = await session.query('SELECT 1 FROM "_user" WHERE "email" = $1', [used.email]);
    if (taken) return err('taken');
    await session.query('UPDATE "_user" SET "email" = $2, "email_verified_at" = now() WHERE "id" = $1::uuid', [
      used.user,
      used.email,
    ]);
    // What was sent to the old one is good for nothing any more.
    await session.query('DELETE FROM "_one_time_token" WHERE "user_id" = $1::uuid', [used.user]);
    return ok({ user: used.user, before: before?.[0] ?? '', email: used.email });
  };

  return {
    issue: ({ hash, purpose, user, email, expiresAt }) =>
      run(async (session) => {
        await session.query('DELETE FROM "_one_time_token" WHERE "user_id" = $1::uuid AND "purpose" = $2', [
          user,
          purpose,
        ]);
        await session.query(insertToken, [hash, purpose, user, email, seconds(expiresAt)]);
      }),
    isOpen: async (hash, purpose, nowMs) =>
      (await one(
        'SELECT 1 FROM "_one_time_token" WHERE "hash" = $1 AND "purpose" = $2 AND "expires_at" > to_timestamp($3::double precision)',
        [hash, purpose, seconds(nowMs)],
        () => true,
      )) ?? false,
    verify: (hash, nowMs) =>
      run(async (session) => {
        const used = await spend(session, hash, 'verify', nowMs);
        const [changed] = used ? await session.query(verifyAddress, [used.user, used.email]) : [];
        return used && changed ? ok({ user: used.user }) : err('unknown');
      }),
    resetPassword: (hash, passwordHash, nowMs) =>
      run(async (session) => {
        const used = await spend(session, hash, 'reset', nowMs);
        if (!used) return err('unknown');
        await session.query('UPDATE "_user" SET "password_hash" = $2 WHERE "id" = $1::uuid', [used.user, passwordHash]);
        // Whoever got it has read the mail of this address.
        await session.query(verifyAddress, [used.user, used.email]);
        await session.query(endSessions, [used.user]);
        return ok({ user: used.user });
      }),
    async changeAddress(hash, nowMs) {
      try {
        return await run((session) => changeAddress(session, hash, nowMs));
      } catch (error) {
        // Somebody else took it at the same moment; nothing was changed, and the link is as good as before.
        if (isAlreadyThere(error)) return err('taken');
        throw error;
      }
    },
    forgetEnded: (nowMs) =>
      run(async (session) => {
        await session.query('DELETE FROM "_one_time_token" WHERE "expires_at" < to_timestamp($1::double precision)', [
          seconds(nowMs),
        ]);
      }),
  };
}

const insertToken =
  'INSERT INTO "_one_time_token" ("hash", "purpose", "user_id", "email", "expires_at") ' +
  'VALUES ($1, $2, $3::uuid, $4, to_timestamp($5::double precision))';
const verifyAddress =
  'UPDATE "_user" SET "email_verified_at" = coalesce("email_verified_at", now()) WHERE "id" = $1::uuid AND "email" = $2 RETURNING 1';
