import { changeIdFrom } from '@satchel/core';
import { expect, test } from 'vitest';
import { createWorld } from '../../test/world.ts';
import type { AuthorityStore } from './authority-store.ts';

/** What somebody may try who speaks the protocol without our app. */
export function attackScenarios(store: () => AuthorityStore): void {
  test('how a change ended is told to its author alone, under a new device name as well', async () => {
    const world = await createWorld(store());
    const [ada, cyd] = [await world.device('owner'), await world.device('member')];
    const deal = ada.make('deal', { title: 'Secret', amount: { minor: 1, currency: 'USD' } });
    const refused = changeIdFrom(ada.newId());
    await ada.sync();
    const { audit } = await world.state();
    const accepted = audit.at(-1)?.change;
    if (!accepted) throw new Error('A change was accepted.');
    const sender = { tenant: world.tenant, member: ada.member, device: accepted.device };
    const missing = { kind: 'update', entity: 'deal', id: cyd.newId(), fields: { title: 'Nothing' } } as const;
    const own = { ...accepted, id: refused, intentions: [missing] };
    expect(await world.authority.commit(sender, own)).toMatchObject({ kind: 'refused' });

    const thief = { tenant: world.tenant, member: cyd.member, device: 'thief000' };
    const stolen = [accepted.id, refused].map((id) => ({
      ...own,
      id,
      actor: thief.member,
      device: thief.device,
      intentions: [{ ...missing, id: deal }],
    }));
    const notYours = stolen.map(({ id }) => ({
      kind: 'refused',
      change: id,
      blockedBy: null,
      refusals: [{ code: 'not-yours', message: expect.any(String) as string }],
    }));
    expect(await world.authority.push({ sender: thief, firstNumber: 1, changes: stolen })).toEqual({
      kind: 'judged',
      outcomes: notYours,
    });
    for (const [index, change] of stolen.entries()) {
      expect(await world.authority.commit(thief, change)).toEqual(notYours[index]);
    }
    expect(await world.kindsOf([accepted.id, refused])).toEqual(['accepted', 'refused']);
    // Ada herself, whose database was an older copy of itself.
    const renamed = { ...sender, device: 'renamed0' };
    const again = stolen.map((change) => ({ ...change, actor: ada.member, device: renamed.device }));
    expect(await world.authority.push({ sender: renamed, firstNumber: 1, changes: again })).toMatchObject({
      outcomes: [{ kind: 'accepted' }, { kind: 'refused', refusals: [{ code: 'not-found' }] }],
    });
  });
}
