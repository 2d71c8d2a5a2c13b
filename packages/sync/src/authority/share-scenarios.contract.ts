import type { FieldValue, RecordId } from '@satchel/core';
import { expect, test } from 'vitest';
import { createWorld, type TestDevice } from '../../test/world.ts';
import type { AuthorityStore } from './authority-store.ts';

const compareText = (a = '', b = ''): number => (a < b ? -1 : 1);

/** What one member gives another to see. */
export function shareScenarios(store: () => AuthorityStore): void {
  const shareOf = (device: TestDevice, record: string, right: 'read' | 'write' = 'read') => ({
    withMember: (member: string) => device.make('share', { entity: 'deal', record, withMember: member, right }),
    withTeam: (team: string) => device.make('share', { entity: 'deal', record, withTeam: team, right }),
  });

  test('[S4-33/C] a record that is shared appears with what belongs to it, and disappears when that is taken back', async () => {
    const world = await createWorld(store());
    const [ada, cyd] = [await world.device('owner'), await world.device('member')];
    const [deal, other] = [ada.make('deal', { title: 'Shared' }), ada.make('deal', { title: 'Other' })];
    const note = ada.make('note', { body: 'About it', deal });
    await ada.sync();
    await cyd.sync();
    expect([deal, other, note].map((id) => cyd.row(id === note ? 'note' : 'deal', id))).toEqual([null, null, null]);

    const share = shareOf(ada, deal).withMember(cyd.member);
    await ada.sync();
    await cyd.sync();
    expect([cyd.row('deal', deal)?.['title'], cyd.row('note', note)?.['body']]).toEqual(['Shared', 'About it']);
    expect(cyd.row('deal', other)).toBeNull();
    const edit = [{ kind: 'update', entity: 'deal', id: deal, fields: { title: 'Edited' } }] as const;
    expect(cyd.replica.commit(edit)).toMatchObject({ ok: false, error: [{ code: 'not-allowed' }] });

    ada.update('share', share, { right: 'write' });
    await ada.sync();
    await cyd.sync();
    const change = cyd.commit(edit);
    const taken = [{ kind: 'update', entity: 'deal', id: deal, fields: { owner: cyd.member } }] as const;
    expect(cyd.replica.commit(taken)).toMatchObject({ ok: false, error: [{ code: 'not-allowed', field: 'owner' }] });
    await cyd.sync();
    expect((await world.outcome(change))?.kind).toBe('accepted');

    ada.commit([{ kind: 'delete', entity: 'share', id: share }]);
    await ada.sync();
    await cyd.sync();
    expect([cyd.row('deal', deal), cyd.row('note', note)]).toEqual([null, null]);
    expect(cyd.store.history('deal', deal, 9)).toEqual([]);
  });

  test('I-8 R-5 one change hands a lead over and writes below what moves with it: all of it is seen with the lead', async () => {
    const world = await createWorld(store());
    const [ada, cyd] = [await world.device('owner'), await world.device('member')];
    const contact = ada.make('contact', { name: 'Eve' });
    const [lead, other] = [ada.make('lead', { name: 'Handed over' }), ada.make('lead', { name: 'Kept' })];
    const call = ada.make('call', { contact, lead });
    const [edited, moved, left, untouched, elsewhere] = [call, null, call, call, null].map((of) =>
      ada.make('conversation', { contact, call: of, transcript: 'Before' }),
    );
    if (!edited || !moved || !left || !untouched || !elsewhere) throw new Error('Five were made.');
    const made = ada.newId();
    await ada.sync();
    await cyd.sync();
    const update = (entity: string, id: RecordId, fields: Readonly<Record<string, FieldValue>>) =>
      ({ kind: 'update', entity, id, fields }) as const;
    ada.commit([
      update('conversation', edited, { transcript: 'After' }),
      update('conversation', moved, { call }),
      update('conversation', left, { call: null }),
      { kind: 'create', entity: 'conversation', id: made, fields: { contact, call, transcript: 'New' } },
      update('lead', lead, { owner: cyd.member }),
      update('lead', other, { name: 'Kept still' }),
    ]);
    await ada.sync();
    await cyd.sync();
    const shown = [edited, moved, made, untouched, left, elsewhere].map((id) => cyd.row('conversation', id) !== null);
    expect(shown).toEqual([true, true, true, true, false, false]);
    expect([cyd.row('call', call) !== null, cyd.row('lead', other)]).toEqual([true, null]);
    ada.update('lead', lead, { owner: ada.member });
    await ada.sync();
    await cyd.sync();
    expect(
      [lead, call, edited, moved, made].map((id) =>
        world.model.entities.map(({ name }) => cyd.row(name, id)).find(Boolean),
      ),
    ).toEqual([lead, call, edited, moved, made].map(() => undefined));
  });

  test('a record that is shared with a team is seen by whoever is in it at that moment', async () => {
    const world = await createWorld(store());
    const [ada, cyd] = [await world.device('owner'), await world.device('member')];
    const team = ada.make('team', { name: 'North' });
    const deal = ada.make('deal', { title: 'For North' });
    shareOf(ada, deal).withTeam(team);
    await ada.sync();
    const seen: unknown[] = [];
    for (const teams of [[], [team], []]) {
      ada.update('member', cyd.member, { teams });
      await ada.sync();
      await cyd.sync();
      seen.push(cyd.row('deal', deal)?.['title']);
    }
    expect(seen).toEqual([undefined, 'For North', undefined]);
  });

  test('what is made, shared and taken back before it is sent is accepted, and seen by nobody else in the end', async () => {
    const world = await createWorld(store());
    const [cyd, ada] = [await world.device('member'), await world.device('owner')];
    const deal = cyd.make('deal', { title: 'Offline' });
    const share = shareOf(cyd, deal, 'write').withMember(world.members.manager);
    const revoked = cyd.commit([{ kind: 'delete', entity: 'share', id: share }]);
    await cyd.sync();
    await ada.sync();
    expect(await world.kindsOf([revoked])).toEqual(['accepted']);
    expect(cyd.store.outbox()).toEqual([]);
    expect(ada.row('share', share)?.deletedAt).not.toBeNull();
    const { audit } = await world.state();
    const labels = audit.flatMap(({ writes }) => writes.filter(({ id }) => id === deal).map(({ scopes }) => scopes));
    const [own, manager] = [cyd.member, world.members.manager].map((id) => `member:${id}`);
    expect(labels).toEqual([[own], [own, manager].toSorted(compareText), [own]]);
  });

  test('a share of what was refused is refused with it, as one matter', async () => {
    const world = await createWorld(store());
    const [ada, cyd] = [await world.device('owner'), await world.device('member')];
    const contact = cyd.make('contact', { name: 'Gone' });
    await cyd.sync();
    await ada.sync();
    ada.commit([{ kind: 'delete', entity: 'contact', id: contact }]);
    await ada.sync();
    const deal = cyd.newId();
    const refused = cyd.commit([
      { kind: 'create', entity: 'deal', id: deal, fields: { title: 'With nobody', contacts: [contact] } },
    ]);
    const share = cyd.commit([
      {
        kind: 'create',
        entity: 'share',
        id: cyd.newId(),
        fields: { entity: 'deal', record: deal, withMember: world.members.admin },
      },
    ]);
    await cyd.sync();
    expect(await world.outcome(refused)).toMatchObject({ kind: 'refused', blockedBy: null });
    expect(await world.outcome(share)).toMatchObject({ kind: 'refused', blockedBy: refused });
    expect(cyd.store.attention().map(({ change }) => change.id)).toEqual([refused, share]);
  });

  test('nobody shares what belongs to others, or what is not there', async () => {
    const world = await createWorld(store());
    const [ada, cyd] = [await world.device('owner'), await world.device('member')];
    const deal = ada.make('deal', { title: 'Shared with Cyd' });
    shareOf(ada, deal, 'write').withMember(cyd.member);
    await ada.sync();
    await cyd.sync();
    const shared = (record: string) =>
      cyd.replica.commit([
        {
          kind: 'create',
          entity: 'share',
          id: cyd.newId(),
          fields: { entity: 'deal', record, withMember: world.members.manager },
        },
      ]);
    expect(shared(deal)).toMatchObject({ ok: false, error: [{ code: 'may-not-share' }] });
    expect(shared(cyd.newId())).toMatchObject({ ok: false, error: [{ code: 'share-target' }] });
  });
}
