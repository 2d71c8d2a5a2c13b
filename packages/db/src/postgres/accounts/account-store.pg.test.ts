import { coreModel, recordIdFrom } from '@satchel/core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openPglite, openServer, type TestPostgres } from '../../../test/postgres-stores.ts';
import { migrateServer } from '../migrate.ts';
import { type AccountStore, createAccountStore } from './account-store.ts';
import { createDeviceStore, type DeviceStore } from './device-store.ts';
import { createOneTimeTokenStore, type OneTimeTokenStore, type TokenPurpose } from './one-time-tokens.ts';

let ids = 0;
const newId = (): string => `01890000-0000-7000-8000-${String(++ids).padStart(12, '0')}`;
const hour = 3_600_000;

describe.each([
  ['PostgreSQL', openServer],
  ['PGlite', openPglite],
])('accounts on %s', (_, open: () => Promise<TestPostgres>) => {
  let opened: TestPostgres;
  let accounts: AccountStore;
  let devices: DeviceStore;
  let tokens: OneTimeTokenStore;
  beforeAll(async () => {
    opened = await open();
    const migrated = await migrateServer(opened.database, coreModel);
    if (!migrated.ok) throw new Error(migrated.error.message);
    accounts = createAccountStore(opened.database);
    devices = createDeviceStore(opened.database);
    tokens = createOneTimeTokenStore(opened.database);
  }, 120_000);
  afterAll(async () => await opened.close());

  const register = async (email: string, name = 'Acme') => {
    const user = { id: newId(), email, passwordHash: 'hash', firstName: 'Ada', lastName: 'Byron' };
    const organization = {
      id: newId(),
      slug: 'acme',
      name,
      country: 'US',
      timeZone: 'UTC',
      weekStart: 1,
      plan: 'enterprise' as const,
      account: { status: 'active' as const, trialEndsAt: null },
      awaitsWorkspace: false,
    };
    const member = recordIdFrom(newId());
    return { user, organization, member, result: await accounts.register(user, organization, member) };
  };
  const openSession = async (user: string, nowMs: number) => {
    const session = { id: newId(), user, agent: 'Satchel on Linux' };
    const hash = newId();
    await accounts.openSession(session, { hash, expiresAt: nowMs + hour });
    return { id: session.id, hash };
  };

  test('a user and an organization are made together; an address is registered once, and nothing is left of a second try', async () => {
    const { user, organization, member, result } = await register('ada@a.example');
    expect(result).toEqual({ ok: true, value: { organization, member } });
    expect(await accounts.userByEmail('ada@a.example')).toEqual({ ...user, isActive: true, isVerified: false });
    expect(await accounts.user(user.id)).toEqual({ ...user, isActive: true, isVerified: false });
    expect(await accounts.userByEmail('bo@a.example')).toBeNull();
    const again = await register('ada@a.example');
    expect(again.result).toEqual({ ok: false, error: 'email-taken' });
    expect(await accounts.organization(again.organization.id)).toBeNull();
    const next = await register('cyd@a.example');
    expect(next.result).toMatchObject({ ok: true, value: { organization: { slug: 'acme-2' } } });
  });

  test('a membership is of its own user and organization only', async () => {
    const [ada, bo] = [await register('ada@m.example', 'A'), await register('bo@m.example', 'B')];
    expect((await accounts.memberships(ada.user.id)).map(({ member }) => member)).toEqual([ada.member]);
    expect(await accounts.membership(ada.user.id, ada.organization.id)).toMatchObject({ member: ada.member });
    expect(await accounts.membership(ada.user.id, bo.organization.id)).toBeNull();
  });

  test('a refresh token is good once; when it comes again its whole session ends', async () => {
    const nowMs = Date.now();
    const { user } = await register('ada@r.example');
    const { id, hash } = await openSession(user.id, nowMs);
    const next = { hash: newId(), expiresAt: nowMs + hour };
    expect(await accounts.rotate(hash, next, nowMs)).toEqual({ ok: true, value: { session: id, user: user.id } });
    const last = { hash: newId(), expiresAt: nowMs + hour };
    expect(await accounts.rotate(next.hash, last, nowMs)).toMatchObject({ ok: true });
    expect(await accounts.isSessionOpen(id)).toBe(true);
    expect(await accounts.rotate(hash, { hash: newId(), expiresAt: nowMs }, nowMs)).toEqual({
      ok: false,
      error: 'reused',
    });
    expect(await accounts.isSessionOpen(id)).toBe(false);
    expect(await accounts.rotate(last.hash, { hash: newId(), expiresAt: nowMs }, nowMs)).toMatchObject({
      error: 'ended',
    });
  });

  test('an exchange whose answer was lost is asked for again with the same successor, until that was used', async () => {
    const nowMs = Date.now();
    const { user } = await register('ada@l.example');
    const { id, hash } = await openSession(user.id, nowMs);
    const [next, last] = [1, 2].map(() => ({ hash: newId(), expiresAt: nowMs + hour }));
    if (!next || !last) throw new Error('There are two.');
    const exchanged = { ok: true, value: { session: id, user: user.id } };
    expect(await accounts.rotate(hash, { hash, expiresAt: nowMs + hour }, nowMs)).toEqual({
      ok: false,
      error: 'taken',
    });
    expect(await accounts.rotate(hash, next, nowMs)).toEqual(exchanged);
    expect(await accounts.rotate(hash, next, nowMs)).toEqual(exchanged);
    expect(await accounts.rotate(next.hash, last, nowMs)).toEqual(exchanged);
    expect(await accounts.rotate(hash, next, nowMs)).toEqual({ ok: false, error: 'reused' });
    expect(await accounts.isSessionOpen(id)).toBe(false);
  });

  test('of two that come at once with one refresh token at most one gets the next', async () => {
    const nowMs = Date.now();
    const { user } = await register('ada@t.example');
    const { hash } = await openSession(user.id, nowMs);
    const tries = await Promise.all(
      [1, 2].map(() => accounts.rotate(hash, { hash: newId(), expiresAt: nowMs + hour }, nowMs)),
    );
    expect(tries.filter(({ ok }) => ok)).toHaveLength(1);
  });

  test('a refresh token ends with its time, with its session, and is not guessed', async () => {
    const nowMs = Date.now();
    const { user } = await register('ada@e.example');
    const [late, ended] = [await openSession(user.id, nowMs), await openSession(user.id, nowMs)];
    const next = () => ({ hash: newId(), expiresAt: nowMs + hour });
    expect(await accounts.rotate(late.hash, next(), nowMs + hour + 1)).toEqual({ ok: false, error: 'expired' });
    expect((await accounts.sessions(user.id)).map(({ id }) => id).toSorted()).toEqual([late.id, ended.id].toSorted());
    // Not by somebody else.
    await accounts.endSession(ended.id, newId());
    expect(await accounts.isSessionOpen(ended.id)).toBe(true);
    await accounts.endSession(ended.id, user.id);
    expect(await accounts.rotate(ended.hash, next(), nowMs)).toEqual({ ok: false, error: 'ended' });
    expect(await accounts.rotate('something', next(), nowMs)).toEqual({ ok: false, error: 'unknown' });
  });

  test('a device’s name belongs to who used it first', async () => {
    const [ada, bo] = [await register('ada@d.example'), await register('bo@d.example')];
    const { id: session } = await openSession(ada.user.id, Date.now());
    expect(await devices.claim(ada.organization.id, 'device00', ada.user.id, session)).toBe(true);
    expect(await devices.claim(ada.organization.id, 'device00', ada.user.id, null)).toBe(true);
    expect(await devices.claim(ada.organization.id, 'device00', bo.user.id, null)).toBe(false);
    expect(await devices.claim(bo.organization.id, 'device00', bo.user.id, null)).toBe(true);
  });

  test('a device’s key is its own; a revoked one has it to say goodbye, no session and no way back', async () => {
    const [ada, bo] = [await register('ada@k.example'), await register('bo@k.example')];
    const organization = ada.organization.id;
    const { id: session } = await openSession(ada.user.id, Date.now());
    await devices.claim(organization, 'device00', ada.user.id, session);
    const own = { organization, device: 'device00', name: 'Laptop' };
    expect(await devices.setKey({ ...own, user: bo.user.id }, 'other')).toBe(false);
    expect(await devices.setKey({ ...own, user: ada.user.id }, 'key')).toBe(true);
    expect(await devices.ofKey(organization, 'device00', 'key')).toEqual({ user: ada.user.id, isRevoked: false });
    expect(await devices.ofKey(organization, 'device00', 'other')).toBeNull();
    expect(await devices.ofKey(bo.organization.id, 'device00', 'key')).toBeNull();
    expect(await devices.list(organization, ada.user.id)).toMatchObject([{ device: 'device00', name: 'Laptop' }]);
    expect(await devices.list(organization, bo.user.id)).toEqual([]);
    expect(await devices.revoke(organization, 'device00', bo.user.id)).toBeNull();
    expect(await accounts.isSessionOpen(session)).toBe(true);
    expect(await devices.revoke(organization, 'device00', null)).toEqual({ user: ada.user.id });
    expect(await accounts.isSessionOpen(session)).toBe(false);
    expect(await devices.ofKey(organization, 'device00', 'key')).toEqual({ user: ada.user.id, isRevoked: true });
    expect(await devices.setKey({ ...own, user: ada.user.id }, 'again')).toBe(false);
    expect(await devices.claim(organization, 'device00', ada.user.id, null)).toBe(false);
    expect(await devices.isRevoked(organization, 'device00')).toBe(true);
  });

  test('a token is good once, for its purpose, until its time is over, and only the last one of a purpose', async () => {
    const nowMs = Date.now();
    const { user } = await register('ada@o.example');
    const issue = async (purpose: TokenPurpose, email: string | null = user.email) => {
      const hash = newId();
      await tokens.issue({ hash, purpose, user: user.id, email, expiresAt: nowMs + hour });
      return hash;
    };
    const [first, second] = [await issue('verify'), await issue('verify')];
    expect(await tokens.verify(first, nowMs)).toEqual({ ok: false, error: 'unknown' });
    expect(await tokens.resetPassword(second, 'hash', nowMs)).toMatchObject({ ok: false });
    expect(await tokens.isOpen(second, 'verify', nowMs)).toBe(true);
    expect(await tokens.isOpen(second, 'verify', nowMs + hour)).toBe(false);
    const tries = await Promise.all([tokens.verify(second, nowMs), tokens.verify(second, nowMs)]);
    expect(tries.filter(({ ok }) => ok)).toHaveLength(1);
    expect(await accounts.user(user.id)).toMatchObject({ isVerified: true });
    expect(await tokens.verify(await issue('verify'), nowMs + hour)).toMatchObject({ ok: false });
    // A link that somebody copied says nothing of the address.
    const other = await register('bo@o.example');
    const copied = {
      hash: newId(),
      purpose: 'reset',
      user: other.user.id,
      email: null,
      expiresAt: nowMs + hour,
    } as const;
    await tokens.issue(copied);
    const { id: session } = await openSession(other.user.id, nowMs);
    expect(await tokens.resetPassword(copied.hash, 'new hash', nowMs)).toMatchObject({ ok: true });
    expect(await accounts.user(other.user.id)).toMatchObject({ passwordHash: 'new hash', isVerified: false });
    expect(await accounts.isSessionOpen(session)).toBe(false);
    // An address that somebody else has meanwhile stays theirs.
    expect(await tokens.changeAddress(await issue('address', 'bo@o.example'), nowMs)).toEqual({
      ok: false,
      error: 'taken',
    });
    const verifying = await issue('verify');
    expect(await tokens.changeAddress(await issue('address', 'ada@new.example'), nowMs)).toMatchObject({
      value: { before: 'ada@o.example', email: 'ada@new.example' },
    });
    expect(await tokens.verify(verifying, nowMs)).toMatchObject({ ok: false });
    expect(await accounts.userByEmail('ada@new.example')).toMatchObject({ id: user.id, isVerified: true });
  });

  test('what several take at the same moment one gets: an address goes to one, and each organization has its own slug', async () => {
    const nowMs = Date.now();
    const people = await Promise.all(
      Array.from({ length: 8 }, (_, n) => register(`at-once-${n}@a.example`, 'At once')),
    );
    const slugs = people.map(({ result }) => (result.ok ? result.value.organization.slug : ''));
    expect(new Set(slugs).size).toBe(people.length);
    for (let round = 0; round < 5; round++) {
      const hashes = people.map(() => newId());
      for (const [index, { user }] of people.entries()) {
        const email = `wanted-${round}@a.example`;
        const hash = hashes[index] ?? '';
        await tokens.issue({ hash, purpose: 'address', user: user.id, email, expiresAt: nowMs + hour });
      }
      const taken = await Promise.all(hashes.map((hash) => tokens.changeAddress(hash, nowMs)));
      expect(taken.filter(({ ok }) => ok)).toHaveLength(1);
      expect(taken.filter((one) => !one.ok && one.error === 'taken')).toHaveLength(people.length - 1);
    }
  });

  test('another password ends the other sessions; what is over is forgotten and what is not stays', async () => {
    const nowMs = Date.now();
    const { user } = await register('ada@f.example');
    const [kept, other] = [await openSession(user.id, nowMs), await openSession(user.id, nowMs)];
    await accounts.changePassword(user.id, 'new hash', kept.id);
    expect([await accounts.isSessionOpen(kept.id), await accounts.isSessionOpen(other.id)]).toEqual([true, false]);
    const count = async (): Promise<readonly unknown[]> =>
      await opened.query(
        `SELECT (SELECT count(*)::int FROM "_session" WHERE "user_id" = '${user.id}') AS sessions,
          (SELECT count(*)::int FROM "_refresh_token" WHERE "session_id" IN ('${kept.id}', '${other.id}')) AS refreshes`,
      );
    await accounts.forgetEnded(nowMs);
    expect(await count()).toEqual([{ sessions: 2, refreshes: 2 }]);
    await accounts.forgetEnded(nowMs + 2 * hour);
    expect(await count()).toEqual([{ sessions: 2, refreshes: 0 }]);
    await accounts.forgetEnded(nowMs + 9 * 24 * hour);
    expect(await count()).toEqual([{ sessions: 0, refreshes: 0 }]);
  });
});
