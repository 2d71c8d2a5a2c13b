import { err, ok, type Result } from '@satchel/core';
import type { PostgresDatabase } from '../driver.ts';
import { accountDatabase, seconds } from './account-database.ts';

/** A device or browser that somebody signed in on. */
export interface UserSession {
  readonly id: string;
  readonly agent: string;
  /** Milliseconds since 1970. */
  readonly createdAt: number;
  readonly usedAt: number;
}

/** `reused`: somebody had it before, so that the whole session was ended. `taken`: the successor is no new token. */
export type RefreshProblem = 'unknown' | 'expired' | 'ended' | 'reused' | 'taken';

/** A refresh token as it is kept: never itself. */
export interface Refresh {
  readonly hash: string;
  /** Milliseconds since 1970. */
  readonly expiresAt: number;
}

/** Who is signed in where. */
export interface SessionStore {
  /** `refresh` is the digest of its first refresh token. */
  openSession(
    session: { readonly id: string; readonly user: string; readonly agent: string },
    refresh: Refresh,
  ): Promise<void>;
  /**
   * Exchanges a refresh token for its successor. Asked again with both, before the successor was used, the answer is the
   * same: whoever knows the successor as well is the one who asked first, and has lost the answer.
   */
  rotate(
    hash: string,
    next: Refresh,
    nowMs: number,
  ): Promise<Result<{ readonly session: string; readonly user: string }, RefreshProblem>>;
  isSessionOpen(session: string): Promise<boolean>;
  /** Whether whose it is was switched off. */
  isSwitchedOff(session: string): Promise<boolean>;
  endSession(session: string, user: string): Promise<void>;
  /** The open ones, the last used first. */
  sessions(user: string): Promise<readonly UserSession[]>;
  /** Forgets sessions, refresh tokens and invitations whose time is over. Returns how many rows there were. */
  forgetEnded(nowMs: number): Promise<number>;
}

export function createSessionStore(database: PostgresDatabase): SessionStore {
  const { run, one } = accountDatabase(database);
  return {
    openSession: ({ id, user, agent }, refresh) =>
      run(async (session) => {
        await session.query('INSERT INTO "_session" ("id", "user_id", "agent") VALUES ($1::uuid, $2::uuid, $3)', [
          id,
          user,
          agent,
        ]);
        await session.query(insertRefresh, [refresh.hash, id, seconds(refresh.expiresAt)]);
      }),
    rotate: (hash, next, nowMs) =>
      run(async (session) => {
        const [row] = await session.query(selectRefresh, [hash]);
        if (!row) return err('unknown');
        const [id, user, isEnded, isUsed, expiresAt, isActive] = row;
        if (typeof id !== 'string' || typeof user !== 'string' || isEnded === 't' || isActive !== 't')
          return err('ended');
        if (isUsed === 't') {
          const [successor] = await session.query(selectUnused, [next.hash, id, seconds(nowMs)]);
          if (successor) return ok({ session: id, user });
          await session.query(endSession, [id, user]);
          return err('reused');
        }
        if (Number(expiresAt) <= nowMs) return err('expired');
        const [isNew] = await session.query(insertRefresh, [next.hash, id, seconds(next.expiresAt)]);
        if (!isNew) return err('taken');
        await session.query('UPDATE "_refresh_token" SET "used_at" = now() WHERE "hash" = $1', [hash]);
        await session.query('UPDATE "_session" SET "used_at" = now() WHERE "id" = $1::uuid', [id]);
        return ok({ session: id, user });
      }),
    isSessionOpen: async (id) =>
      (await one(`${selectUserOf} AND s."ended_at" IS NULL AND u."is_active"`, [id], () => true)) ?? false,
    isSwitchedOff: async (id) => (await one(`${selectUserOf} AND NOT u."is_active"`, [id], () => true)) ?? false,
    endSession: (id, user) =>
      run(async (session) => {
        await session.query(endSession, [id, user]);
      }),
    sessions: (user) =>
      run(async (session) =>
        (await session.query(selectSessions, [user])).map(([id, agent, createdAt, usedAt]) => ({
          id: id ?? '',
          agent: agent ?? '',
          createdAt: Number(createdAt),
          usedAt: Number(usedAt),
        })),
      ),
    forgetEnded: (nowMs) =>
      run(async (session) => {
        let forgotten = 0;
        for (const statement of forgetEnded) forgotten += (await session.query(statement, [seconds(nowMs)])).length;
        return forgotten;
      }),
  };
}

const selectUserOf = 'SELECT 1 FROM "_session" AS s JOIN "_user" AS u ON u."id" = s."user_id" WHERE s."id" = $1::uuid';
const insertRefresh =
  'INSERT INTO "_refresh_token" ("hash", "session_id", "expires_at") VALUES ($1, $2::uuid, to_timestamp($3::double precision)) ON CONFLICT DO NOTHING RETURNING 1';
const selectUnused =
  'SELECT 1 FROM "_refresh_token" WHERE "hash" = $1 AND "session_id" = $2::uuid AND "used_at" IS NULL AND "expires_at" > to_timestamp($3::double precision)';
const endSession =
  'UPDATE "_session" SET "ended_at" = coalesce("ended_at", now()) WHERE "id" = $1::uuid AND "user_id" = $2::uuid';
/** Locked, so that of two that come at once one is a reuse. */
const selectRefresh = `SELECT s."id", s."user_id", s."ended_at" IS NOT NULL, r."used_at" IS NOT NULL,
  (extract(epoch FROM r."expires_at") * 1000)::bigint, u."is_active"
FROM "_refresh_token" AS r JOIN "_session" AS s ON s."id" = r."session_id" JOIN "_user" AS u ON u."id" = s."user_id"
WHERE r."hash" = $1 FOR UPDATE OF r, s`;
const selectSessions = `SELECT "id", "agent", (extract(epoch FROM "created_at") * 1000)::bigint,
  (extract(epoch FROM "used_at") * 1000)::bigint
FROM "_session" WHERE "user_id" = $1::uuid AND "ended_at" IS NULL ORDER BY "used_at" DESC, "id"`;
/** A refresh token that is over tells nothing any more; a session without one ends with its last access token. */
const forgetEnded = [
  'DELETE FROM "_refresh_token" WHERE "expires_at" < to_timestamp($1::double precision) RETURNING 1',
  `DELETE FROM "_session" AS s WHERE s."used_at" < to_timestamp($1::double precision) - interval '8 days'
  AND NOT EXISTS (SELECT FROM "_refresh_token" AS r WHERE r."session_id" = s."id") RETURNING 1`,
  `DELETE FROM "_invitation" WHERE "expires_at" < to_timestamp($1::double precision) - interval '30 days' RETURNING 1`,
];
