import type { PostgresDatabase, PostgresRow } from '../driver.ts';
import { accountDatabase } from './account-database.ts';

/** A device of somebody, in one organization. */
export interface RegisteredDevice {
  /** By which changes name it. */
  readonly device: string;
  /** As its owner calls it; empty: nobody said. */
  readonly name: string;
  readonly user: string;
  /** Milliseconds since 1970. */
  readonly createdAt: number;
  /** When it connected last. */
  readonly seenAt: number;
  readonly isRevoked: boolean;
}

export interface DeviceOfKey {
  readonly user: string;
  readonly isRevoked: boolean;
}

/** Devices, by organization and name: one name in two organizations is two devices. */
export interface DeviceStore {
  /** Whether the name is this user's (from now on) and was not revoked. `session` is what it connects with, if any. */
  claim(organization: string, device: string, user: string, session: string | null): Promise<boolean>;
  /** Gives the device a name and a key, which is kept as a digest. False: it is somebody else's, or was revoked. */
  setKey(
    device: { readonly organization: string; readonly device: string; readonly user: string; readonly name: string },
    keyHash: string,
  ): Promise<boolean>;
  /** Whose device this is; null: the key is not its key, or its user is switched off. */
  ofKey(organization: string, device: string, keyHash: string): Promise<DeviceOfKey | null>;
  isRevoked(organization: string, device: string): Promise<boolean>;
  /** The last seen first; of one user, or of everybody. */
  list(organization: string, user: string | null): Promise<readonly RegisteredDevice[]>;
  /**
   * The session that it connected with ends, and its key opens nothing but the way in for what it had not sent. Null: there is no such device, or it is not this user's.
   */
  revoke(organization: string, device: string, user: string | null): Promise<{ readonly user: string } | null>;
}

export function createDeviceStore(database: PostgresDatabase): DeviceStore {
  const { run, one } = accountDatabase(database);
  return {
    claim: async (organization, device, user, session) =>
      await run(async (transaction) => {
        const [row] = await transaction.query(claim, [organization, device, user, session]);
        return row?.[0] === user && row[1] === 'f';
      }),
    setKey: async ({ organization, device, user, name }, keyHash) =>
      (await one(setKey, [organization, device, user, name, keyHash], () => true)) ?? false,
    ofKey: (organization, device, keyHash) =>
      one(selectByKey, [organization, device, keyHash], ([user, isRevoked]) => ({
        user: user ?? '',
        isRevoked: isRevoked === 't',
      })),
    isRevoked: async (organization, device) =>
      (await one(
        'SELECT 1 FROM "_registered_device" WHERE "organization_id" = $1::uuid AND "device" = $2 AND "revoked_at" IS NOT NULL',
        [organization, device],
        () => true,
      )) ?? false,
    list: (organization, user) =>
      run(async (session) => (await session.query(selectDevices, [organization, user])).map(deviceOf)),
    revoke: (organization, device, user) =>
      run(async (session) => {
        const [row] = await session.query(revoke, [organization, device, user]);
        if (!row) return null;
        const [owner, usedSession] = row;
        if (typeof usedSession === 'string') {
          await session.query('UPDATE "_session" SET "ended_at" = coalesce("ended_at", now()) WHERE "id" = $1::uuid', [
            usedSession,
          ]);
        }
        return { user: owner ?? '' };
      }),
  };
}

const deviceOf = ([device, name, user, createdAt, seenAt, isRevoked]: PostgresRow): RegisteredDevice => ({
  device: device ?? '',
  name: name ?? '',
  user: user ?? '',
  createdAt: Number(createdAt),
  seenAt: Number(seenAt),
  isRevoked: isRevoked === 't',
});

/** Gives whose the name is, and whether it was revoked; of somebody else's device nothing changes. */
const claim = `INSERT INTO "_registered_device" AS d ("organization_id", "device", "user_id", "session_id")
VALUES ($1::uuid, $2, $3::uuid, $4::uuid)
ON CONFLICT ("organization_id", "device") DO UPDATE SET
  "session_id" = CASE WHEN d."user_id" = excluded."user_id" AND d."revoked_at" IS NULL
    THEN coalesce(excluded."session_id", d."session_id") ELSE d."session_id" END,
  "seen_at" = CASE WHEN d."user_id" = excluded."user_id" AND d."revoked_at" IS NULL THEN now() ELSE d."seen_at" END
RETURNING d."user_id", d."revoked_at" IS NOT NULL`;
const setKey = `INSERT INTO "_registered_device" AS d ("organization_id", "device", "user_id", "name", "key_hash")
VALUES ($1::uuid, $2, $3::uuid, $4, $5)
ON CONFLICT ("organization_id", "device") DO UPDATE SET "name" = excluded."name", "key_hash" = excluded."key_hash"
  WHERE d."user_id" = excluded."user_id" AND d."revoked_at" IS NULL
RETURNING 1`;
const selectByKey = `SELECT d."user_id", d."revoked_at" IS NOT NULL FROM "_registered_device" AS d JOIN "_user" AS u ON u."id" = d."user_id"
WHERE d."organization_id" = $1::uuid AND d."device" = $2 AND d."key_hash" = $3 AND u."is_active"`;
const selectDevices = `SELECT "device", "name", "user_id", (extract(epoch FROM "created_at") * 1000)::bigint,
  (extract(epoch FROM "seen_at") * 1000)::bigint, "revoked_at" IS NOT NULL
FROM "_registered_device" WHERE "organization_id" = $1::uuid AND ($2::uuid IS NULL OR "user_id" = $2::uuid)
ORDER BY "seen_at" DESC, "device"`;
const revoke = `UPDATE "_registered_device" SET "revoked_at" = coalesce("revoked_at", now())
WHERE "organization_id" = $1::uuid AND "device" = $2 AND ($3::uuid IS NULL OR "user_id" = $3::uuid)
RETURNING "user_id", "session_id"`;
