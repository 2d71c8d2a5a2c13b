import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createDevice, until } from '../../test/device.ts';
import { ask, register, runServer, type TestServer } from '../../test/running-server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await runServer('postgres', {}, Date.now, 'never');
}, 120_000);
afterAll(async () => await server.close());

type Who = Awaited<ReturnType<typeof register>>;
const devices = (who: Who, method: string, path = '', body?: unknown) =>
  ask(server.address, method, `/api/v1/devices${path}`, {
    token: who.token,
    headers: { 'x-organization-id': who.organization },
    ...(body === undefined ? {} : { body }),
  });
const keyOf = async (who: Who, device: string): Promise<string> => {
  const { body } = await devices(who, 'PUT', `/${device}`, { name: 'Laptop' });
  return (body as unknown as { device_key: string }).device_key;
};
const upload = (organization: string, device: string, key: string) =>
  ask(server.address, 'POST', '/api/v1/auth/device', {
    body: { organization_id: organization, device, device_key: key },
  });
const leftBehind = async (organization: string): Promise<readonly { readonly content: string }[]> => {
  const { database } = server.config;
  if (database.kind !== 'postgres') throw new Error('It is one.');
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  const { rows } = await client.query<{ content: string }>(
    'SELECT "content" FROM "_left_behind" WHERE "tenant_id" = $1',
    [organization],
  );
  await client.end();
  return rows;
};
const loaded = async (device: ReturnType<typeof createDevice>): Promise<void> => {
  await device.connect(server.address);
  await until('the first load', () => device.row('member', device.member) !== null);
};

test('[S2-04/S] after the sign-in has ended a device brings up what waits by its key, and gets nothing else for it', async () => {
  const who = await register(server.address, 'ada@key.example');
  const [device, other] = [createDevice(who), createDevice(who)];
  await loaded(device);
  const key = await keyOf(who, device.name);
  await device.disconnect();
  const waiting = device.make('company', { name: 'Made offline' });
  await loaded(other);
  const unseen = other.make('company', { name: 'Not for a key' });
  await until('it was judged', () => other.store.outbox().length === 0);
  await ask(server.address, 'POST', '/api/v1/auth/logout', { token: who.token });
  await expect(device.connect(server.address)).rejects.toThrow('4401');

  const { status, body } = await upload(who.organization, device.name, key);
  const { upload_token: token } = body as unknown as { upload_token: string };
  expect(status).toBe(200);
  // It opens nothing over HTTP, and no other device or organization.
  expect((await ask(server.address, 'GET', '/api/v1/auth/me', { token })).status).toBe(401);
  await expect(createDevice(who).connect(server.address, token)).rejects.toThrow('4401');
  await device.connect(server.address, token);
  await until('it was judged', () => device.store.outbox().every(({ acceptedAt }) => acceptedAt !== null));
  expect(device.row('company', unseen)).toBeNull();
  await device.disconnect();

  // Signed in again it goes on as if nothing had been.
  const again = await ask(server.address, 'POST', '/api/v1/auth/login', {
    body: { email: 'ada@key.example', password: 'correct horse battery' },
  });
  await device.connect(server.address, (again.body as unknown as { access_token: string }).access_token);
  await until('what it missed', () => device.row('company', unseen) !== null && device.store.outbox().length === 0);
  expect(device.row('company', waiting)).toMatchObject({ name: 'Made offline' });
  await device.disconnect();
  await other.disconnect();
});

test('[S1-05/S] devices are listed, and a revoked one is cut off at once: its connection and its tokens; what it had not sent waits for an admin', async () => {
  const [ada, bo] = [
    await register(server.address, 'ada@dev.example'),
    await register(server.address, 'bo@dev.example'),
  ];
  const login = await ask(server.address, 'POST', '/api/v1/auth/login', {
    body: { email: 'ada@dev.example', password: 'correct horse battery' },
  });
  const second = login.body as unknown as { access_token: string; refresh_token: string };
  const [lost, kept] = [createDevice({ ...ada, token: second.access_token }), createDevice(ada)];
  await loaded(lost);
  await loaded(kept);
  const key = await keyOf(ada, lost.name);
  const listed = (await devices(ada, 'GET')).body as unknown as { devices: { device: string; name: string }[] };
  expect(new Set(listed.devices.map(({ device, name }) => `${device} ${name}`))).toEqual(
    new Set([`${lost.name} Laptop`, `${kept.name} `]),
  );
  expect((await devices(bo, 'DELETE', `/${lost.name}`)).status).toBe(404);
  expect((await devices(ada, 'DELETE', `/${lost.name}`)).status).toBe(204);
  await until('its connection is closed', () => !lost.isConnected());
  expect(kept.isConnected()).toBe(true);
  // By which the device knows that it is to forget the workspace.
  expect(await upload(ada.organization, lost.name, 'guess')).toMatchObject({
    body: { error: { code: 'device-revoked' } },
  });
  expect((await ask(server.address, 'GET', '/api/v1/auth/me', { token: second.access_token })).status).toBe(401);
  const refreshed = await ask(server.address, 'POST', '/api/v1/auth/refresh', {
    body: { refresh_token: second.refresh_token },
  });
  expect(refreshed.status).toBe(401);
  // Not with another session of the same person either.
  await expect(lost.connect(server.address, ada.token)).rejects.toThrow('4410');
  // By its key it says what it had not said, and is given nothing.
  const unsent = lost.make('company', { name: 'Made on the way' });
  const theirs = kept.make('company', { name: 'Not for the lost one' });
  await until('it was judged', () => kept.store.outbox().length === 0);
  const goodbye = (await upload(ada.organization, lost.name, key)).body as unknown as {
    upload_token: string;
    is_revoked: boolean;
  };
  expect(goodbye.is_revoked).toBe(true);
  await lost.connect(server.address, goodbye.upload_token);
  await until('it is to forget the workspace', () => lost.isWiped());
  expect([lost.row('company', theirs), kept.row('company', unsent)]).toEqual([null, null]);
  await lost.disconnect();
  const left = await leftBehind(ada.organization);
  expect(left.map(({ content }) => content.includes('Made on the way'))).toEqual([true]);
  await kept.disconnect();
});

test('a key is not guessed, and nobody sets one for somebody else’s device', async () => {
  const [ada, bo] = [
    await register(server.address, 'ada@own.example'),
    await register(server.address, 'bo@own.example'),
  ];
  const device = createDevice(ada);
  await loaded(device);
  await keyOf(ada, device.name);
  expect((await upload(ada.organization, device.name, 'guess')).status).toBe(401);
  const stranger = { ...bo, organization: ada.organization };
  expect((await devices(stranger, 'PUT', `/${device.name}`, {})).status).toBe(403);
  expect((await devices(ada, 'PUT', '/server00', {})).status).toBe(409);
  await device.disconnect();
});
