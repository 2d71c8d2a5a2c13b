import { expect, test } from 'vitest';
import { createDevice, until } from '../../test/device.ts';
import { register, runServer } from '../../test/running-server.ts';
import type { DeliveredEvent, EventHandler } from './event-delivery.ts';

test('[S4-50/S] each event of an accepted change comes to every handler in order, again under the same id after a failure, and from one node of two', async () => {
  const given: DeliveredEvent[] = [];
  const done = new Map<string, DeliveredEvent>();
  let failures = 2;
  const handlers: readonly EventHandler[] = [
    {
      name: 'unsteady',
      handle: (event) => {
        given.push(event);
        if (event.name === 'contact.created' && failures > 0) {
          failures -= 1;
          return Promise.reject(new Error('Not now.'));
        }
        done.set(event.id, event);
        return Promise.resolve();
      },
    },
    { name: 'steady', handle: (event) => Promise.resolve(void steady.push(event)) },
  ];
  const steady: DeliveredEvent[] = [];
  const server = await runServer('postgres', {}, Date.now, 'often', { eventHandlers: handlers, eventRetryMs: 20 });
  const node = await server.node();
  const who = await register(server.address, 'events@a.example');
  const [one, two] = [createDevice(who), createDevice(who)];
  for (const [device, address] of [
    [one, server.address],
    [two, node.address],
  ] as const) {
    await device.connect(address);
    await until('the first load', () => device.row('member', device.member) !== null);
  }
  const contact = one.make('contact', { name: 'Ida' });
  await until('the other node shows it', () => two.row('contact', contact) !== null);
  two.update('contact', contact, { name: 'Ida Rhodes' });
  const deal = one.make('deal', { title: 'Big', amount: { minor: 0, currency: 'USD' } });
  await until('both were judged', () => one.store.outbox().length + two.store.outbox().length === 0);
  // What is refused happens to nobody.
  two.store.putRows([
    { entity: 'company', id: deal, before: null, after: { ...one.row('deal', deal), name: 'None' } as never },
  ]);
  two.update('company', deal, { name: 'Refused' });
  await until('it was refused', () => two.store.attention().length === 1);

  const names = (events: Iterable<DeliveredEvent>) =>
    [...events].filter(({ record }) => record === contact || record === deal).map(({ name }) => name);
  const expected = ['contact.created', 'contact.updated', 'deal.created'];
  await until('everything was delivered', () => names(done.values()).length === 3 && names(steady).length === 3);
  expect(new Set(names(done.values()))).toEqual(new Set(expected));
  expect(names(steady).toSorted()).toEqual(expected);
  // Twice it was tried again, under the same id; nothing else came twice.
  expect(given.length - done.size).toBe(2);
  expect(new Set(steady.map(({ id }) => id)).size).toBe(steady.length);
  for (const events of [[...done.values()], steady]) {
    const sequences = events.map(({ sequence }) => sequence);
    expect(sequences).toEqual(sequences.toSorted((a, b) => a - b));
  }
  await one.disconnect();
  await two.disconnect();
  await node.close();
  await server.close();
}, 60_000);
