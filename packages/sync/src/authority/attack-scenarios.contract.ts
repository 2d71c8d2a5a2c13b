import { type Cause, type Change, changeIdFrom, type FieldValue, formatHlc, type RecordId } from '@satchel/core';
import { expect, test } from 'vitest';
import { createWorld } from '../../test/world.ts';
import { createAuthority } from './authority.ts';
import type { AuthorityStore } from './authority-store.ts';

/** What somebody may try who speaks the protocol without our app. */
export function attackScenarios(store: () => AuthorityStore): void {
  test('who says that a change is an undo or an adoption, and it is none, keeps nothing of it out of the record', async () => {
    const world = await createWorld(store());
    const cyd = await world.device('member');
    const company = cyd.make('company', { name: 'Of Cyd' });
    const deals = Array.from({ length: 6 }, (_, n) =>
      cyd.make('deal', { title: `Deal ${n}`, company, amount: { minor: 100, currency: 'USD' } }),
    );
    const renamed = cyd.update('deal', deals[0] ?? company, { title: 'Renamed' });
    await cyd.sync();
    const sender = { tenant: world.tenant, member: cyd.member, device: 'attacker' };
    const win = async (
      deal: RecordId,
      cause: Cause,
      fields: Readonly<Record<string, FieldValue>> = { status: 'won' },
    ) => {
      const change: Change = {
        id: changeIdFrom(cyd.newId()),
        actor: cyd.member,
        device: sender.device,
        at: formatHlc({ ms: Date.UTC(2026, 0, 1), counter: 0, device: sender.device }),
        cause,
        intentions: [{ kind: 'update', entity: 'deal', id: deal, base: 10_000, fields }],
      };
      expect(await world.authority.commit(sender, change)).toMatchObject({ kind: 'accepted' });
      const { audit, events } = await world.state();
      const last = audit.at(-1);
      return [
        last?.writes.filter(({ entity, isConsequence }) => entity === 'activity' && isConsequence).length,
        events.some(({ name, sequence }) => name === 'deal.won' && sequence === last?.sequence),
      ];
    };
    const group = cyd.newId();
    const [own, other] = [changeIdFrom(renamed), changeIdFrom(cyd.newId())];
    const causes: readonly Cause[] = [
      { kind: 'adopt', group },
      { kind: 'undo', group },
      { kind: 'undo', group, of: other },
      { kind: 'undo', group, of: own },
      { kind: 'redo', group, of: own },
    ];
    const ended = [];
    for (const [index, cause] of causes.entries()) ended.push(await win(deals[index] ?? company, cause));
    expect(ended).toEqual(causes.map(() => [1, true]));
    // The same fields as the step, and another value.
    const stepped = changeIdFrom(cyd.update('deal', deals[5] ?? company, { status: 'lost' }));
    await cyd.sync();
    expect(await win(deals[5] ?? company, { kind: 'undo', group, of: stepped })).toEqual([1, true]);
  });

  test('nothing follows from an undo or a redo of one step or of a group', async () => {
    const world = await createWorld(store());
    const ada = await world.device('owner');
    const deals = ['One', 'Two'].map((title) => ada.make('deal', { title, amount: { minor: 100, currency: 'USD' } }));
    await ada.sync();
    const bulk = ada.replica.group({ kind: 'bulk' });
    for (const id of deals) bulk.commit([{ kind: 'update', entity: 'deal', id, fields: { status: 'won' } }]);
    bulk.finish();
    await ada.sync();
    const [step] = (await world.state()).audit.slice(-1);
    const of = step?.change.cause?.group ?? '';
    const before = (await world.state()).head;
    const undone = await ada.replica.undo(of);
    await ada.sync();
    expect((await ada.replica.undo(undone.ok ? undone.value.id : '')).ok).toBe(true);
    await ada.sync();
    const { audit } = await world.state();
    const later = audit.filter(({ sequence }) => sequence > before);
    expect(later.map(({ change }) => change.cause?.kind)).toEqual(expect.arrayContaining(['undo', 'redo']));
    expect(
      later.flatMap(({ writes }) => writes.filter(({ entity, kind }) => entity === 'activity' && kind === 'create')),
    ).toEqual([]);
    expect(await Promise.all(deals.map(async (id) => (await world.row('deal', id))?.['status']))).toEqual([
      'won',
      'won',
    ]);
  });

  test('I-5 a push that the server fails on takes no other along that came at the same moment', async () => {
    const world = await createWorld(store());
    const ada = await world.device('owner');
    const authority = createAuthority({
      store: {
        ...world.store,
        write: (tenant, work) =>
          world.store.write(tenant, (transaction) =>
            work({
              ...transaction,
              async accept(acceptances) {
                await transaction.accept(acceptances);
                if (acceptances.some(({ rows }) => rows.some(({ record }) => record['name'] === 'Poison')))
                  throw new Error('A bug.');
              },
            }),
          ),
      },
      model: world.model,
      now: Date.now,
      profile: () => ({ country: 'US', timeZone: 'UTC', weekStart: 1 }),
    });
    const pushed = ['First', 'Second', 'Poison', 'Third'].map((name, index) => {
      const device = `device0${index}`;
      const change: Change = {
        id: changeIdFrom(ada.newId()),
        actor: ada.member,
        device,
        at: formatHlc({ ms: Date.UTC(2026, 0, 1), counter: 0, device }),
        intentions: [{ kind: 'create', entity: 'company', id: ada.newId(), fields: { name } }],
      };
      return authority.push({
        sender: { tenant: world.tenant, member: ada.member, device },
        firstNumber: 1,
        changes: [change],
      });
    });
    const ended = await Promise.allSettled(pushed);
    const judged = { status: 'fulfilled', value: { kind: 'judged', outcomes: [{ kind: 'accepted' }] } };
    expect(ended).toMatchObject([judged, judged, { status: 'rejected', reason: { message: 'A bug.' } }, judged]);
  });

  test('I-5 a reference to what no store takes for an id refuses its own change only', async () => {
    const world = await createWorld(store());
    const ada = await world.device('owner');
    const device = 'device00';
    const changes = ['\u0000', 'İ', 'x'.repeat(9000), null].map((company, counter): Change => {
      const fields = { name: `Contact ${counter}`, company };
      const intention = { kind: 'create', entity: 'contact', id: ada.newId(), fields } as const;
      const at = formatHlc({ ms: Date.UTC(2026, 0, 1), counter, device });
      return { id: changeIdFrom(ada.newId()), actor: ada.member, device, at, intentions: [intention] };
    });
    const sender = { tenant: world.tenant, member: ada.member, device };
    expect(await world.authority.push({ sender, firstNumber: 1, changes })).toMatchObject({
      outcomes: [{ kind: 'refused' }, { kind: 'refused' }, { kind: 'refused' }, { kind: 'accepted' }],
    });
  });

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
