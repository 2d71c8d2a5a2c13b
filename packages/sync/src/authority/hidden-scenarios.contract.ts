import { coreModel, createModel, type FieldValues, type Intention } from '@satchel/core';
import { expect, test } from 'vitest';
import { createWorld, type TestDevice } from '../../test/world.ts';
import type { AuthorityStore } from './authority-store.ts';

const usd = (minor: number) => ({ minor, currency: 'USD' });

/** Members read deals without amount, and do not set their day. */
const masked = createModel(coreModel.entities, {
  ...coreModel.access,
  member: {
    ...coreModel.access.member,
    masks: { deal: { hidden: ['amount'], fixed: ['expectedClose'] } },
  },
});

/** What is not for everybody: records that others refer to, and fields. */
export function hiddenScenarios(store: () => AuthorityStore): void {
  /** What a client sends that gives back all that it shows. */
  const pushWith = async (world: Awaited<ReturnType<typeof createWorld>>, by: TestDevice, fields: FieldValues) => {
    const [change] = by.store.outbox().map((entry) => entry.change);
    if (!change) throw new Error('Something waits.');
    const intentions = change.intentions.map(
      (one): Intention => ('fields' in one ? { ...one, fields: { ...one.fields, ...fields } } : one),
    );
    const sender = { tenant: world.tenant, member: by.member, device: change.device };
    return await world.authority.push({ sender, firstNumber: 1, changes: [{ ...change, intentions }] });
  };

  test('a reference to a record that one may not see is absent, comes and goes with it, and is not written back', async () => {
    const world = await createWorld(store());
    const [ada, cyd] = [await world.device('owner'), await world.device('member')];
    const company = ada.make('company', { name: 'Secret' });
    const [hidden, own] = [
      ada.make('contact', { name: 'Hidden' }),
      ada.make('contact', { name: 'Own', owner: cyd.member }),
    ];
    const deal = ada.make('deal', { title: 'Deal', company, contacts: [hidden, own], owner: cyd.member });
    await ada.sync();
    await cyd.sync();
    const shown = () => [cyd.row('deal', deal)?.['company'], cyd.row('deal', deal)?.['contacts']];
    expect(shown()).toEqual([null, [own]]);
    expect(JSON.stringify(cyd.store.history('deal', deal, 9))).not.toContain(company);

    cyd.update('deal', deal, { title: 'Edited' });
    expect(await pushWith(world, cyd, { company: null, contacts: [] })).toMatchObject({
      outcomes: [{ kind: 'accepted' }],
    });
    expect(await world.row('deal', deal)).toMatchObject({ title: 'Edited', company, contacts: [hidden] });
    await cyd.sync();

    const share = ada.make('share', { entity: 'company', record: company, withMember: cyd.member });
    await ada.sync();
    await cyd.sync();
    expect(shown()).toEqual([company, []]);
    ada.commit([{ kind: 'delete', entity: 'share', id: share }]);
    await ada.sync();
    await cyd.sync();
    expect(shown()).toEqual([null, []]);
  });

  test('to name a record that one may not see is answered as if there were none', async () => {
    const world = await createWorld(store());
    const [ada, cyd] = [await world.device('owner'), await world.device('member')];
    const company = ada.make('company', { name: 'Secret' });
    await ada.sync();
    const answers: unknown[] = [];
    for (const named of [company, cyd.newId()]) {
      const device = await world.device('member');
      const id = device.make('deal', { title: 'Guess' });
      const result = await pushWith(world, device, { company: named });
      const refused =
        result.kind === 'judged' && result.outcomes[0]?.kind === 'refused' ? result.outcomes[0].refusals : [];
      answers.push(refused.map((refusal) => ({ ...refusal, record: refusal.record === id })));
    }
    expect(answers[0]).toMatchObject([{ code: 'reference-missing', field: 'company', record: true }]);
    expect(answers[0]).toEqual(answers[1]);
  });

  test('[B-11/C] a field that a role may not read is not on its devices, and goes from all of them with the role', async () => {
    const world = await createWorld(store(), undefined, true, masked);
    const [ada, cyd] = [await world.device('owner'), await world.device('member')];
    const deal = ada.make('deal', { title: 'Deal', amount: usd(100), owner: cyd.member });
    ada.update('deal', deal, { amount: usd(4242) });
    await ada.sync();
    await cyd.sync();
    const onDevice = () =>
      JSON.stringify([cyd.row('deal', deal), cyd.store.history('deal', deal, 9), cyd.store.attention()]);
    expect(cyd.row('deal', deal)).toMatchObject({ title: 'Deal', amount: null });
    expect(onDevice()).not.toContain('4242');
    const refusals = [{ amount: usd(1) }, { expectedClose: '2026-05-01' }].map((fields) => {
      const result = cyd.replica.commit([{ kind: 'update', entity: 'deal', id: deal, fields }]);
      return result.ok ? [] : result.error.map(({ code, message }) => [code, message]);
    });
    expect(refusals).toEqual([
      [['field-not-allowed', 'You may not change Amount. Ask an admin.']],
      [['field-not-allowed', 'You may not change Expected close. Ask an admin.']],
    ]);
    // The rule that a won deal has an amount is the server's to judge.
    const won = cyd.update('deal', deal, { status: 'won' });
    await cyd.sync();
    expect((await world.outcome(won))?.kind).toBe('accepted');
    expect(await world.row('deal', deal)).toMatchObject({ status: 'won', amount: usd(4242) });

    ada.update('member', cyd.member, { role: 'manager' });
    await ada.sync();
    await cyd.sync();
    expect(cyd.row('deal', deal)).toMatchObject({ status: 'won', amount: usd(4242) });
    ada.update('deal', deal, { amount: usd(77) });
    cyd.update('deal', deal, { amount: usd(78) });
    await ada.sync();
    await cyd.sync();
    expect(onDevice()).toContain('"held":{"minor":77');
    ada.update('member', cyd.member, { role: 'member' });
    await ada.sync();
    await cyd.sync();
    expect(cyd.row('deal', deal)).toMatchObject({ status: 'won', amount: null });
    for (const amount of ['4242', '77', '78']) expect(onDevice()).not.toContain(`"minor":${amount}`);
    expect(await world.row('deal', deal)).toMatchObject({ amount: usd(77) });
  });

  test('a row that a device lost, or has otherwise than the server, is noticed by its checksum, mended and told', async () => {
    const world = await createWorld(store());
    const [ada, cyd] = [await world.device('owner'), await world.device('member')];
    const [lost, changed, waiting] = ['Lost', 'Changed', 'Waiting'].map((title) => cyd.make('deal', { title }));
    if (!lost || !changed || !waiting) throw new Error('Three deals were made.');
    ada.make('deal', { title: 'Not for Cyd' });
    await ada.sync();
    await cyd.sync();
    world.passDays(1);
    await cyd.sync();
    expect([ada.mismatches, cyd.mismatches]).toEqual([[], []]);
    const put = (id: typeof lost, after: ReturnType<typeof cyd.row>) =>
      cyd.store.putRows([{ entity: 'deal', id, before: cyd.row('deal', id), after }]);
    const row = cyd.row('deal', changed);
    if (!row) throw new Error('It is there.');
    put(lost, null);
    put(changed, { ...row, rev: row.rev - 1, title: 'As it never was' });
    world.passDays(1);
    await cyd.sync();
    expect(cyd.mismatches).toEqual([['deal']]);
    for (const id of [lost, changed, waiting]) expect(cyd.row('deal', id)).toEqual(await world.row('deal', id));
  });
}
