import { type Change, changeIdFrom, coreModel, createClock } from '@satchel/core';
import { expect, test } from 'vitest';
import { createWorld, type TestDevice } from '../../test/world.ts';
import { createAuthority } from './authority.ts';
import type { AuthorityStore } from './authority-store.ts';
import type { LeftBehindDecision } from './left-behind.ts';

/** What somebody had not sent before they were removed. */
export function removalScenarios(store: () => AuthorityStore): void {
  const open = async () => {
    const world = await createWorld(store());
    const [ada, cyd] = [await world.device('owner'), await world.device('member')];
    const deal = cyd.make('deal', { title: 'Of Cyd', amount: { minor: 100, currency: 'USD' } });
    await cyd.sync();
    await ada.sync();
    const heads: number[] = [];
    const authority = createAuthority({
      store: world.store,
      model: coreModel,
      now: Date.now,
      profile: () => ({ country: 'US', timeZone: 'UTC', weekStart: 1 }),
      onAccepted: (_, head) => void heads.push(head),
    });
    const clock = createClock({ now: Date.now, device: 'deciding' });
    const sender = { tenant: world.tenant, member: ada.member, device: 'deciding' };
    const adopt = (): { kind: 'adopt'; as: Pick<Change, 'id' | 'at'> } => ({
      kind: 'adopt',
      as: { id: changeIdFrom(ada.newId()), at: clock.tick() },
    });
    const left = () => authority.leftBehind(sender, null, 100);
    const decide = (change: Change['id'], decision: LeftBehindDecision) =>
      authority.decideLeftBehind(sender, change, decision);
    return { world, ada, cyd, deal, authority, heads, sender, adopt, left, decide };
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

  test('what a removed member had made together is adopted one after another, and those who listen are told', async () => {
    const { world, ada, cyd, heads, adopt, left, decide } = await open();
    const company = cyd.make('company', { name: 'Made offline' });
    const note = cyd.make('note', { body: 'About it', company });
    await remove(ada, cyd);
    await cyd.sync();
    const kept = await left();
    expect(kept.map(({ change }) => change.intentions[0])).toMatchObject([{ id: company }, { id: note }]);
    for (const { change } of kept) expect(await decide(change.id, adopt())).toMatchObject({ kind: 'accepted' });
    expect(await world.row('note', note)).toMatchObject({ company, createdBy: ada.member });
    const { head } = await world.state();
    expect(heads).toEqual([head - 1, head]);
  });

  test('who was removed can have only so many changes kept, however much is sent', async () => {
    const { world, ada, cyd, deal, left } = await open();
    await remove(ada, cyd);
    const authority = createAuthority({
      store: world.store,
      model: coreModel,
      now: Date.now,
      profile: () => ({ country: 'US', timeZone: 'UTC', weekStart: 1 }),
      maxLeftBehind: 3,
    });
    const sender = { tenant: world.tenant, member: cyd.member, device: 'removed0' };
    for (const firstNumber of [1, 3, 5]) {
      const changes = [1, 2].map((): Change => {
        const intentions = [{ kind: 'update', entity: 'deal', id: deal, fields: { title: 'More' } }] as const;
        const at = createClock({ now: Date.now, device: sender.device }).tick();
        return { id: changeIdFrom(cyd.newId()), actor: cyd.member, device: sender.device, at, intentions };
      });
      expect(await authority.push({ sender, firstNumber, changes })).toMatchObject({
        outcomes: [{ kind: 'refused' }, { kind: 'refused' }],
      });
    }
    expect(await left()).toHaveLength(3);
  });

  test('who does not manage members neither sees nor decides what others left behind', async () => {
    const { world, ada, cyd, deal, authority, sender, adopt, left } = await open();
    const change = cyd.update('deal', deal, { title: 'Edited offline' });
    await remove(ada, cyd);
    await cyd.sync();
    for (const member of [world.members.manager, cyd.member, ada.newId()]) {
      const other = { ...sender, member };
      expect(await authority.leftBehind(other, null, 100)).toEqual([]);
      expect(await authority.decideLeftBehind(other, change, adopt())).toMatchObject({ kind: 'refused' });
      expect(await authority.decideLeftBehind(other, change, { kind: 'discard' })).toMatchObject({ kind: 'refused' });
    }
    expect(await left()).toHaveLength(1);
  });
}
