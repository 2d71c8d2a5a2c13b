import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readConfig } from '../src/config/server-config.ts';
import { startServer } from '../src/start-server.ts';
import { createDevice, type Device, until } from './device.ts';
import { ask, register } from './running-server.ts';

/** What a company works with in the demo. */
export const demoEntities = ['campaign', 'contact', 'call', 'conversation'] as const;

/** Some of each, each belonging to the one before. */
export function fillDemo(device: Device, company: string, people: readonly string[]): void {
  const campaign = device.make('campaign', { name: `${company}: autumn`, status: 'active' });
  for (const name of people) {
    const contact = device.make('contact', {
      name,
      emails: [`${name.toLowerCase().replace(' ', '.')}@customer.example`],
    });
    const call = device.make('call', {
      contact,
      campaign,
      status: 'completed',
      outcome: 'interested',
      durationSeconds: 180,
    });
    device.make('conversation', { contact, campaign, call, title: `What ${name} needs` });
  }
}

export const idsOf = ({ store }: Device, entity: string): readonly string[] =>
  store.list({ need: 'list', entity, where: { and: [] }, limit: 1000 }).map(({ id }) => id);

const counted = (count: number, what: string): string => `${count} ${what}${count === 1 ? '' : 's'}`;

const companies = [
  { email: 'ada@northwind.example', company: 'Northwind', people: ['Grace Hopper', 'Alan Turing', 'Edsger Dijkstra'] },
  { email: 'bo@contoso.example', company: 'Contoso', people: ['Barbara Liskov', 'Tony Hoare'] },
] as const;

/**
 * Two companies on one server, each with its own data: shows what there is, that they have nothing in common, also when one
 * asks for what is the other's, and how much each uses. False: they have something in common.
 *
 * @param env what its server reads besides; without it has a database of its own
 */
export async function showDemo(
  print: (line: string) => void,
  env: Readonly<Record<string, string>> = {},
): Promise<boolean> {
  const folder = mkdtempSync(join(tmpdir(), 'satchel-demo-'));
  const config = readConfig({ PORT: '0', DATA_FOLDER: folder, ...env });
  if (!config.ok) throw new Error(config.error.join(' '));
  const started = await startServer({ config: config.value, log: null });
  if (!started.ok) throw new Error(started.error);
  const { address, close } = started.value;
  try {
    const tenants = [];
    print(`1. Two companies on one server, ${address}`);
    for (const { email, company, people } of companies) {
      const who = await register(address, email, { company_name: company });
      const device = createDevice(who);
      await device.connect(address);
      await until('the first load', () => device.store.meta('generation') !== undefined);
      fillDemo(device, company, people);
      await until('it was judged', () => device.store.outbox().length === 0);
      print(`   ${company}, owned by ${email}: organization ${who.organization}`);
      tenants.push({ company, who, device });
    }

    print('2. What each of them has, as a device that loads it anew sees it');
    const seen = [];
    for (const { company, who } of tenants) {
      const fresh = createDevice(who);
      await fresh.connect(address);
      await until('the first load', () => fresh.store.meta('generation') !== undefined);
      print(`   ${company}: ${demoEntities.map((entity) => counted(idsOf(fresh, entity).length, entity)).join(', ')}`);
      seen.push(fresh);
    }

    print('3. What they have in common');
    const [a, b] = seen;
    if (!a || !b) throw new Error('There are two.');
    let isApart = true;
    for (const entity of demoEntities) {
      const other = new Set(idsOf(b, entity));
      const common = idsOf(a, entity).filter((id) => other.has(id)).length;
      isApart &&= common === 0 && other.size > 0;
      print(`   ${entity}s: ${common}`);
    }
    const [first, second] = tenants;
    if (!first || !second) throw new Error('There are two.');
    const refused = await ask(address, 'GET', '/api/v1/audit/logs', {
      token: second.who.token,
      headers: { 'x-organization-id': first.who.organization },
    });
    isApart &&= refused.status === 403;
    print(`   ${second.company} asks for the audit of ${first.company}: ${refused.status}`);

    print('4. What they use');
    for (const { company, who } of tenants) {
      const headers = { 'x-organization-id': who.organization };
      const logs = await ask(address, 'GET', '/api/v1/audit/logs?limit=200', { token: who.token, headers });
      const listed = await ask(address, 'GET', '/api/v1/devices', { token: who.token, headers });
      const { entries } = logs.body as unknown as { entries: readonly { writes: readonly unknown[] }[] };
      const { devices } = listed.body as unknown as { devices: readonly unknown[] };
      const writes = entries.reduce((sum, entry) => sum + entry.writes.length, 0);
      print(`   ${company}: ${entries.length} changes with ${writes} writes, ${devices.length} devices`);
    }
    for (const device of [...seen, ...tenants.map((tenant) => tenant.device)]) await device.disconnect();
    print(isApart ? 'They are apart.' : 'THEY ARE NOT APART.');
    return isApart;
  } finally {
    await close();
    rmSync(folder, { recursive: true, force: true });
  }
}
