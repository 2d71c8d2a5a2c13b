import { zstd } from '@satchel/db/server';
import { decodePage } from '@satchel/sync';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createDevice, type Device, until } from '../../test/device.ts';
import { ask, register, runServer, type TestServer } from '../../test/running-server.ts';

describe.each(['embedded', 'postgres'] as const)('pages of a load over HTTP, database %s', (kind) => {
  let server: TestServer;
  let ada: Awaited<ReturnType<typeof register>>;
  let bo: Awaited<ReturnType<typeof register>>;
  let device: Device;
  let epochs: Readonly<Record<string, string>>;
  beforeAll(async () => {
    server = await runServer(kind);
    ada = await register(server.address, 'ada@load.example');
    bo = await register(server.address, 'bo@load.example');
    device = createDevice(ada);
    await device.connect(server.address);
    await until('the first load', () => device.store.meta('generation') !== undefined);
    for (const name of ['One', 'Two', 'Three']) device.make('company', { name });
    await until('it was judged', () => device.store.outbox().length === 0);
    epochs = JSON.parse(device.store.meta('epoch') ?? '{}') as Record<string, string>;
  }, 120_000);
  afterAll(async () => {
    await device.disconnect();
    await server.close();
  });

  const get = (path: string, who: { token: string; organization: string }) =>
    fetch(`${server.address}/api/v1/load/${path}`, {
      headers: { authorization: `Bearer ${who.token}`, 'x-organization-id': who.organization },
    });
  const company = (more = '') => `company?epoch=${epochs['company']}${more}`;

  test('a page is what the device holds, compressed, and goes on after a record', async () => {
    const answer = await get(company(), ada);
    const page = decodePage(new Uint8Array(await answer.arrayBuffer()), zstd);
    const ids = device.store.ids('company').toSorted();
    const held = device.store.records('company', ids).toSorted((a, b) => (a.id < b.id ? -1 : 1));
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'application/zstd']);
    expect(page).toEqual({ ok: true, value: { entity: 'company', records: held, next: null } });
    const rest = decodePage(new Uint8Array(await (await get(company(`&after=${ids[0]}`), ada)).arrayBuffer()), zstd);
    expect(rest).toMatchObject({ value: { records: ids.slice(1).map((id) => ({ id })) } });
  });

  test('[S2-08/S] who sees something else by now, is somebody else, or asks for nothing that there is, gets no record', async () => {
    const told = [
      await get('company?epoch=other', ada),
      await get(company(), { ...bo, organization: ada.organization }),
      await get(company(), { ...ada, token: 'guess' }),
      await get('nothing?epoch=x', ada),
      await get('company', ada),
      await get(company('&after=x'), ada),
    ];
    expect(told.map(({ status }) => status)).toEqual([409, 403, 401, 404, 400, 400]);
    expect(await told[0]?.json()).toMatchObject({ error: { code: 'other-epoch' } });
    const own = await get(company(), bo);
    const page = decodePage(new Uint8Array(await own.arrayBuffer()), zstd);
    expect(own.status === 409 || (page.ok && page.value.records.length === 0)).toBe(true);
    expect((await ask(server.address, 'GET', '/health', {})).status).toBe(200);
  });
});
