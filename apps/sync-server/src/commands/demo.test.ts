import { createDatabase } from '@satchel/db/test-postgres';
import { expect, test } from 'vitest';
import { createDevice, until } from '../../test/device.ts';
import { ask, register, runServer } from '../../test/running-server.ts';
import { demoEntities, fillDemo, idsOf, showDemo } from '../../test/show-demo.ts';

test('[S5-22/S] the demo shows two companies, what each has, that they have nothing in common, and what they use', async () => {
  const lines: string[] = [];
  const database = await createDatabase();
  expect(await showDemo((line) => lines.push(line), { DATABASE_URL: database.url })).toBe(true);
  await database.drop();
  const of = (number: number): readonly string[] => {
    const start = lines.findIndex((line) => line.startsWith(`${number}.`));
    const end = lines.findIndex((line, place) => place > start && !line.startsWith('   '));
    return lines.slice(start + 1, end);
  };
  expect(of(1)).toHaveLength(2);
  expect(of(2)).toEqual([
    '   Northwind: 1 campaign, 3 contacts, 3 calls, 3 conversations',
    '   Contoso: 1 campaign, 2 contacts, 2 calls, 2 conversations',
  ]);
  expect(of(3)).toEqual([
    '   campaigns: 0',
    '   contacts: 0',
    '   calls: 0',
    '   conversations: 0',
    '   Contoso asks for the audit of Northwind: 403',
  ]);
  expect(of(4)).toEqual([
    expect.stringMatching(/^ {3}Northwind: \d+ changes with \d+ writes, 2 devices$/),
    expect.stringMatching(/^ {3}Contoso: \d+ changes with \d+ writes, 2 devices$/),
  ]);
  expect(lines.at(-1)).toBe('They are apart.');
}, 60_000);

test('[S5-01/S] somebody alone registers with an address and a password, and works without saying an organization anywhere', async () => {
  const server = await runServer('postgres');
  const who = await register(server.address, 'solo@a.example');
  const me = await ask(server.address, 'GET', '/api/v1/auth/me', { token: who.token });
  expect(me.body).toMatchObject({ organizations: [{ name: 'solo@a.example', slug: 'solo-a-example' }] });
  const device = createDevice(who);
  await device.connect(server.address);
  await until('the first load', () => device.store.meta('generation') !== undefined);
  fillDemo(device, 'Own', ['Ida Rhodes']);
  await until('it was judged', () => device.store.outbox().length === 0);
  expect(device.store.attention()).toEqual([]);
  expect(demoEntities.map((entity) => idsOf(device, entity).length)).toEqual([1, 1, 1, 1]);
  await device.disconnect();
  await server.close();
});
