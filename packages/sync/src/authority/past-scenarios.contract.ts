import type { RecordId } from '@satchel/core';
import { expect, test } from 'vitest';
import { createWorld, type TestDevice } from '../../test/world.ts';
import type { AuthorityStore } from './authority-store.ts';

/** What happened to records before a device had them. */
export function pastScenarios(store: () => AuthorityStore): void {
  const toldOf = (device: TestDevice, entity: string, id: RecordId) =>
    device.store.history(entity, id, 99).map(({ changeId, actor, at, kind, before, after, cause }) => {
      return { changeId, actor, at, kind, before, after, cause };
    });

  test('[B-22/C] a device that comes later tells of every record what one that was always there tells', async () => {
    const world = await createWorld(store());
    const [ada, bo] = [await world.device('owner'), await world.device('admin')];
    const companies = Array.from({ length: 250 }, (_, n) => ada.make('company', { name: `Company ${n}` }));
    await ada.sync();
    await bo.sync();
    const [company] = companies;
    if (!company) throw new Error('There are companies.');
    bo.update('company', company, { city: 'Bern' });
    await bo.sync();
    await world.store.compact(world.tenant, (await world.state()).head);
    await ada.sync();
    const later = await world.device('admin');
    for (const id of companies) expect(toldOf(later, 'company', id)).toEqual(toldOf(ada, 'company', id));
    expect(toldOf(later, 'company', company).map(({ kind }) => kind)).toEqual(['update', 'create']);
    const own = later.update('company', company, { city: 'Basel' });
    await later.sync();
    await ada.sync();
    expect(toldOf(later, 'company', company).map(({ changeId }) => changeId)).toEqual(
      toldOf(ada, 'company', company).map(({ changeId }) => changeId),
    );
    expect(toldOf(later, 'company', company)[0]?.changeId).toBe(own);
  });

  test('[B-22/C] a second device tells the history of a workspace that was made alone, as it was', async () => {
    const world = await createWorld(store(), () => ({}), false);
    const ada = world.alone();
    const deal = ada.make('deal', { title: 'Big', amount: { minor: 500, currency: 'USD' } });
    ada.update('deal', deal, { status: 'won' });
    ada.update('deal', deal, { title: 'Bigger' });
    const before = toldOf(ada, 'deal', deal);
    world.passDays(30);
    await ada.adopt();
    await ada.sync();
    const bo = await world.device('admin');
    expect(toldOf(bo, 'deal', deal)).toEqual(before);
    expect(toldOf(ada, 'deal', deal)).toEqual(before);
    const [activity] = bo.store.ids('activity');
    expect(activity && toldOf(bo, 'activity', activity)).toMatchObject([{ kind: 'create', actor: ada.member }]);
  });

  test('a device is told nothing of what its member may not see, and all of what comes into view with its role', async () => {
    const world = await createWorld(store());
    const ada = await world.device('owner');
    const company = ada.make('company', { name: 'Secret' });
    ada.update('company', company, { city: 'Bern' });
    await ada.sync();
    const cyd = await world.device('member');
    const own = cyd.make('company', { name: 'Own' });
    await cyd.sync();
    expect([toldOf(cyd, 'company', company), toldOf(cyd, 'company', own).length]).toEqual([[], 1]);
    ada.update('member', cyd.member, { role: 'manager' });
    await ada.sync();
    await cyd.sync();
    expect(toldOf(cyd, 'company', company)).toEqual(toldOf(ada, 'company', company));
    expect(toldOf(cyd, 'company', own)).toHaveLength(1);
  });
}
