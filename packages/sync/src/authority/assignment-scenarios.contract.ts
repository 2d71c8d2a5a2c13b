import { coreModel, type RecordId } from '@satchel/core';
import { expect, test } from 'vitest';
import { createWorld, type TestDevice } from '../../test/world.ts';
import { createAuthority } from './authority.ts';
import type { AuthorityStore } from './authority-store.ts';

/** The server gives records an owner by a rule. */
export function assignmentScenarios(store: () => AuthorityStore): void {
  const open = async (method: string) => {
    const world = await createWorld(store());
    const ada = await world.device('owner');
    const people = [0, 1, 2].map((n) => ada.make('member', { name: `Rep ${n}`, role: 'member' }));
    const rule = ada.make('assignmentRule', { name: 'Reps', method, members: people });
    await ada.sync();
    const lead = (device: TestDevice, fields = {}) =>
      device.make('lead', { name: 'Lead', assignmentRule: rule, ...fields });
    const ownerOf = async (id: RecordId) => people.indexOf((await world.row('lead', id))?.owner ?? ada.newId());
    const ownersOf = async (ids: readonly RecordId[]) => {
      const owners: number[] = [];
      for (const id of ids) owners.push(await ownerOf(id));
      return owners;
    };
    return { world, ada, people, rule, lead, ownersOf };
  };

  test('[S4-34/C] leads go to the members of a rule in turn, inactive ones are passed over, and only the server decides', async () => {
    const { ada, people, lead, ownersOf } = await open('round_robin');
    const first = [lead(ada), lead(ada), lead(ada), lead(ada)];
    // Until it is accepted it is its maker's.
    expect(first.map((id) => ada.row('lead', id)?.owner)).toEqual(first.map(() => ada.member));
    await ada.sync();
    expect(await ownersOf(first)).toEqual([0, 1, 2, 0]);
    expect(first.map((id) => people.indexOf(ada.row('lead', id)?.owner ?? ada.member))).toEqual([0, 1, 2, 0]);
    const [, away] = people;
    if (!away) throw new Error('There are three.');
    ada.update('member', away, { isActive: false });
    const second = [lead(ada), lead(ada), lead(ada)];
    await ada.sync();
    expect(await ownersOf(second)).toEqual([2, 0, 2]);
    ada.update('member', away, { isActive: true });
    const third = [lead(ada), lead(ada), lead(ada)];
    await ada.sync();
    // One turn, not all that were missed.
    expect(await ownersOf(third)).toEqual([1, 0, 2]);
  });

  test('[S4-34/C] two nodes that take leads at once give everybody as many', async () => {
    const { world, ada, lead, ownersOf } = await open('round_robin');
    const bo = await world.device('admin');
    const leads = [...Array.from({ length: 30 }, () => lead(ada)), ...Array.from({ length: 30 }, () => lead(bo))];
    const nodes = [ada, bo].map(() =>
      createAuthority({
        store: world.store,
        model: coreModel,
        now: Date.now,
        profile: () => ({ country: 'US', timeZone: 'UTC', weekStart: 1 }),
      }),
    );
    // Five pushes of each, to a node of its own.
    const pushes = [ada, bo].flatMap((device, index) => {
      const entries = device.store.outbox().filter(({ acceptedAt }) => acceptedAt === null);
      const sender = { tenant: world.tenant, member: device.member, device: entries[0]?.change.device ?? '' };
      const before = Number(device.store.meta('last-number') ?? 0);
      return Array.from({ length: 5 }, (_, part) => {
        const changes = entries.slice(part * 6, part * 6 + 6).map(({ change }) => change);
        return () => Promise.resolve(nodes[index]?.push({ sender, firstNumber: before + part * 6 + 1, changes }));
      });
    });
    const results = await Promise.all(pushes.map((push) => push()));
    const outcomes = results.flatMap((result) => (result?.kind === 'judged' ? result.outcomes : []));
    expect(outcomes.map(({ kind }) => kind)).toEqual(leads.map(() => 'accepted'));
    const owners = await ownersOf(leads);
    expect([0, 1, 2].map((person) => owners.filter((owner) => owner === person).length)).toEqual([20, 20, 20]);
  });

  test('[S4-34/C] by load the least open leads win, also within one change and after leads were closed', async () => {
    const { world, ada, people, rule, lead, ownersOf } = await open('load_balance');
    const [zero, one] = people;
    if (!zero || !one) throw new Error('There are three.');
    for (const owner of [zero, zero, one]) ada.make('lead', { name: 'Has work', owner });
    const given = [lead(ada), lead(ada), lead(ada), lead(ada)];
    await ada.sync();
    // 2, 1, 0 open at first.
    expect(await ownersOf(given)).toEqual([2, 1, 2, 0]);
    const together = [ada.newId(), ada.newId(), ada.newId()];
    ada.commit(
      together.map((id) => ({
        kind: 'create',
        entity: 'lead',
        id,
        fields: { name: 'Together', assignmentRule: rule },
      })),
    );
    await ada.sync();
    expect(new Set(await ownersOf(together))).toEqual(new Set([0, 1, 2]));
    const lost = ada.store
      .ids('stage')
      .flatMap((id) => ada.row('stage', id) ?? [])
      .find(
        (stage) => stage['type'] === 'lost' && stage['pipeline'] === ada.row('lead', given[0] ?? rule)?.['pipeline'],
      );
    const ofTwo = [given[0], given[2]];
    for (const id of ofTwo) if (id) ada.update('lead', id, { stage: lost?.id ?? null });
    const next = [lead(ada), lead(ada)];
    await ada.sync();
    expect(await ownersOf(next)).toEqual([2, 2]);
    expect((await world.state()).events.length).toBeGreaterThan(0);
  });

  test('a rule that is switched off, empty or gone leaves the owner as it is', async () => {
    const { world, ada, rule, lead } = await open('round_robin');
    ada.update('assignmentRule', rule, { isActive: false });
    const off = lead(ada);
    const empty = lead(ada, { assignmentRule: ada.make('assignmentRule', { name: 'Nobody' }) });
    await ada.sync();
    expect([(await world.row('lead', off))?.owner, (await world.row('lead', empty))?.owner]).toEqual([
      ada.member,
      ada.member,
    ]);
  });

  test('who hands a lead to a rule and sees only own records sees it no longer once it is somebody else’s', async () => {
    const { world, rule, people } = await open('round_robin');
    const cyd = await world.device('member');
    const id = cyd.make('lead', { name: 'For the others', assignmentRule: rule });
    expect(cyd.row('lead', id)).not.toBeNull();
    await cyd.sync();
    expect(cyd.row('lead', id)).toBeNull();
    expect(cyd.store.attention()).toEqual([]);
    expect((await world.row('lead', id))?.owner).toBe(people[0]);
  });
}
