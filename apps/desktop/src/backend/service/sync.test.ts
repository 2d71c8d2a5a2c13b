import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FieldValue, RecordId } from '@satchel/core';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { openLossyLine } from '../../../test/lossy-line.ts';
import { type StartedServer, startServer } from '../../../test/start-server.ts';
import type { Answer, Method, Params } from '../../shared/api.ts';
import { createPageLoader } from '../sync/load-pages.ts';
import { keepServerAccount } from '../sync/server-account.ts';
import { serverRequests } from '../sync/server-requests.ts';
import { openWorkspace } from '../workspace/open-workspace.ts';
import { createHandlers } from './handlers.ts';

let server: StartedServer;
const apps: App[] = [];

beforeAll(async () => {
  server = await startServer();
}, 120_000);
afterEach(async () => {
  for (const app of apps.splice(0)) await app.quit();
});
afterAll(() => server.close());

const password = 'correct horse battery';

interface App {
  readonly dir: string;
  readonly call: <M extends Method>(method: M, params: Params<M>) => Promise<Answer<M>>;
  readonly make: (entity: string, fields: Readonly<Record<string, FieldValue>>) => Promise<RecordId>;
  readonly update: (entity: string, id: RecordId, fields: Readonly<Record<string, FieldValue>>) => Promise<void>;
  readonly row: (entity: string, id: RecordId) => Promise<Readonly<Record<string, FieldValue>> | null>;
  readonly heard: string[];
  readonly meta: (name: string) => string | undefined;
  readonly quit: () => Promise<void>;
  readonly close: () => Promise<void>;
}

/** The app's backend on a real file, as a host runs it. */
async function openApp(dir = mkdtempSync(join(tmpdir(), 'satchel-sync-'))): Promise<App> {
  const opened = await openWorkspace({ dir });
  if (!opened.ok) throw new Error(opened.error.message);
  const workspace = opened.value;
  const heard: string[] = [];
  const handlers = createHandlers({
    workspace,
    host: 'browser',
    version: '1.2.3',
    announce: (name, value) => {
      heard.push(name === 'trouble' ? JSON.stringify(value) : name);
    },
  });
  const call: App['call'] = async (method, params) => handlers[method](params);
  const commit = async (intention: Params<'changes.commit'>['intentions'][number]): Promise<void> => {
    const result = await call('changes.commit', { intentions: [intention] });
    if (!result.ok) throw new Error(result.error.map(({ message }) => message).join(' '));
  };
  let isClosed = false;
  const close = async (): Promise<void> => {
    if (!isClosed) await workspace.close();
    isClosed = true;
  };
  const app: App = {
    dir,
    call,
    heard,
    meta: (name) => workspace.store.meta(name),
    async make(entity, fields) {
      const id = workspace.newRecordId();
      await commit({ kind: 'create', entity, id, fields });
      return id;
    },
    update: (entity, id, fields) => commit({ kind: 'update', entity, id, fields }),
    row: async (entity, id) => (await call('records.get', { entity, id }))?.record ?? null,
    close,
    async quit() {
      await close();
      rmSync(dir, { recursive: true, force: true });
    },
  };
  apps.push(app);
  return app;
}

const setUp = async (): Promise<App> => {
  const app = await openApp();
  const user = { name: 'Orchard', userName: 'Ada', currency: 'USD', country: 'US', withSample: false };
  await app.call('workspace.create', user);
  return app;
};

async function until(what: string, holds: () => Promise<boolean> | boolean): Promise<void> {
  const end = Date.now() + 60_000;
  while (!(await holds())) {
    if (Date.now() > end) throw new Error(`This never came: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

const stateOf = async (app: App) => (await app.call('sync.status', {})).state;
const isAtRest = async (app: App) => {
  const { state, waiting } = await app.call('sync.status', {});
  return state === 'online' && waiting === 0;
};
let people = 0;
/** Connects a workspace that was made alone, as a new account. */
const connectNew = async (app: App, email = `person${++people}@a.example`): Promise<string> => {
  const met = await app.call('sync.connect', { address: server.address, email, password, as: 'new', name: 'Ada' });
  if (!met.ok) throw new Error(met.error.map(({ message }) => message).join(' '));
  await until('it is connected', () => isAtRest(app));
  return email;
};
const joinAs = async (app: App, email: string): Promise<void> => {
  const met = await app.call('sync.connect', { address: server.address, email, password, as: 'account' });
  if (!met.ok) throw new Error(met.error.map(({ message }) => message).join(' '));
  await until('it has loaded', () => isAtRest(app));
};

test('[B-22/C] a workspace made alone connects, and a second device that signs in has all of it', async () => {
  const one = await setUp();
  const company = await one.make('company', { name: 'Acme' });
  await one.update('company', company, { name: 'Acme One' });
  const lead = await one.make('lead', { name: 'Grace' });
  expect(await one.call('sync.status', {})).toMatchObject({ state: 'alone', account: null });
  const email = await connectNew(one);
  expect(await one.call('sync.status', {})).toMatchObject({
    state: 'online',
    account: { email, organizationName: 'Orchard' },
    waiting: 0,
    attention: 0,
  });

  const two = await openApp();
  await joinAs(two, email);
  expect(await two.call('workspace.status', {})).toMatchObject({ state: 'ready', name: 'Orchard', role: 'owner' });
  expect(await two.row('company', company)).toEqual(await one.row('company', company));
  expect((await two.row('lead', lead))?.['number']).toBe('LED-001');
  // What one writes the other shows, and its windows hear of it.
  two.heard.length = 0;
  await one.update('company', company, { city: 'Bern' });
  await until('the other one shows it', async () => (await two.row('company', company))?.['city'] === 'Bern');
  expect(two.heard).toContain('changed');
}, 120_000);

test('a device loads over HTTP in compressed pages, and hears there that it sees something else by now', async () => {
  const one = await setUp();
  await one.make('company', { name: 'Acme' });
  const email = await connectNew(one);
  const two = await openApp();
  await joinAs(two, email);
  const requests = serverRequests(server.address);
  const signedIn = await requests.logIn(email, password);
  if (!signedIn.ok) throw new Error('Not signed in.');
  const { accessToken } = signedIn.value;
  const mine = await requests.organizations(accessToken);
  const [organization] = mine.ok ? mine.value : [];
  const load = createPageLoader(requests, organization?.id ?? '', () => accessToken);
  const epochs = JSON.parse(two.meta('epoch') ?? '{}') as Readonly<Record<string, string>>;
  const asked = { kind: 'page', load: 7, entity: 'company', afterId: null } as const;
  expect(await load({ ...asked, epoch: epochs['company'] ?? '' })).toMatchObject({
    kind: 'page',
    load: 7,
    afterId: null,
    page: { entity: 'company', records: [{ name: 'Acme' }], next: null },
  });
  expect(await load({ ...asked, epoch: 'other' })).toEqual({ kind: 'reset' });
  // What the server does not answer so is asked for on the socket, from then on.
  expect(await load({ ...asked, entity: 'nothing', epoch: 'other' })).toBeNull();
  expect(await load({ ...asked, epoch: epochs['company'] ?? '' })).toBeNull();
}, 120_000);

test('[B-22/C] what is done while the server is down is kept, and sent when it is back; also after the app was closed', async () => {
  const one = await setUp();
  const email = await connectNew(one);
  await server.kill();
  await until('it notices', async () => (await stateOf(one)) === 'offline');
  const company = await one.make('company', { name: 'Made offline' });
  expect(await one.call('sync.status', {})).toMatchObject({ state: 'offline', waiting: 1 });
  expect((await one.call('sync.status', {})).trouble).toContain('tried again');
  await one.close();
  await server.restart();
  const again = await openApp(one.dir);
  await until('it was sent', () => isAtRest(again));
  const two = await openApp();
  await joinAs(two, email);
  expect((await two.row('company', company))?.['name']).toBe('Made offline');
}, 120_000);

/** Two devices of one member: the second one knows nothing of what the first one did last, until it comes back. */
const oneBehind = async (one: App, meanwhile: () => Promise<void>) => {
  const email = await connectNew(one);
  const offline = await openApp();
  await joinAs(offline, email);
  await offline.call('sync.signOut', {});
  await meanwhile();
  await until('it was taken', () => isAtRest(one));
  return { offline, comeBack: () => joinAs(offline, email) };
};

test('[B-17/C] a refused edit is kept beside what the server has, corrected and sent again, and never forgotten when that is refused', async () => {
  const one = await setUp();
  const deal = await one.make('deal', { title: 'Big', amount: { minor: 100, currency: 'USD' } });
  const { offline, comeBack } = await oneBehind(one, () => one.update('deal', deal, { status: 'won' }));
  await offline.update('deal', deal, { amount: { minor: 0, currency: 'USD' } });
  expect((await offline.call('records.get', { entity: 'deal', id: deal }))?.unsent).toEqual([deal]);
  expect((await offline.call('records.page', { entity: 'deal', where: { and: [] }, limit: 50 })).unsent).toEqual([
    deal,
  ]);
  expect((await offline.call('records.board', { entity: 'deal', where: { and: [] }, limit: 50 })).unsent).toEqual([
    deal,
  ]);
  await comeBack();
  await until('the deal as it is', async () => (await offline.row('deal', deal))?.['status'] === 'won');
  expect((await offline.call('records.get', { entity: 'deal', id: deal }))?.unsent).toEqual([]);
  expect(await offline.call('sync.status', {})).toMatchObject({ attention: 1 });
  const [item] = await offline.call('sync.attention', {});
  const intention = { kind: 'update', entity: 'deal', id: deal, fields: { amount: { minor: 0, currency: 'USD' } } };
  const line = { field: 'amount', label: 'Amount', value: '$0.00', held: '$1.00' };
  expect(item).toMatchObject({
    kind: 'refused',
    reasons: ['A won deal needs an amount above zero.'],
    edits: [{ title: 'Big', place: 'here', intention, lines: [line] }],
  });
  const change = item?.change ?? '';
  const send = (minor: number) => {
    const fields = { amount: { minor, currency: 'USD' } };
    const intentions = [{ kind: 'update', entity: 'deal', id: deal, fields }] as const;
    return offline.call('sync.repair', { change, intentions, label: 'Sent again' });
  };
  expect(await send(0)).toMatchObject({ ok: false, error: [{ field: 'amount' }] });
  expect(await offline.call('sync.attention', {})).toEqual([item]);
  await offline.call('sync.dismiss', { change });
  expect(await offline.call('sync.attention', {})).toEqual([]);
  await offline.call('sync.undismiss', { change });
  expect(await offline.call('sync.attention', {})).toEqual([item]);
  expect(await send(250)).toMatchObject({ ok: true });
  expect(await offline.call('sync.attention', {})).toEqual([]);
  expect(await send(300)).toMatchObject({ ok: false, error: [{ code: 'decided' }] });
  const amountOf = async () => (await one.row('deal', deal))?.['amount'];
  await until(
    'the other one has it',
    async () => JSON.stringify(await amountOf()) === '{"minor":250,"currency":"USD"}',
  );
}, 120_000);

test('[B-17/C] what was typed into a record that is gone becomes a record of its own, or brings it back', async () => {
  const one = await setUp();
  const company = await one.make('company', { name: 'Acme', city: 'Bern' });
  const removed = () =>
    one.call('changes.commit', { intentions: [{ kind: 'delete', entity: 'company', id: company }] });
  const { offline, comeBack } = await oneBehind(one, async () => void (await removed()));
  await offline.update('company', company, { city: 'Basel' });
  await comeBack();
  const [item] = await offline.call('sync.attention', {});
  expect(item).toMatchObject({ edits: [{ place: 'bin', lines: [{ value: 'Basel', held: 'Bern' }] }] });
  const change = item?.change ?? '';
  const [made] = await offline.call('sync.asNew', { change });
  expect(made).toMatchObject({ kind: 'create', entity: 'company', fields: { name: 'Acme', city: 'Basel' } });
  expect(made?.id).not.toBe(company);
  const again = item?.edits[0]?.intention;
  const intentions = [{ kind: 'restore', entity: 'company', id: company } as const, ...(again ? [again] : [])];
  expect(await offline.call('sync.repair', { change, intentions, label: 'Sent again' })).toMatchObject({ ok: true });
  await until('the other one has it', async () => (await one.row('company', company))?.['city'] === 'Basel');
  expect((await one.row('company', company))?.['deletedAt']).toBeNull();
}, 120_000);

test('a server that is killed in the middle of taking what waits has each of it once in the end', async () => {
  const one = await setUp();
  const email = await connectNew(one);
  const two = await openApp();
  await joinAs(two, email);
  await server.kill();
  await until('it notices', async () => (await stateOf(one)) === 'offline');
  const names = Array.from({ length: 250 }, (_, index) => `Company ${index}`);
  for (const name of names) await one.make('company', { name });
  const waiting = async () => (await one.call('sync.status', {})).waiting;
  await server.restart();
  // It takes them a hundred at a time.
  await until('it has taken some', async () => (await waiting()) < names.length);
  await server.kill();
  expect(await waiting()).toBeGreaterThan(0);
  await server.restart();
  await until('all was taken', () => isAtRest(one));
  expect((await one.call('sync.status', {})).attention).toBe(0);
  const inOrder = { entity: 'company', where: { and: [] }, limit: 500 } as const;
  const namesOf = async (app: App) =>
    (await app.call('records.page', inOrder)).rows.map(({ name }) => JSON.stringify(name)).toSorted();
  await until('the other one has all', async () => (await namesOf(two)).length >= names.length);
  expect(await namesOf(two)).toEqual(names.map((name) => JSON.stringify(name)).toSorted());
  expect(await namesOf(one)).toEqual(await namesOf(two));
}, 120_000);

test('an answer with the next refresh token that is lost on the way signs nobody out', async () => {
  const line = await openLossyLine(server.address);
  const one = await setUp();
  const email = `person${++people}@a.example`;
  await one.call('sync.connect', { address: line.address, email, password, as: 'new', name: 'Ada' });
  await until('it is connected', () => isAtRest(one));
  await one.call('sync.pause', { isPaused: true });
  line.loseAnswersTo('/auth/refresh');
  await one.call('sync.pause', { isPaused: false });
  await until('an answer was lost', () => line.lost() > 0);
  line.loseAnswersTo(null);
  await until('it is connected again', () => isAtRest(one));
  await line.close();
}, 120_000);

test('[S3-06/S] what one device writes is in the figures of another one within a second, which its windows hear of', async () => {
  const one = await setUp();
  const email = await connectNew(one);
  const two = await openApp();
  await joinAs(two, email);
  const figures = async (app: App) => {
    const won = { and: [{ field: 'status', op: 'eq', value: 'won' }] } as const;
    const rows = await app.call('records.aggregate', { entity: 'deal', where: won, sum: 'amount' });
    return JSON.stringify(rows);
  };
  const tookMs: number[] = [];
  for (let turn = 0; turn < 5; turn += 1) {
    two.heard.length = 0;
    const before = await figures(two);
    const startedAt = performance.now();
    await one.make('deal', { title: `Deal ${turn}`, amount: { minor: 100_00, currency: 'USD' }, status: 'won' });
    await until('it is counted', async () => two.heard.includes('changed') && (await figures(two)) !== before);
    tookMs.push(performance.now() - startedAt);
  }
  expect(await figures(two)).toEqual(await figures(one));
  // The machine may be busy with something else now and then.
  expect(tookMs.toSorted((a, b) => a - b)[2]).toBeLessThan(1000);
}, 120_000);

/** Signs somebody in who was invited by an owner. */
const joinInvited = async (owner: string, role: string): Promise<App> => {
  const requests = serverRequests(server.address);
  const signedIn = await requests.logIn(owner, password);
  const token = signedIn.ok ? signedIn.value.accessToken : '';
  const found = await requests.organizations(token);
  const [organization] = found.ok ? found.value : [];
  const email = `person${++people}@a.example`;
  const response = await fetch(`${server.address}/api/v1/organizations/${organization?.id ?? ''}/members`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: JSON.stringify({ email, name: 'Bo', role }),
  });
  const { invitation } = (await response.json()) as { invitation: { token: string } };
  const app = await openApp();
  const asked = {
    address: server.address,
    email,
    password,
    as: 'invited',
    invitation: invitation.token,
    name: 'Bo',
  } as const;
  const met = await app.call('sync.connect', asked);
  if (!met.ok) throw new Error(met.error.map(({ message }) => message).join(' '));
  await until('it has loaded', () => isAtRest(app));
  return app;
};

test('[B-21/C] who else looks at a record, and who edits it, is told to those who look at it and may see it', async () => {
  const ada = await setUp();
  const [shown, hidden] = [await ada.make('deal', { title: 'Shown' }), await ada.make('deal', { title: 'Hidden' })];
  const email = await connectNew(ada);
  const { me } = await ada.call('workspace.status', {});
  const [bo, cy] = [await joinInvited(email, 'manager'), await joinInvited(email, 'member')];
  const [boId, cyId] = [bo, cy].map((app) => app.call('workspace.status', {}));
  const windows = new Map([ada, bo, cy].map((app) => [app, randomUUID()]));
  const look = (app: App, id: RecordId | null, isEditing = false) =>
    app.call('presence.look', { window: windows.get(app) ?? '', at: id && { entity: 'deal', id, isEditing } });
  const sees = async (app: App, id: RecordId, others: Awaited<ReturnType<typeof look>>, isEditing = false) =>
    await until(`others are ${JSON.stringify(others)}`, async () => {
      const told = await look(app, id, isEditing);
      return JSON.stringify(told) === JSON.stringify(others);
    });
  const boThere = { member: (await boId)?.me ?? '', isEditing: false };
  await look(ada, shown);
  await look(bo, shown);
  await sees(ada, shown, [boThere]);
  await sees(bo, shown, [{ member: me, isEditing: false }]);
  await look(bo, shown, true);
  await sees(ada, shown, [{ ...boThere, isEditing: true }]);
  await look(bo, null);
  await sees(ada, shown, []);

  // A member sees their own records alone: neither side is told of the other.
  expect(await cy.row('deal', hidden)).toBeNull();
  await look(cy, hidden);
  await look(ada, hidden);
  await look(bo, hidden);
  await sees(ada, hidden, [boThere]);
  expect(await look(cy, hidden)).toEqual([]);
  expect((await cyId)?.me).not.toBe(boThere.member);
  await bo.close();
  await sees(ada, hidden, []);
}, 120_000);

test('signed out or paused it neither sends nor receives, and shows what waits; signed in again it goes on, and only as the same organization', async () => {
  const one = await setUp();
  const email = await connectNew(one);
  await one.call('sync.signOut', {});
  expect(await stateOf(one)).toBe('signed-out');
  await one.make('company', { name: 'While signed out' });
  expect((await one.call('sync.status', {})).waiting).toBe(1);
  const { waiting, sizeBytes } = await one.call('sync.queue', { limit: 50 });
  const about = { entity: 'company', title: 'While signed out' };
  expect(waiting).toMatchObject([{ label: 'Company created', about, others: 0 }]);
  expect(sizeBytes).toBeGreaterThan(100_000);
  const other = await setUp();
  const stranger = await connectNew(other);
  const asStranger = { address: server.address, email: stranger, password, as: 'account' } as const;
  expect(await one.call('sync.connect', asStranger)).toMatchObject({
    ok: false,
    error: [{ code: 'other-organization' }],
  });
  await joinAs(one, email);
  expect((await one.call('sync.status', {})).waiting).toBe(0);
  expect((await one.call('sync.status', {})).syncedAt).toBeGreaterThan(Date.now() - 60_000);

  // Paused it waits, too, and goes on without a password.
  await one.call('sync.pause', { isPaused: true });
  await one.make('company', { name: 'While paused' });
  expect(await one.call('sync.status', {})).toMatchObject({ state: 'paused', waiting: 1 });
  await one.call('sync.pause', { isPaused: false });
  await until('it was sent', () => isAtRest(one));
  expect((await one.call('sync.queue', { limit: 50 })).waiting).toEqual([]);
}, 120_000);

test('[B-22/C] an app that ends after the account was made, and before anything went up, goes on at its next start', async () => {
  const one = await setUp();
  const company = await one.make('company', { name: 'Not gone up yet' });
  await one.close();
  const opened = await openWorkspace({ dir: one.dir });
  if (!opened.ok) throw new Error(opened.error.message);
  const { store, me } = opened.value;
  const email = `person${++people}@a.example`;
  const organization = { name: 'Orchard', country: 'US', timeZone: 'UTC', weekStart: 1, member: me };
  const requests = serverRequests(server.address);
  const signedIn = await requests.register({ email, password, name: 'Ada', organization });
  const made = signedIn.ok ? await requests.organizations(signedIn.value.accessToken) : signedIn;
  const [there] = made.ok ? made.value : [];
  if (!signedIn.ok || !there) throw new Error('The server made no organization.');
  keepServerAccount(store, {
    address: server.address,
    email,
    organization: there.id,
    organizationName: there.name,
    member: me,
    goesUp: true,
    refreshToken: signedIn.value.refreshToken,
    deviceKey: null,
  });
  await opened.value.close();
  const again = await openApp(one.dir);
  await until('it went up', () => isAtRest(again));
  const two = await openApp();
  await joinAs(two, email);
  expect((await two.row('company', company))?.['name']).toBe('Not gone up yet');
}, 120_000);

test('what cannot be right is said in a sentence at its field, and the workspace stays as it was', async () => {
  const one = await setUp();
  const tries = [
    [{ address: '', password }, 'address', 'Give the address'],
    [{ address: 'http://crm.example.com', password }, 'address', 'not encrypted'],
    [{ address: 'ftp://crm.example.com', password }, 'address', 'Give the address'],
    [{ address: 'http://127.0.0.1:1', password }, 'address', 'does not answer'],
    [{ address: server.address, password: 'short' }, 'password', 'at least 10'],
    [{ address: server.address, password, email: 'nobody' }, 'email', ''],
  ] as const;
  for (const [given, field, sentence] of tries) {
    const asked = { email: 'someone@a.example', as: 'new', name: 'Ada', ...given } as const;
    const answer = await one.call('sync.connect', asked);
    expect(answer).toMatchObject({ ok: false, error: [{ field }] });
    expect(answer.ok ? '' : answer.error[0]?.message).toContain(sentence);
  }
  expect(await one.call('sync.status', {})).toMatchObject({ state: 'alone', account: null });
  const company = await one.make('company', { name: 'Still here' });
  expect((await one.row('company', company))?.['rev']).toBeGreaterThan(0);
}, 120_000);
