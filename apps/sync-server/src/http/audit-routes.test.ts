import { afterAll, beforeAll, expect, test } from 'vitest';
import { createDevice, until } from '../../test/device.ts';
import { ask, register, runServer, type TestServer } from '../../test/running-server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await runServer('postgres');
}, 120_000);
afterAll(async () => await server.close());

interface Entry {
  readonly sequence: number;
  readonly actor: string;
  readonly device: string;
  readonly accepted_at: string;
  readonly writes: readonly {
    readonly entity: string;
    readonly id: string;
    readonly action: string;
    readonly before: Record<string, unknown> | null;
    readonly after: Record<string, unknown>;
  }[];
}

test('[S1-09/S] each accepted change is one entry, by whom, where, what it was and what it became; filters and pages find it', async () => {
  const ada = await register(server.address, 'ada@audit.example');
  const device = createDevice(ada);
  await device.connect(server.address);
  await until('the first load', () => device.store.meta('generation') !== undefined);
  const start = new Date().toISOString();
  const company = device.make('company', { name: 'Before' });
  device.update('company', company, { name: 'After' });
  device.commit([{ kind: 'delete', entity: 'company', id: company }]);
  await until('it was judged', () => device.store.outbox().length === 0);
  await device.disconnect();
  const logs = async (query: Record<string, string>) => {
    const answer = await ask(server.address, 'GET', `/api/audit/logs?${new URLSearchParams(query).toString()}`, {
      token: ada.token,
      headers: { 'x-organization-id': ada.organization },
    });
    return { status: answer.status, ...(answer.body as unknown as { entries: readonly Entry[]; next: number | null }) };
  };
  const own = await logs({ entity: 'company' });
  expect(own.entries.map(({ actor, device: by, writes }) => [actor, by, writes.length])).toEqual(
    own.entries.map(() => [ada.member, device.name, 1]),
  );
  expect(
    own.entries.map(({ writes }) => [writes[0]?.action, writes[0]?.before?.['name'], writes[0]?.after['name']]),
  ).toEqual([
    ['delete', undefined, undefined],
    ['update', 'Before', 'After'],
    ['create', undefined, 'Before'],
  ]);
  expect((await logs({ entity: 'company', action: 'update' })).entries).toHaveLength(1);
  expect((await logs({ actor: ada.member, from: start })).entries.length).toBeGreaterThanOrEqual(3);
  expect((await logs({ actor: company })).entries).toEqual([]);
  expect((await logs({ to: start, entity: 'company' })).entries).toEqual([]);
  const first = await logs({ entity: 'company', limit: '2' });
  const rest = await logs({ entity: 'company', limit: '2', before: String(first.next) });
  expect([...first.entries, ...rest.entries]).toEqual(own.entries);
  for (const wrong of [{ action: "'; DROP TABLE x" }, { from: 'yesterday' }, { limit: '0' }, { actor: 'x' }]) {
    expect([wrong, (await logs(wrong)).status]).toEqual([wrong, 400]);
  }
});
