import type { Intention, Plan, RecordId } from '@satchel/core';
import { expect, test } from 'vitest';
import { createWorld, type TestDevice } from '../../test/world.ts';
import type { ClientMessage } from '../protocol/messages.ts';
import { adoptionOf, nextChanges } from '../replica/adoption.ts';
import { createAuthority } from './authority.ts';
import type { AuthorityStore } from './authority-store.ts';

const usd = (minor: number) => ({ minor, currency: 'USD' });

/** How a workspace that never met a server becomes one there, on a store of `coreModel`. */
export function adoptionScenarios(store: () => AuthorityStore): void {
  const newWorld = (plan: Plan = 'enterprise') => createWorld(store(), () => ({ plan }), false);

  /** Some of everything: edits, a stage that moved, a group, an undo, the bin, numbers. */
  const work = async (ada: TestDevice) => {
    const company = ada.make('company', { name: 'Acme', city: 'Bern' });
    const deal = ada.make('deal', { title: 'Big', company, amount: usd(500) });
    ada.commit([{ kind: 'update', entity: 'deal', id: deal, fields: { status: 'won' } }], { label: 'Deal won' });
    const lead = ada.make('lead', { name: 'Eve' });
    const gone = ada.make('contact', { name: 'Gone', company });
    ada.commit([{ kind: 'delete', entity: 'contact', id: gone }]);
    const group = ada.replica.group({ kind: 'import', label: 'Import of x.csv' });
    const ids = Array.from({ length: 700 }, () => ada.newId());
    for (let at = 0; at < ids.length; at += 100) {
      const creates = ids.slice(at, at + 100).map((id): Intention => {
        return { kind: 'create', entity: 'contact', id, fields: { name: 'Imported', company } };
      });
      group.commit(creates);
    }
    group.finish();
    const renamed = ada.update('company', company, { name: 'Bolt' });
    await ada.replica.undo(renamed);
    return { company, deal, lead, gone, ids };
  };

  const rowsOf = (device: TestDevice, wanted: readonly (readonly [string, RecordId])[]) =>
    wanted.map(([entity, id]) => device.row(entity, id));

  test('R-18 two workspaces that begin at once: the late one cannot close the tenant, and nothing is judged meanwhile', async () => {
    const world = await newWorld();
    const ada = world.alone();
    const company = ada.make('company', { name: 'Acme' });
    await ada.adopt();
    const gate = Promise.withResolvers<void>();
    const late = createAuthority({
      store: { ...world.store, renew: (...asked) => gate.promise.then(() => world.store.renew(...asked)) },
      model: world.model,
      now: Date.now,
      profile: () => ({ country: 'US', timeZone: 'UTC', weekStart: 1 }),
    });
    const other = { tenant: world.tenant, member: ada.newId(), device: 'otherone' };
    const begun = late.adopt(other, { kind: 'adopt', adoption: ada.newId(), schema: world.model.schema });
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(
      await world.authority.adopt(other, { kind: 'adopt', adoption: ada.newId(), schema: world.model.schema }),
    ).toMatchObject({
      kind: 'adopting',
    });
    expect(await world.authority.push({ sender: other, firstNumber: 1, changes: [] })).toEqual({ kind: 'incomplete' });
    expect(await world.authority.lease(other, 'lead.number', 5)).toMatchObject({ count: 0 });
    await ada.sync();
    gate.resolve();
    await begun;
    expect(ada.adopted).toBeNull();
    ada.update('company', company, { name: 'Still open' });
    await ada.sync();
    expect((await world.row('company', company))?.['name']).toBe('Still open');
  });

  test('R-18 what others did before the answer that came at last is told to the device, with its history', async () => {
    const world = await newWorld();
    const ada = world.alone();
    const company = ada.make('company', { name: 'Acme' });
    await ada.adopt();
    const lost = ada.store.backup();
    await ada.sync();
    const bo = await world.device('admin');
    bo.update('company', company, { name: 'Bolt' });
    await bo.sync();
    lost();
    await ada.sync();
    expect(ada.row('company', company)?.['name']).toBe('Bolt');
    expect(ada.store.history('company', company, 9)).toHaveLength(2);
  });

  test('[B-22/C] a workspace made alone connects, with its history, and a second device sees all', async () => {
    const world = await newWorld();
    const ada = world.alone();
    const { company, deal, lead, gone, ids } = await work(ada);
    const before = [...ada.store.journal(0)];
    const wanted = [
      ['company', company],
      ['deal', deal],
      ['lead', lead],
      ['contact', gone],
      ...ids.map((id) => ['contact', id] as const),
    ] as const;
    const rows = rowsOf(ada, wanted);
    await ada.adopt();
    await ada.sync();
    expect(ada.adopted).toBeNull();

    const bo = await world.device('admin');
    expect(rowsOf(bo, wanted)).toEqual(rows);
    expect(rowsOf(ada, wanted)).toEqual(rows);
    const { audit, events, head } = await world.state();
    expect([head, events]).toEqual([before.length, []]);
    expect(
      audit.map(({ sequence, change, acceptedAt, writes }) => ({
        sequence,
        change,
        ms: acceptedAt,
        writes: writes.map(({ entity, id, kind, before: old, after, isConsequence }) => {
          return { entity, id, kind, before: old, after, isConsequence };
        }),
      })),
    ).toEqual(before.map((entry) => ({ ...entry, change: { ...entry.change, schema: 1 } })));
    // From here on it is a workspace as any other.
    bo.update('company', company, { city: 'Basel' });
    await bo.sync();
    await ada.sync();
    expect(ada.row('company', company)).toEqual(bo.row('company', company));
    expect(ada.row('lead', ada.make('lead', { name: 'Later' }))?.['number']).toBe('LED-002');
  });

  test('[B-22/C] what was made while it went up follows, also when it was built upon what went up', async () => {
    const world = await newWorld();
    const ada = world.alone();
    const deal = ada.make('deal', { title: 'Big', amount: usd(1) });
    await ada.adopt();
    const changes = [
      ada.update('deal', deal, { amount: usd(2) }),
      ada.update('deal', deal, { status: 'won' }),
      ada.commit([{ kind: 'create', entity: 'company', id: ada.newId(), fields: { name: 'Meanwhile' } }]),
    ];
    expect(ada.store.outbox()).toHaveLength(3);
    await ada.sync();
    expect(await world.kindsOf(changes)).toEqual(['accepted', 'accepted', 'accepted']);
    expect(await world.row('deal', deal)).toMatchObject({ amount: usd(2), status: 'won' });
    expect(ada.store.outbox()).toEqual([]);
    const { events } = await world.state();
    expect(new Set(events.map(({ name: event }) => event))).toContain('deal.won');
  });

  test('[B-22/C] it goes on after any interruption, whatever came twice, and once it is done it is done', async () => {
    const world = await newWorld();
    const ada = world.alone();
    await work(ada);
    const length = [...ada.store.journal(0)].length;
    await ada.adopt();
    const adoption = adoptionOf(ada.store);
    if (!adoption) throw new Error('It has begun.');
    const sender = { tenant: world.tenant, member: ada.member, device: 'alone000' };
    const say = (message: Parameters<typeof world.authority.adopt>[1]) => world.authority.adopt(sender, message);
    const begin = { kind: 'adopt', adoption: adoption.id, schema: 1 } as const;
    expect(await say(begin)).toEqual({ kind: 'adopting', head: 0 });
    const parts: ClientMessage[] = [];
    for (let head = 0; head < length; ) {
      const part = nextChanges(ada.store, adoption, head);
      if (part.kind !== 'adopt-changes') throw new Error('There is more.');
      parts.push(part);
      const answer = await say(part);
      head = answer.kind === 'adopting' ? answer.head : Number.NaN;
      expect(await say(part)).toEqual({ kind: 'adopting', head });
      expect(await say(begin)).toEqual({ kind: 'adopting', head });
    }
    expect(parts.length).toBeGreaterThan(1);
    const end = nextChanges(ada.store, adoption, length);
    if (end.kind !== 'adopt-end') throw new Error('That was all.');
    const adopted = await say(end);
    expect(adopted).toMatchObject({ kind: 'adopted', head: length });
    expect(await say(end)).toEqual(adopted);
    expect(await say(begin)).toEqual(adopted);
    expect((await world.state()).audit).toHaveLength(length);
    await ada.sync();
    expect(ada.adopted).toBeNull();
    await expect(ada.adopt()).rejects.toThrow('connected to a server already');
  });

  test('[B-22/C] a tenant that has data takes no workspace, and the workspace goes on as before', async () => {
    const world = await createWorld(store());
    const { head } = await world.state();
    const ada = world.alone();
    const company = ada.make('company', { name: 'Acme' });
    await ada.adopt();
    ada.update('company', company, { name: 'Meanwhile' });
    await ada.sync();
    expect(ada.adopted).toMatchObject([{ code: 'already-exists' }]);
    expect((await world.state()).head).toBe(head);
    expect(ada.store.outbox()).toEqual([]);
    expect(ada.store.shadow('company', company)).toBeUndefined();
    expect(ada.row('company', company)).toMatchObject({ name: 'Meanwhile', rev: 3 });
    ada.update('company', company, { city: 'Bern' });
    expect(ada.row('company', company)).toMatchObject({ name: 'Meanwhile', city: 'Bern', rev: 4 });
  });

  test('[B-22/C] what the plan has no room for is said before the tenant opens, and goes up after it was mended', async () => {
    const world = await newWorld('free');
    const ada = world.alone();
    const ids = Array.from({ length: 4 }, () => ada.make('campaign', { name: 'One' }));
    await ada.adopt();
    await ada.sync();
    expect(ada.adopted).toMatchObject([{ code: 'plan-limit-exceeded', entity: 'campaign' }]);
    const [first] = ids;
    if (first) ada.commit([{ kind: 'delete', entity: 'campaign', id: first }]);
    await ada.adopt();
    await ada.sync();
    expect(ada.adopted).toBeNull();
    const bo = await world.device('admin');
    expect(ids.map((id) => bo.row('campaign', id)?.deletedAt === null)).toEqual([false, true, true, true]);
  });

  test('[B-22/C] two copies of one file do not both become the tenant', async () => {
    const world = await newWorld();
    const ada = world.alone();
    const company = ada.make('company', { name: 'Acme' });
    const restore = ada.store.backup();
    await ada.adopt();
    await ada.sync();
    restore();
    expect(adoptionOf(ada.store)).toBeNull();
    ada.update('company', company, { name: 'Of the copy' });
    await ada.adopt();
    await ada.sync();
    expect(ada.adopted).toMatchObject([{ code: 'already-exists' }]);
    expect((await world.row('company', company))?.['name']).toBe('Acme');
  });
}
