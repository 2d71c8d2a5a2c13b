import { type Change, changeIdFrom, formatHlc, type RecordId } from '@satchel/core';
import { expect, test } from 'vitest';
import { createWorld, type TestDevice } from '../../test/world.ts';
import type { AuthorityStore } from './authority-store.ts';

/** Numbers such as LED-001 on devices that are offline, and what becomes of one that was given twice. */
export function numberScenarios(store: () => AuthorityStore): void {
  const makeLeads = (device: TestDevice, count: number): readonly RecordId[] =>
    Array.from({ length: count }, (_, n) => device.make('lead', { name: `Lead ${n}` }));
  const numberOn = (device: TestDevice, lead: RecordId) => device.row('lead', lead)?.['number'];

  test('[S3-14/C] two devices that are offline give 100 numbers each, all different, and the server keeps them', async () => {
    const world = await createWorld(store());
    const [ada, bo] = [await world.device('owner'), await world.device('admin')];
    const leads = [...makeLeads(ada, 100), ...makeLeads(bo, 100)];
    const shown = leads.map((id, index) => numberOn(index < 100 ? ada : bo, id));
    expect(shown[0]).toBe('LED-001');
    expect(new Set(shown).size).toBe(200);
    expect(shown.every((number) => typeof number === 'string' && /^LED-\d{3,}$/.test(number))).toBe(true);
    await ada.sync();
    await bo.sync();
    await ada.sync();
    const kept = await Promise.all(leads.map(async (id) => (await world.row('lead', id))?.['number']));
    expect(kept).toEqual(shown);
    expect(leads.map((id) => numberOn(ada, id))).toEqual(shown);
    expect([...ada.store.attention(), ...bo.store.attention()]).toEqual([]);
  });

  test('[S3-14/C] a number is immutable once it was assigned, also by the server', async () => {
    const world = await createWorld(store());
    const ada = await world.device('owner');
    const [lead] = makeLeads(ada, 1);
    if (!lead) throw new Error('A lead was made.');
    await ada.sync();
    expect(() => ada.update('lead', lead, { number: 'LED-777' })).toThrow('stays as it was given');
    expect(numberOn(ada, lead)).toBe('LED-001');
  });

  test('[S3-14/C] when a device has no number left the record has none, until the server gives it one', async () => {
    const world = await createWorld(store());
    const ada = await world.device('owner');
    const leads = makeLeads(ada, 203);
    const drafts = leads.filter((id) => numberOn(ada, id) === null);
    expect(drafts).toEqual(leads.slice(200));
    await ada.sync();
    const numbers = leads.map((id) => numberOn(ada, id));
    expect(numbers.every((number) => typeof number === 'string' && /^LED-\d{3,}$/.test(number))).toBe(true);
    const next = ada.make('lead', { name: 'Next' });
    expect(new Set([...numbers, numberOn(ada, next)]).size).toBe(204);
    expect(numberOn(ada, next)).not.toBeNull();
  });

  test('[S3-14/C] a number that an older copy of the database gives again is another record’s: the later one gets a new number and keeps the old as its former', async () => {
    const world = await createWorld(store());
    const ada = await world.device('owner');
    const restore = ada.store.backup();
    const [first] = makeLeads(ada, 1);
    await ada.sync();
    restore();
    const second = ada.make('lead', { name: 'Made on the older copy' });
    if (!first) throw new Error('A lead was made.');
    expect(numberOn(ada, second)).toBe('LED-001');
    await ada.sync();
    expect(numberOn(ada, first)).toBe('LED-001');
    expect(await world.row('lead', second)).toMatchObject({ formerNumber: 'LED-001' });
    const given = numberOn(ada, second);
    expect(given).not.toBe('LED-001');
    expect((await world.row('lead', second))?.['number']).toBe(given);
    expect(ada.store.attention()).toMatchObject([
      { kind: 'superseded', fields: [{ id: second, field: 'number', value: 'LED-001' }] },
    ]);
    // The rest of what the older copy was leased is not used any more.
    const [third] = makeLeads(ada, 1);
    await ada.sync();
    expect(third && (await world.row('lead', third))).toMatchObject({ formerNumber: null });
  });

  test('[S3-14/C] a number that an import brings along stays, and is not given again', async () => {
    const world = await createWorld(store());
    const [ada, bo] = [await world.device('owner'), await world.device('admin')];
    const brought = ada.make('lead', { name: 'Brought', number: 'LED-5000' });
    const inLease = ada.make('lead', { name: 'Brought', number: 'LED-001' });
    const made = ada.make('lead', { name: 'Made' });
    expect([numberOn(ada, brought), numberOn(ada, inLease), numberOn(ada, made)]).toEqual([
      'LED-5000',
      'LED-001',
      'LED-002',
    ]);
    await ada.sync();
    const again = bo.make('lead', { name: 'Brought again', number: 'LED-5000' });
    await bo.sync();
    expect(await world.row('lead', brought)).toMatchObject({ number: 'LED-5000', formerNumber: null });
    expect(await world.row('lead', again)).toMatchObject({ number: 'LED-5001', formerNumber: 'LED-5000' });
  });

  test('R-15 a number just beyond the largest that is counted on from is not given to two records', async () => {
    const world = await createWorld(store());
    const ada = await world.device('owner');
    const device = 'importer';
    const create = async (number: string | null) => {
      const id = ada.newId();
      const change: Change = {
        id: changeIdFrom(ada.newId()),
        actor: ada.member,
        device,
        at: formatHlc({ ms: Date.UTC(2026, 0, 1), counter: 0, device }),
        intentions: [{ kind: 'create', entity: 'lead', id, fields: { name: 'Brought', number } }],
      };
      const outcome = await world.authority.commit({ tenant: world.tenant, member: ada.member, device }, change);
      expect(outcome).toMatchObject({ kind: 'accepted' });
      return (await world.row('lead', id))?.['number'];
    };
    const brought = ['LED-1000000000', 'LED-1000000001', 'LED-9000000000', null, null];
    const numbers = [];
    for (const number of brought) numbers.push(await create(number));
    expect(numbers[2]).toBe('LED-9000000000');
    expect(new Set(numbers).size).toBe(brought.length);
  });

  test('[S3-14/C] numbers of deleted records and of refused changes are not given to others', async () => {
    const world = await createWorld(store());
    const [ada, bo] = [await world.device('owner'), await world.device('admin')];
    const gone = ada.make('lead', { name: 'Gone', number: 'LED-9000' });
    ada.commit([{ kind: 'delete', entity: 'lead', id: gone }]);
    await ada.sync();
    const lead = bo.make('lead', { name: 'Same number', number: 'LED-9000' });
    await bo.sync();
    expect(await world.row('lead', lead)).toMatchObject({ number: 'LED-9001', formerNumber: 'LED-9000' });
  });

  test('who may not make such records is leased no numbers, and counters that do not exist have none', async () => {
    const world = await createWorld(store());
    const [ada] = [await world.device('owner')];
    const sender = { tenant: world.tenant, member: ada.member, device: 'asking00' };
    expect(await world.authority.lease(sender, 'lead.name', 10)).toEqual({ first: 1, count: 0 });
    expect(await world.authority.lease(sender, 'nothing', 10)).toEqual({ first: 1, count: 0 });
    expect(await world.authority.lease({ ...sender, member: ada.newId() }, 'lead.number', 10)).toMatchObject({
      count: 0,
    });
    const [one, two] = [
      await world.authority.lease(sender, 'lead.number', 10),
      await world.authority.lease(sender, 'lead.number', 5),
    ];
    expect([one.count, two.count, two.first - one.first]).toEqual([10, 5, 10]);
  });
}
