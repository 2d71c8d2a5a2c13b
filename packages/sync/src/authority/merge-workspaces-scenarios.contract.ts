import type { Intention, RecordId } from '@satchel/core';
import { expect, test } from 'vitest';
import { createWorld, type TestDevice } from '../../test/world.ts';
import { applyMerge, forgetMerge, mergeUnderWay } from '../replica/apply-merge.ts';
import { differencesOf } from '../replica/fill-in.ts';
import { planMerge } from '../replica/plan-merge.ts';
import type { AuthorityStore } from './authority-store.ts';

const usd = (minor: number) => ({ minor, currency: 'USD' });

/** How a workspace that was made alone becomes part of one that has data. */
export function mergeWorkspacesScenarios(store: () => AuthorityStore): void {
  const keyed = (device: TestDevice, entity: string, key: string): RecordId => {
    const found = device.store.ids(entity).find((id) => device.row(entity, id)?.['key'] === key);
    if (!found) throw new Error(`There is no ${entity} ${key}.`);
    return found;
  };

  /** A tenant with work of its own, and a workspace beside it, in part of the same people and words. */
  const newWorlds = async () => {
    const world = await createWorld(store());
    const [ada, bo] = [await world.device('owner'), await world.device('admin')];
    ada.update('member', bo.member, { emails: ['bo@acme.example'] });
    const vip = ada.make('tag', { name: 'VIP' });
    const lead = ada.make('lead', { name: 'Of the tenant' });
    await ada.sync();
    await bo.sync();
    const other = await createWorld(store(), () => ({}), false);
    const cyd = other.alone();
    return { world, ada, bo, vip, lead, cyd };
  };

  const work = (cyd: TestDevice) => {
    const bo = cyd.make('member', { name: 'Bo there', emails: ['BO@acme.example', 'bo2@acme.example'] });
    const eve = cyd.make('member', { name: 'Eve', emails: ['eve@acme.example'], role: 'admin' });
    const tag = cyd.make('tag', { name: 'vip' });
    const parent = cyd.newId();
    const company = cyd.make('company', { name: 'Acme', tags: [tag] });
    cyd.commit([{ kind: 'create', entity: 'company', id: parent, fields: { name: 'Holding', parent: company } }]);
    cyd.update('company', company, { parent });
    const deal = cyd.make('deal', { title: 'Big', company, owner: eve, amount: usd(500), tags: [tag] });
    cyd.update('deal', deal, { status: 'won' });
    const lead = cyd.make('lead', { name: 'Of the workspace', owner: bo });
    const note = cyd.make('note', { body: 'Hello', deal });
    const gone = cyd.make('contact', { name: 'Gone' });
    cyd.commit([{ kind: 'delete', entity: 'contact', id: gone }]);
    return { bo, eve, tag, company, parent, deal, lead, note, gone };
  };

  const mergeInto = (target: TestDevice, source: TestDevice) => {
    const me = { source: source.member, target: target.member };
    return {
      source: source.store,
      target: target.store,
      model: target.model,
      me,
      replica: target.replica,
      newId: () => target.newId(),
      label: 'Merged',
    };
  };

  test('[B-22/C] a merge is shown before it is done, and done as changes that everybody gets', async () => {
    const { world, ada, bo, vip, cyd } = await newWorlds();
    const made = work(cyd);
    const options = mergeInto(ada, cyd);
    const plan = planMerge(options);
    expect(plan.members.map(({ name, to, by }) => [name, to, by])).toEqual([
      ['Founder', ada.member, 'me'],
      ...['A admin', 'A manager', 'A member'].map((name) => [name, null, 'undecided']),
      ['Bo there', bo.member, 'mail'],
      ['Eve', null, 'undecided'],
    ]);
    const counts = new Map(plan.entities.map(({ entity, ...count }) => [entity, count]));
    expect([counts.get('pipeline'), counts.get('stage'), counts.get('tag')]).toMatchObject([
      { matched: 2, made: 0 },
      { matched: 10, made: 0 },
      { matched: 1, made: 0 },
    ]);
    expect([counts.get('contact'), counts.get('company')]).toMatchObject([{ leftInBin: 1, made: 0 }, { made: 2 }]);

    const { head, events } = await world.state();
    const merged = await applyMerge(options, {});
    expect(merged.refused).toEqual([]);
    await ada.sync();
    await bo.sync();
    for (const device of [ada, bo]) {
      expect(device.row('company', made.company)).toMatchObject({ name: 'Acme', parent: made.parent, tags: [vip] });
      expect(device.row('company', made.parent)).toMatchObject({ name: 'Holding', parent: made.company });
      expect(device.row('deal', made.deal)).toMatchObject({
        title: 'Big',
        owner: made.eve,
        status: 'won',
        stage: keyed(device, 'stage', 'closed'),
        pipeline: keyed(device, 'pipeline', 'deals'),
        amount: usd(500),
      });
      expect(device.row('lead', made.lead)).toMatchObject({ owner: bo.member, formerNumber: 'LED-001' });
      expect(device.row('lead', made.lead)?.['number']).not.toBe('LED-001');
      expect(device.row('member', made.eve)).toMatchObject({ name: 'Eve', role: 'member' });
      expect([device.row('member', made.bo), device.row('tag', made.tag)]).toEqual([null, null]);
      expect([device.row('note', made.note)?.['deal'], device.row('contact', made.gone)]).toEqual([made.deal, null]);
      // What happened there is told once; nothing follows from it again.
      const activities = device.store.ids('activity').flatMap((id) => device.row('activity', id) ?? []);
      expect(activities.filter(({ deal }) => deal === made.deal)).toMatchObject([{ kind: 'stage_change' }]);
    }
    const { audit } = await world.state();
    expect(audit.length).toBeGreaterThan(head);
    expect(audit.slice(head).every(({ change }) => change.cause?.group === merged.group)).toBe(true);
    expect((await world.state()).events.slice(events.length)).toEqual([]);
    // One undo takes all of it back.
    expect((await ada.replica.undo(merged.group)).ok).toBe(true);
    await ada.sync();
    await bo.sync();
    expect([bo.row('deal', made.deal)?.deletedAt === null, bo.row('tag', vip)?.deletedAt]).toEqual([false, null]);
  });

  test('[B-22/C] a merge that was interrupted goes on where it was, with the choices that were made', async () => {
    const { world, ada, bo, cyd } = await newWorlds();
    const made = work(cyd);
    const ids = Array.from({ length: 250 }, () => cyd.newId());
    for (let at = 0; at < ids.length; at += 50) {
      cyd.commit(
        ids.slice(at, at + 50).map((id): Intention => {
          return { kind: 'create', entity: 'contact', id, fields: { name: 'Many', company: made.company } };
        }),
      );
    }
    const options = mergeInto(ada, cyd);
    let turns = 0;
    const interrupted = applyMerge(options, { [made.eve]: bo.member }, () => {
      turns += 1;
      if (turns === 6) throw new Error('ended');
      return undefined;
    });
    await expect(interrupted).rejects.toThrow('ended');
    await ada.sync();
    // Whatever is chosen now: half of it was done with the choices of then.
    const merged = await applyMerge(mergeInto(ada, cyd), {});
    await ada.sync();
    const { audit } = await world.state();
    const creates = audit.flatMap(({ change, writes }) =>
      change.cause?.group === merged.group ? writes.filter(({ kind }) => kind === 'create') : [],
    );
    expect(new Set(creates.map(({ id }) => id)).size).toBe(creates.length);
    expect(creates.filter(({ entity }) => entity === 'contact')).toHaveLength(250);
    expect([await world.row('member', made.eve), (await world.row('deal', made.deal))?.['owner']]).toEqual([
      null,
      bo.member,
    ]);
    expect((await applyMerge(mergeInto(ada, cyd), { [made.eve]: bo.member })).made).toBe(0);
  });

  test('[B-22/C] what probably is the same is told, and becomes one as chosen: nothing that only one of them says is lost', async () => {
    const { world, ada, bo, cyd } = await newWorlds();
    const acme = ada.make('company', { name: 'Acme Ltd', domain: 'https://acme.example', city: 'Bern' });
    const ann = ada.make('contact', {
      name: 'Ann Lee',
      emails: ['ann@acme.example'],
      jobTitle: 'Buyer',
      notes: 'Met in Bern.',
      company: acme,
    });
    const dan = ada.make('contact', { name: 'Dan', phones: ['+41446681800'] });
    await ada.sync();
    const company = cyd.make('company', { name: 'ACME', domain: 'https://www.acme.example/shop', industry: 'retail' });
    const contact = cyd.make('contact', {
      name: 'Ann',
      emails: ['ann@acme.example', 'ann@home.example'],
      phones: ['+41446681801'],
      jobTitle: 'Head of buying',
      notes: 'Likes tea.',
      company,
    });
    const other = cyd.make('contact', { name: 'Eva Other', phones: ['+41446681800'] });
    const daniel = cyd.make('contact', { name: 'Dan', phones: ['+41446681800'] });
    const note = cyd.make('note', { body: 'Hello', contact });

    const sides = mergeInto(ada, cyd);
    const plan = planMerge(sides);
    expect(plan.pairs.map(({ id, to, by, isOne }) => [id, to, by, isOne])).toEqual([
      [contact, ann, 'emails', false],
      [daniel, dan, 'phones', false],
      [company, acme, 'domain', false],
    ]);
    const choices = { [company]: acme, [contact]: { to: ann, ours: ['jobTitle'] }, [daniel]: 'new' } as const;
    const chosen = planMerge(sides, choices);
    const differing = (id: RecordId) =>
      chosen.pairs.filter((pair) => pair.id === id).flatMap((pair) => differencesOf(sides, chosen, pair));
    expect(differing(contact)).toEqual([
      { field: 'name', there: 'Ann', here: 'Ann Lee' },
      { field: 'jobTitle', there: 'Head of buying', here: 'Buyer' },
    ]);

    const merged = await applyMerge(sides, choices);
    expect([merged.refused, merged.filled]).toEqual([[], 2]);
    await ada.sync();
    await bo.sync();
    for (const device of [ada, bo]) {
      expect(device.row('contact', ann)).toMatchObject({
        name: 'Ann Lee',
        emails: ['ann@acme.example', 'ann@home.example'],
        phones: ['+41446681801'],
        jobTitle: 'Head of buying',
        notes: 'Met in Bern.\n\nLikes tea.',
        company: acme,
      });
      expect(device.row('company', acme)).toMatchObject({ name: 'Acme Ltd', city: 'Bern', industry: 'retail' });
      expect([device.row('contact', contact), device.row('company', company)]).toEqual([null, null]);
      expect(device.row('note', note)?.['contact']).toBe(ann);
      expect([device.row('contact', other)?.['name'], device.row('contact', daniel)?.['name']]).toEqual([
        'Eva Other',
        'Dan',
      ]);
    }
    // Begun again, as after a crash at its very end, it finds nothing left to do; one undo takes all of it back.
    const audit = (await world.state()).audit.length;
    expect(await applyMerge(sides, choices)).toMatchObject({ made: 0, filled: 0, refused: [] });
    await ada.sync();
    expect((await world.state()).audit).toHaveLength(audit);
    expect((await ada.replica.undo(merged.group)).ok).toBe(true);
    await ada.sync();
    await bo.sync();
    expect(bo.row('contact', ann)).toMatchObject({
      emails: ['ann@acme.example'],
      jobTitle: 'Buyer',
      notes: 'Met in Bern.',
    });
    expect(bo.row('note', note)?.deletedAt).not.toBeNull();
  });

  test('[B-22/C] a merge that was given up before anything was sent leaves no trace, here and at the server', async () => {
    const { world, ada, cyd } = await newWorlds();
    const made = work(cyd);
    const { head } = await world.state();
    let turns = 0;
    const stopped = applyMerge(mergeInto(ada, cyd), {}, () => {
      turns += 1;
      if (turns === 4) throw new Error('given up');
      return undefined;
    });
    await expect(stopped).rejects.toThrow('given up');
    const group = mergeUnderWay(ada.store) ?? '';
    expect((await ada.replica.undo(group)).ok).toBe(true);
    forgetMerge(ada.store);
    await ada.sync();
    expect([mergeUnderWay(ada.store), ada.row('company', made.company), ada.store.outbox()]).toEqual([null, null, []]);
    expect((await world.state()).head).toBe(head);
  });

  test('[B-22/C] what is refused is named, stays where it was, and keeps nothing else out', async () => {
    const { world, bo, cyd } = await newWorlds();
    const made = work(cyd);
    const dov = await world.device('member');
    const merged = await applyMerge(mergeInto(dov, cyd), { [made.eve]: dov.member, [made.bo]: dov.member });
    const refused = new Set(merged.refused.map(({ entity }) => entity));
    expect([refused.has('member'), refused.has('deal'), refused.has('company')]).toEqual([true, false, false]);
    expect(cyd.row('member', made.eve)).not.toBeNull();
    await dov.sync();
    await bo.sync();
    expect(bo.row('deal', made.deal)).toMatchObject({ title: 'Big', owner: dov.member });
    expect(dov.store.attention()).toEqual([]);
  });
}
