import {
  type Change,
  changeIdFrom,
  createClock,
  err,
  fullName,
  type MemberId,
  ok,
  type Result,
  recordIdFrom,
  setupIntentions,
} from '@satchel/core';
import type { AccountStore, Membership, NewUser, Organization, User, UserSession } from '@satchel/db/server';
import type { Authority } from '@satchel/sync/server';
import { serverDevice } from '../server-device.ts';
import { hashPassword, isPassword, isWeak } from './passwords.ts';
import { digestOf, newRefreshToken, type Tokens } from './tokens.ts';

/** What somebody signs in with from now on. */
export interface SignedIn {
  readonly accessToken: string;
  readonly refreshToken: string;
  /** Of the access token, in seconds. */
  readonly expiresIn: number;
  readonly user: User;
}

/** Somebody new. */
export interface Registration {
  readonly email: string;
  readonly password: string;
  readonly firstName: string;
  readonly lastName: string;
}

export interface NewOrganization {
  readonly name: string;
  readonly country: string;
  readonly timeZone: string;
  readonly weekStart: number;
  /** The owner's record of a workspace made offline, which becomes the organization's data; null: it begins empty. */
  readonly member: MemberId | null;
}

export type SignInProblem = 'wrong' | 'inactive';

export interface Accounts {
  register(
    person: Registration,
    organization: NewOrganization,
    agent: string,
  ): Promise<Result<SignedIn, 'email-taken'>>;
  /** Another organization of somebody who has an account. */
  addOrganization(user: string, organization: NewOrganization): Promise<Membership | null>;
  logIn(email: string, password: string, agent: string): Promise<Result<SignedIn, SignInProblem>>;
  /**
   * The next pair of tokens; a refresh token that comes twice ends its session. Whoever proposes the next refresh token
   * may ask again with the same two when the answer was lost.
   */
  refresh(token: string, proposed?: string): Promise<Result<SignedIn, 'not-signed-in'>>;
  logOut(user: string, session: string): Promise<void>;
  /** Whether somebody with this address is a member already. */
  isMember(organization: string, email: string): Promise<boolean>;
  /** A token by which somebody with this address becomes a member; it is told once. */
  invite(
    organization: string,
    member: MemberId,
    email: string,
  ): Promise<{ readonly token: string; readonly expiresAt: number }>;
  /** A new user chooses a password; one that is there already gives theirs. */
  acceptInvitation(
    token: string,
    person: Omit<Registration, 'email'>,
    agent: string,
  ): Promise<Result<SignedIn, 'no-invitation' | SignInProblem>>;
  user(id: string): Promise<User | null>;
  memberships(user: string): Promise<readonly Membership[]>;
  sessions(user: string): Promise<readonly UserSession[]>;
  isSessionOpen(session: string): Promise<boolean>;
}

export interface AccountsOptions {
  readonly store: AccountStore;
  readonly authority: Pick<Authority, 'found'>;
  /** Whether nothing was accepted in a tenant yet. */
  readonly isEmpty: (tenant: string) => Promise<boolean>;
  readonly tokens: Tokens;
  readonly accessTokenSeconds: number;
  readonly refreshTokenSeconds: number;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** UUIDs of version 7. */
  readonly newId: () => string;
}

/** How long an invitation is good. */
const invitationMs = 7 * 24 * 3600 * 1000;

export function createAccounts(options: AccountsOptions): Accounts {
  const { store, tokens, now, newId } = options;

  const nextRefresh = (token = newRefreshToken()) => ({
    token,
    kept: { hash: digestOf(token), expiresAt: now() + options.refreshTokenSeconds * 1000 },
  });
  const signIn = async (user: User, agent: string): Promise<SignedIn> => {
    const { token, kept } = nextRefresh();
    const session = newId();
    await store.openSession({ id: session, user: user.id, agent }, kept);
    return await signedIn(user, session, token);
  };
  const signedIn = async (user: User, session: string, refreshToken: string): Promise<SignedIn> => ({
    accessToken: await tokens.issue({ user: user.id, session }),
    refreshToken,
    expiresIn: options.accessTokenSeconds,
    user,
  });

  /** The tenant's first change: its owner and what a workspace begins with. One that is there already stays. */
  const found = async (tenant: string, member: MemberId, user: User): Promise<void> => {
    const clock = createClock({ device: serverDevice, now });
    const [owner, ...rest] = setupIntentions({ id: member, name: fullName(user) }, () => recordIdFrom(newId()));
    const change: Change = {
      id: changeIdFrom(newId()),
      actor: member,
      device: serverDevice,
      at: clock.tick(),
      cause: { kind: 'setup', group: newId() },
      intentions:
        owner?.kind === 'create' ? [{ ...owner, fields: { ...owner.fields, emails: [user.email] } }, ...rest] : [],
    };
    const outcome = await options.authority.found({ tenant, member, device: serverDevice }, change);
    const isThere = outcome.kind === 'refused' && outcome.refusals.some(({ code }) => code === 'already-exists');
    if (outcome.kind === 'refused' && !isThere) {
      throw new Error(`A new organization was refused: ${outcome.refusals.map(({ code }) => code).join()}`);
    }
  };

  /** Also at each sign-in, since the server may have ended between the account and its first change. */
  const foundAll = async (memberships: readonly Membership[], user: User): Promise<void> => {
    for (const { organization, member } of memberships) {
      if (!organization.awaitsWorkspace && (await options.isEmpty(organization.id))) {
        await found(organization.id, member, user);
      }
    }
  };

  return {
    async register({ email, password, firstName, lastName }, wanted, agent) {
      const given: NewUser = { id: newId(), email, passwordHash: await hashPassword(password), firstName, lastName };
      const member = wanted.member ?? recordIdFrom(newId());
      const made = await store.register(given, organizationOf(newId(), wanted, email), member);
      if (!made.ok) return made;
      const user: User = { ...given, isActive: true, isVerified: false };
      await foundAll([made.value], user);
      return ok(await signIn(user, agent));
    },
    async addOrganization(id, wanted) {
      const user = await store.user(id);
      if (!user) return null;
      const member = wanted.member ?? recordIdFrom(newId());
      const made = await store.addOrganization(id, organizationOf(newId(), wanted, user.email), member);
      await foundAll([made], user);
      return made;
    },
    async logIn(email, password, agent) {
      const user = await store.userByEmail(email);
      if (!(await isPassword(password, user?.passwordHash ?? null)) || !user) return err('wrong');
      if (!user.isActive) return err('inactive');
      if (user.passwordHash !== null && isWeak(user.passwordHash)) {
        await store.setPasswordHash(user.id, await hashPassword(password));
      }
      await foundAll(await store.memberships(user.id), user);
      return ok(await signIn(user, agent));
    },
    async refresh(token, proposed) {
      const { token: next, kept } = nextRefresh(proposed);
      const rotated = await store.rotate(digestOf(token), kept, now());
      const user = rotated.ok ? await store.user(rotated.value.user) : null;
      if (!rotated.ok || !user) return err('not-signed-in');
      return ok(await signedIn(user, rotated.value.session, next));
    },
    async isMember(organization, email) {
      const user = await store.userByEmail(email);
      return user !== null && (await store.membership(user.id, organization)) !== null;
    },
    async invite(organization, member, email) {
      const token = newRefreshToken();
      const expiresAt = now() + invitationMs;
      await store.invite({ hash: digestOf(token), organization, member, email, expiresAt });
      return { token, expiresAt };
    },
    async acceptInvitation(token, { password, firstName, lastName }, agent) {
      const hash = digestOf(token);
      const invitation = await store.invitation(hash, now());
      if (!invitation) return err('no-invitation');
      const known = await store.userByEmail(invitation.email);
      if (known && !(await isPassword(password, known.passwordHash))) return err('wrong');
      if (known?.isActive === false) return err('inactive');
      const user: User = known ?? {
        id: newId(),
        email: invitation.email,
        passwordHash: await hashPassword(password),
        firstName,
        lastName,
        isActive: true,
        isVerified: false,
      };
      if (!(await store.accept(hash, user))) return err('no-invitation');
      return ok(await signIn(user, agent));
    },
    logOut: (user, session) => store.endSession(session, user),
    user: (id) => store.user(id),
    memberships: (user) => store.memberships(user),
    sessions: (user) => store.sessions(user),
    isSessionOpen: (session) => store.isSessionOpen(session),
  };
}

const organizationOf = (
  id: string,
  { name, country, timeZone, weekStart, member }: NewOrganization,
  email: string,
): Organization => ({
  name,
  country,
  timeZone,
  weekStart,
  id,
  slug: slugOf(name, email),
  plan: 'enterprise',
  awaitsWorkspace: member !== null,
  account: { status: 'active', trialEndsAt: null },
});

/** `Acme & Söhne` → `acme-sohne`; of what has no letters, the part of the address before the @. */
function slugOf(name: string, email: string): string {
  const plain = (text: string): string =>
    text
      .normalize('NFKD')
      .toLowerCase()
      .replace(/\p{M}/gu, '')
      .replace(/[^a-z0-9]+/g, '-')
      .replace(/^-+|-+$/g, '')
      .slice(0, 50);
  return plain(name) || plain(email.split('@')[0] ?? '') || 'workspace';
}
