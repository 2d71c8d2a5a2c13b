import { coreModel, recordIdFrom } from '@satchel/core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openPglite, openServer, type TestPostgres } from '../../../test/postgres-stores.ts';
import { migrateServer } from '../migrate.ts';
import { type AccountStore, createAccountStore } from './account-store.ts';

let ids = 0;
const newId = (): string => `01890000-0000-7000-8000-${String(++ids).padStart(12, '0')}`;
const hour = 3_600_000;

describe.each([
  ['PostgreSQL', openServer],
  ['PGlite', openPglite],
])('accounts on %s', (_, open: () => Promise<TestPostgres>) => {
  let opened: TestPostgres;
  let accounts: AccountStore;
  beforeAll(async () => {
    opened = await open();
    const migrated = await migrateServer(opened.database, coreModel);
    if (!migrated.ok) throw new Error(migrated.error.message);
    accounts = createAccountStore(opened.database);
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
    expect(await accounts.userByEmail('ada@a.example')).toEqual({ ...user, isActive: true });
    expect(await accounts.user(user.id)).toEqual({ ...user, isActive: true });
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
    expect(await accounts.claimDevice(ada.organization.id, 'device00', ada.user.id)).toBe(true);
    expect(await accounts.claimDevice(ada.organization.id, 'device00', ada.user.id)).toBe(true);
    expect(await accounts.claimDevice(ada.organization.id, 'device00', bo.user.id)).toBe(false);
    expect(await accounts.claimDevice(bo.organization.id, 'device00', bo.user.id)).toBe(true);
  });
});
