import { type Change, changeIdFrom, coreModel, createClock } from '@satchel/core';
import { expect, test } from 'vitest';
import { createWorld, type TestDevice } from '../../test/world.ts';
import type { AuthorityStore } from './authority-store.ts';
import { decideLeftBehind, listLeftBehind } from './left-behind.ts';

/** What somebody had not sent before they were removed. */
export function removalScenarios(store: () => AuthorityStore): void {
  const open = async () => {
    const world = await createWorld(store());
    const [ada, cyd] = [await world.device('owner'), await world.device('member')];
    const deal = cyd.make('deal', { title: 'Of Cyd', amount: { minor: 100, currency: 'USD' } });
    await cyd.sync();
    await ada.sync();
    const options = {
      store: world.store,
      model: coreModel,
      now: Date.now,
      profile: () => ({ country: 'US', timeZone: 'UTC', weekStart: 1 }) as const,
    };
    const clock = createClock({ now: Date.now, device: 'deciding' });
    const sender = { tenant: world.tenant, member: ada.member, device: 'deciding' };
    const adopt = (): { kind: 'adopt'; as: Pick<Change, 'id' | 'at'> } => ({
      kind: 'adopt',
      as: { id: changeIdFrom(ada.newId()), at: clock.tick() },
    });
    const left = () => listLeftBehind(options, sender, null, 100);
    const decide = (change: Change['id'], decision: Parameters<typeof decideLeftBehind>[3]) =>
      decideLeftBehind(options, sender, change, decision);
    return { world, ada, cyd, deal, options, sender, adopt, left, decide };
  };
  const remove = async (ada: TestDevice, cyd: TestDevice) => {
    ada.update('member', cyd.member, { isActive: false });
    await ada.sync();
  };

  test('what a removed member had not sent is refused, kept for an admin, and gone from the device', async () => {
    const { world, ada, cyd, deal, left } = await open();
    const first = cyd.update('deal', deal, { title: 'Edited offline' });
    const second = cyd.update('deal', deal, { amount: { minor: 500, currency: 'USD' } });
    await remove(ada, cyd);
    await cyd.sync();
    expect(cyd.isWiped).toBe(true);
    expect(await world.kindsOf([first, second])).toEqual(['refused', 'refused']);
    expect((await world.row('deal', deal))?.['title']).toBe('Of Cyd');
    const kept = await left();
    expect(kept.map(({ change, member }) => [change.id, member])).toEqual([
      [first, cyd.member],
      [second, cyd.member],
    ]);
    expect(kept[0]?.change.intentions).toMatchObject([{ fields: { title: 'Edited offline' } }]);
    // Sent again, by a device that did not hear the answer, it is kept once.
    await cyd.sync();
    expect(await left()).toHaveLength(2);
  });

  test('an admin adopts what was left behind in their own name, on the rows of now, or discards it; once', async () => {
    const { world, ada, cyd, deal, adopt, left, decide } = await open();
    const first = cyd.update('deal', deal, { title: 'Edited offline' });
    const second = cyd.update('deal', deal, { amount: { minor: 500, currency: 'USD' } });
    const third = cyd.update('deal', deal, { amount: { minor: 0, currency: 'USD' } });
    ada.update('deal', deal, { status: 'won', amount: { minor: 900, currency: 'USD' } });
    await remove(ada, cyd);
    await cyd.sync();
    expect(await decide(first, adopt())).toMatchObject({ kind: 'accepted' });
    expect(await decide(second, adopt())).toMatchObject({ kind: 'accepted' });
    expect(await world.row('deal', deal)).toMatchObject({
      title: 'Edited offline',
      amount: { minor: 500, currency: 'USD' },
      updatedBy: ada.member,
    });
    // The rules are asked again, and what they refuse stays to be decided.
    expect(await decide(third, adopt())).toMatchObject({ kind: 'refused' });
    expect((await left()).map(({ change }) => change.id)).toEqual([third]);
    expect(await decide(third, { kind: 'discard' })).toBeNull();
    expect(await left()).toEqual([]);
    expect(await decide(first, adopt())).toMatchObject({ kind: 'refused', refusals: [{ code: 'not-found' }] });
    await ada.sync();
    expect(ada.row('deal', deal)?.['title']).toBe('Edited offline');
  });

  test('who does not manage members neither sees nor decides what others left behind', async () => {
    const { world, ada, cyd, deal, options, sender, adopt, left } = await open();
    const change = cyd.update('deal', deal, { title: 'Edited offline' });
    await remove(ada, cyd);
    await cyd.sync();
    for (const member of [world.members.manager, cyd.member, ada.newId()]) {
      const other = { ...sender, member };
      expect(await listLeftBehind(options, other, null, 100)).toEqual([]);
      expect(await decideLeftBehind(options, other, change, adopt())).toMatchObject({ kind: 'refused' });
      expect(await decideLeftBehind(options, other, change, { kind: 'discard' })).toMatchObject({ kind: 'refused' });
    }
    expect(await left()).toHaveLength(1);
  });
}
