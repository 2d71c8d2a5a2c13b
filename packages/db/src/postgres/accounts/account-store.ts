import { type Account, type AccountStatus, err, type MemberId, ok, type Plan, type Result } from '@satchel/core';
import type { PostgresDatabase, PostgresRow, PostgresSession } from '../driver.ts';
import { accountDatabase, endSessions, seconds } from './account-database.ts';
import { createSessionStore, type SessionStore } from './session-store.ts';

/** Somebody who can sign in. Ids are UUIDs. */
export interface User {
  readonly id: string;
  /** In lower case. */
  readonly email: string;
  /** As Argon2 encodes it; null: this person signs in some other way. */
  readonly passwordHash: string | null;
  readonly firstName: string;
  readonly lastName: string;
  readonly isActive: boolean;
  /** Whether somebody who reads the mail of this address has said so. */
  readonly isVerified: boolean;
}

/** Who is to be made. */
export type NewUser = Omit<User, 'isActive' | 'isVerified'>;

/** One customer's separate data: the id is the tenant's. */
export interface Organization {
  readonly id: string;
  readonly slug: string;
  readonly name: string;
  readonly country: string;
  readonly timeZone: string;
  readonly weekStart: number;
  readonly plan: Plan;
  readonly account: Account;
  /** A workspace made offline becomes its data; otherwise it began empty. */
  readonly awaitsWorkspace: boolean;
}

/** Where a user belongs, and as which member record. */
export interface Membership {
  readonly organization: Organization;
  readonly member: MemberId;
}

export interface AccountStore extends SessionStore {
  /** A new user with a new organization, or nothing. `slug` gets a number behind it when it is taken. */
  register(user: NewUser, organization: Organization, member: MemberId): Promise<Result<Membership, 'email-taken'>>;
  /** A new organization of a user who is there. */
  addOrganization(user: string, organization: Organization, member: MemberId): Promise<Membership>;
  userByEmail(email: string): Promise<User | null>;
  user(id: string): Promise<User | null>;
  /** The same password, kept in another form. */
  setPasswordHash(user: string, hash: string): Promise<void>;
  /** Another password: all sessions but one end. */
  changePassword(user: string, hash: string, keptSession: string): Promise<void>;
  setName(user: string, firstName: string, lastName: string): Promise<void>;
  /** By name. */
  memberships(user: string): Promise<readonly Membership[]>;
  membership(user: string, organization: string): Promise<Membership | null>;
  organization(id: string): Promise<Organization | null>;
  /** Who signs in as this member; null: nobody does. */
  userOfMember(organization: string, member: string): Promise<User | null>;
  /** Keeps an invitation by the digest of its token. */
  invite(invitation: Invitation): Promise<void>;
  /** One that was not accepted yet and whose time is not over. */
  invitation(hash: string, nowMs: number): Promise<Invitation | null>;
  /** Makes the user a member, and the user too when there is none with this id. False: it was accepted, or they are one. */
  accept(hash: string, user: NewUser): Promise<boolean>;
}

/** Somebody may become this member of an organization. */
export interface Invitation {
  /** Of its token. */
  readonly hash: string;
  readonly organization: string;
  readonly member: MemberId;
  /** In lower case. */
  readonly email: string;
  /** Milliseconds since 1970. */
  readonly expiresAt: number;
}

/** Accounts in a migrated PostgreSQL 14 or newer, or in PGlite. */
export function createAccountStore(database: PostgresDatabase): AccountStore {
  const { run, one } = accountDatabase(database);

  return {
    ...createSessionStore(database),
    register: (user, organization, member) =>
      run(async (session) => {
        const [added] = await session.query(insertUser, [
          user.id,
          user.email,
          user.passwordHash,
          user.firstName,
          user.lastName,
        ]);
        if (!added) return err('email-taken');
        return ok(await addOrganization(session, user.id, organization, member));
      }),
    addOrganization: (user, organization, member) =>
      run((session) => addOrganization(session, user, organization, member)),
    userByEmail: (email) => one(`${selectUser} WHERE "email" = $1`, [email], userOf),
    user: (id) => one(`${selectUser} WHERE "id" = $1::uuid`, [id], userOf),
    setPasswordHash: (user, hash) =>
      run(async (session) => {
        await session.query('UPDATE "_user" SET "password_hash" = $2 WHERE "id" = $1::uuid', [user, hash]);
      }),
    changePassword: (user, hash, keptSession) =>
      run(async (session) => {
        await session.query('UPDATE "_user" SET "password_hash" = $2 WHERE "id" = $1::uuid', [user, hash]);
        await session.query(`${endSessions} AND "id" <> $2::uuid`, [user, keptSession]);
      }),
    setName: (user, firstName, lastName) =>
      run(async (session) => {
        await session.query('UPDATE "_user" SET "first_name" = $2, "last_name" = $3 WHERE "id" = $1::uuid', [
          user,
          firstName,
          lastName,
        ]);
      }),
    memberships: (user) =>
      run(async (session) =>
        (await session.query(`${selectMembership} WHERE m."user_id" = $1::uuid ORDER BY o."name", o."id"`, [user])).map(
          membershipOf,
        ),
      ),
    membership: (user, organization) =>
      one(
        `${selectMembership} WHERE m."user_id" = $1::uuid AND m."organization_id" = $2::uuid`,
        [user, organization],
        membershipOf,
      ),
    userOfMember: (organization, member) =>
      one(
        `${selectUser} WHERE "id" = (SELECT "user_id" FROM "_membership" WHERE "organization_id" = $1::uuid AND "member" = $2)`,
        [organization, member],
        userOf,
      ),
    organization: (id) =>
      one(`SELECT ${organizationColumns} FROM "_organization" AS o WHERE o."id" = $1::uuid`, [id], organizationOf),
    invite: ({ hash, organization, member, email, expiresAt }) =>
      run(async (session) => {
        await session.query(insertInvitation, [hash, organization, member, email, seconds(expiresAt)]);
      }),
    invitation: (hash, nowMs) =>
      one(selectInvitation, [hash, seconds(nowMs)], ([organization, member, email, expiresAt]) => ({
        hash,
        organization: organization ?? '',
        member: member as MemberId,
        email: email ?? '',
        expiresAt: Number(expiresAt),
      })),
    accept: (hash, user) =>
      run(async (session) => {
        const [accepted] = await session.query(acceptInvitation, [hash]);
        if (!accepted) return false;
        const [organization, member] = accepted;
        await session.query(insertUser, [user.id, user.email, user.passwordHash, user.firstName, user.lastName]);
        const made = await session.query(`${insertMembership} ON CONFLICT DO NOTHING RETURNING 1`, [
          user.id,
          organization ?? '',
          member ?? '',
        ]);
        return made.length > 0;
      }),
  };
}

const selectUser =
  'SELECT "id", "email", "password_hash", "first_name", "last_name", "is_active", "email_verified_at" IS NOT NULL FROM "_user"';
const organizationColumns =
  'o."id", o."slug", o."name", o."country", o."time_zone", o."week_start", o."plan", o."status", o."trial_ends_at", o."awaits_workspace"';
const selectMembership = `SELECT m."member", ${organizationColumns} FROM "_membership" AS m JOIN "_organization" AS o ON o."id" = m."organization_id"`;
const insertUser =
  'INSERT INTO "_user" ("id", "email", "password_hash", "first_name", "last_name") ' +
  'VALUES ($1::uuid, $2, $3, $4, $5) ON CONFLICT ("email") DO NOTHING RETURNING 1';
const insertOrganization =
  'INSERT INTO "_organization" ("id", "slug", "name", "country", "time_zone", "week_start", "plan", "status", "trial_ends_at", "awaits_workspace") ' +
  'VALUES ($1::uuid, $2, $3, $4, $5, $6::integer, $7, $8, $9::bigint, $10::boolean) ON CONFLICT ("slug") DO NOTHING RETURNING 1';
const insertMembership =
  'INSERT INTO "_membership" ("user_id", "organization_id", "member") VALUES ($1::uuid, $2::uuid, $3)';
const insertInvitation =
  'INSERT INTO "_invitation" ("hash", "organization_id", "member", "email", "expires_at") ' +
  'VALUES ($1, $2::uuid, $3, $4, to_timestamp($5::double precision))';
const selectInvitation = `SELECT "organization_id", "member", "email", (extract(epoch FROM "expires_at") * 1000)::bigint
FROM "_invitation" WHERE "hash" = $1 AND "accepted_at" IS NULL AND "expires_at" > to_timestamp($2::double precision)`;
const acceptInvitation = `UPDATE "_invitation" SET "accepted_at" = now()
WHERE "hash" = $1 AND "accepted_at" IS NULL RETURNING "organization_id", "member"`;
async function addOrganization(
  session: PostgresSession,
  user: string,
  organization: Organization,
  member: MemberId,
): Promise<Membership> {
  const { account, ...rest } = organization;
  const slug = await insertUnderFreeSlug(session, rest.slug, (free) => [
    rest.id,
    free,
    rest.name,
    rest.country,
    rest.timeZone,
    String(rest.weekStart),
    rest.plan,
    account.status,
    account.trialEndsAt === null ? null : String(account.trialEndsAt),
    String(rest.awaitsWorkspace),
  ]);
  await session.query(insertMembership, [user, rest.id, member]);
  return { organization: { ...organization, slug }, member };
}

/** One that somebody else takes at the same moment is waited for, and is not free. */
async function insertUnderFreeSlug(
  session: PostgresSession,
  wanted: string,
  row: (slug: string) => readonly (string | null)[],
): Promise<string> {
  for (let number = 1; ; number += 1) {
    const slug = number === 1 ? wanted : `${wanted}-${number}`;
    const [made] = await session.query(insertOrganization, row(slug));
    if (made) return slug;
  }
}

const userOf = ([id, email, passwordHash, firstName, lastName, isActive, isVerified]: PostgresRow): User => ({
  id: id ?? '',
  email: email ?? '',
  passwordHash: passwordHash ?? null,
  firstName: firstName ?? '',
  lastName: lastName ?? '',
  isActive: isActive === 't',
  isVerified: isVerified === 't',
});

const organizationOf = ([
  id,
  slug,
  name,
  country,
  timeZone,
  weekStart,
  plan,
  status,
  trialEndsAt,
  awaitsWorkspace,
]: PostgresRow): Organization => ({
  id: id ?? '',
  slug: slug ?? '',
  name: name ?? '',
  country: country ?? '',
  timeZone: timeZone ?? '',
  weekStart: Number(weekStart),
  awaitsWorkspace: awaitsWorkspace === 't',
  // What `register` wrote.
  plan: plan as Plan,
  account: {
    status: status as AccountStatus,
    trialEndsAt: typeof trialEndsAt === 'string' ? Number(trialEndsAt) : null,
  },
});

const membershipOf = ([member, ...organization]: PostgresRow): Membership => ({
  member: member as MemberId,
  organization: organizationOf(organization),
});
