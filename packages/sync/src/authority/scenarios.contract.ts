import type { Account, Plan, RecordId } from '@satchel/core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createWorld } from '../../test/world.ts';
import { adoptionScenarios } from './adoption-scenarios.contract.ts';
import { assignmentScenarios } from './assignment-scenarios.contract.ts';
import { attackScenarios } from './attack-scenarios.contract.ts';
import { auditScenarios } from './audit-scenarios.contract.ts';
import type { OpenedStore } from './authority-store.contract.ts';
import { customFieldScenarios } from './custom-field-scenarios.contract.ts';
import { hiddenScenarios } from './hidden-scenarios.contract.ts';
import { mergeWorkspacesScenarios } from './merge-workspaces-scenarios.contract.ts';
import { numberScenarios } from './number-scenarios.contract.ts';
import { pastScenarios } from './past-scenarios.contract.ts';
import { removalScenarios } from './removal-scenarios.contract.ts';
import { createSession } from './session.ts';
import { shareScenarios } from './share-scenarios.contract.ts';
import { sizeScenarios } from './size-scenarios.contract.ts';

/** In a text that nobody checks before the store does. */
const nul = 'a\0b';

const usd = (minor: number) => ({ minor, currency: 'USD' });

/** What devices and an authority do to each other, on a store of `coreModel`. */
export function authorityScenarios(name: string, open: () => Promise<OpenedStore>): void {
  describe(`scenarios on ${name}`, () => {
    let opened: OpenedStore;
    beforeAll(async () => {
      opened = await open();
    }, 120_000);
    afterAll(async () => await opened.close());

    numberScenarios(() => opened.store);
    hiddenScenarios(() => opened.store);
    assignmentScenarios(() => opened.store);
    removalScenarios(() => opened.store);
    shareScenarios(() => opened.store);
    adoptionScenarios(() => opened.store);
    customFieldScenarios(() => opened.store);
    mergeWorkspacesScenarios(() => opened.store);
    pastScenarios(() => opened.store);
    sizeScenarios(() => opened.store);
    attackScenarios(() => opened.store);
    auditScenarios(() => opened.store);

    test('a chain of edits of one guarded field, made offline, is accepted link by link', async () => {
      const world = await createWorld(opened.store);
      const ada = await world.device('owner');
      const deal = ada.make('deal', { title: 'Chain', amount: usd(1) });
      await ada.sync();
      const links = [2, 3, 4, 5].map((minor) => ada.update('deal', deal, { amount: usd(minor) }));
      await ada.sync();
      expect(await world.kindsOf(links)).toEqual(['accepted', 'accepted', 'accepted', 'accepted']);
      expect((await world.row('deal', deal))?.['amount']).toEqual(usd(5));
      expect(ada.store.outbox()).toEqual([]);
    });

    test('[S5-07/C] what is over the plan’s limit is kept on the device that made it, and taken when there is room', async () => {
      let plan: Plan = 'free';
      const world = await createWorld(opened.store, () => ({ plan }));
      const [ada, bo] = [await world.device('owner'), await world.device('admin')];
      // Both are offline, each within the limit of three by itself.
      const adas = ['One', 'Two'].map((name) => ada.make('campaign', { name }));
      const bos = ['Three', 'Four', 'Five'].map((name) => bo.make('campaign', { name }));
      await ada.sync();
      await bo.sync();
      const held = async () => {
        const rows = await Promise.all([...adas, ...bos].map((id) => world.row('campaign', id)));
        return rows.map((row) => row?.['name']);
      };
      expect(await held()).toEqual(['One', 'Two', 'Three', undefined, undefined]);
      const kept = bo.store.attention();
      expect(kept.map(({ change }) => change.intentions[0]?.id)).toEqual(bos.slice(1));
      expect(kept[0]).toMatchObject({
        kind: 'refused',
        refusals: [{ code: 'plan-limit-exceeded', entity: 'campaign' }],
      });
      // What is there may be changed, and what goes makes room.
      const [one, two] = adas;
      if (!one || !two) throw new Error('Two were made.');
      ada.update('campaign', one, { name: 'One again' });
      ada.commit([{ kind: 'delete', entity: 'campaign', id: two }]);
      const next = ada.make('campaign', { name: 'Six' });
      await ada.sync();
      expect((await world.row('campaign', next))?.['name']).toBe('Six');
      // A larger plan holds at once.
      plan = 'basic';
      const again = bo.make('campaign', { name: 'Four' });
      await bo.sync();
      expect((await world.row('campaign', again))?.['name']).toBe('Four');
    });

    test('[S5-05/C] while an account is inactive or suspended nothing is exchanged, and nothing is lost', async () => {
      let account: Account = { status: 'active', trialEndsAt: null };
      const world = await createWorld(opened.store, () => ({ account }));
      const ada = await world.device('owner');
      for (const status of ['inactive', 'suspended'] as const) {
        account = { status, trialEndsAt: null };
        const waiting = ada.make('company', { name: `Made while ${status}` });
        await ada.sync();
        expect(await world.row('company', waiting)).toBeNull();
        expect(ada.store.outbox()).toHaveLength(1);
        expect(ada.row('company', waiting)?.['name']).toBe(`Made while ${status}`);
        account = { status: 'trial', trialEndsAt: null };
        await ada.sync();
        expect((await world.row('company', waiting))?.['name']).toBe(`Made while ${status}`);
        expect(ada.store.outbox()).toEqual([]);
      }
      account = { status: 'trial', trialEndsAt: 0 };
      const late = ada.make('company', { name: 'After the trial' });
      await ada.sync();
      expect(await world.row('company', late)).toBeNull();
    });

    test('a link that is refused takes those built upon it along, as one matter, and shows what the server holds', async () => {
      const world = await createWorld(opened.store);
      const [ada, bo] = [await world.device('owner'), await world.device('admin')];
      const deal = ada.make('deal', { title: 'Chain', amount: usd(1) });
      await ada.sync();
      await bo.sync();
      const first = ada.update('deal', deal, { title: 'First' });
      bo.update('deal', deal, { amount: usd(70) });
      await bo.sync();
      const second = ada.update('deal', deal, { amount: usd(2) });
      const third = ada.update('deal', deal, { amount: usd(3) });
      const other = ada.make('company', { name: 'Not touched by it' });
      await ada.sync();
      expect((await world.outcome(first))?.kind).toBe('accepted');
      expect(await world.outcome(second)).toMatchObject({
        kind: 'refused',
        blockedBy: null,
        refusals: [{ code: 'changed-meanwhile', field: 'amount', held: usd(70) }],
      });
      expect(await world.outcome(third)).toMatchObject({ kind: 'refused', blockedBy: second });
      expect(ada.row('deal', deal)).toMatchObject({ title: 'First', amount: usd(70) });
      expect(ada.store.attention().map(({ change }) => change.id)).toEqual([second, third]);
      expect(await world.row('company', other)).not.toBeNull();
    });

    test('a change over three records of which one was hidden is refused whole and tells nothing of that one', async () => {
      const world = await createWorld(opened.store);
      const [ada, cyd] = [await world.device('owner'), await world.device('member')];
      const [one, two, three] = ['One', 'Two', 'Three'].map((title) => cyd.make('deal', { title }));
      if (!one || !two || !three) throw new Error('Three deals were made.');
      await cyd.sync();
      await ada.sync();
      ada.update('deal', two, { owner: ada.member, title: 'Secret' });
      await ada.sync();
      const change = cyd.commit(
        [one, two, three].map((id) => ({ kind: 'update', entity: 'deal', id, fields: { title: 'Renamed' } }) as const),
      );
      await cyd.sync();
      const outcome = await world.outcome(change);
      expect(outcome).toMatchObject({ kind: 'refused', refusals: [{ code: 'not-found', record: two }] });
      expect(JSON.stringify(outcome)).not.toContain('Secret');
      expect([(await world.row('deal', one))?.['title'], (await world.row('deal', three))?.['title']]).toEqual([
        'One',
        'Three',
      ]);
      expect([cyd.row('deal', one)?.['title'], cyd.row('deal', two)]).toEqual(['One', null]);
      expect(cyd.store.history('deal', two, 9)).toEqual([]);
      expect(cyd.store.attention()).toMatchObject([{ kind: 'refused', change: { id: change } }]);
    });

    test('a create for a team that its owner has left is accepted without the team, and its owner is told', async () => {
      const world = await createWorld(opened.store);
      const [ada, cyd] = [await world.device('owner'), await world.device('member')];
      const [north, south] = ['North', 'South'].map((name) => ada.make('team', { name }));
      if (!north || !south) throw new Error('Two teams were made.');
      ada.update('member', cyd.member, { teams: [north, south] });
      await ada.sync();
      await cyd.sync();
      const id = cyd.newId();
      const change = cyd.commit([{ kind: 'create', entity: 'deal', id, fields: { title: 'Northern', team: north } }]);
      const kept = cyd.make('deal', { title: 'Southern', team: south });
      ada.update('member', cyd.member, { teams: [south] });
      await ada.sync();
      await cyd.sync();
      expect(await world.outcome(change)).toMatchObject({
        kind: 'accepted',
        superseded: [{ entity: 'deal', id, field: 'team', value: north, reason: 'team-lost' }],
      });
      expect([cyd.row('deal', id)?.team, cyd.row('deal', kept)?.team]).toEqual([null, south]);
      expect(await world.row('deal', id)).toEqual(cyd.row('deal', id));
      expect(cyd.store.attention()).toMatchObject([{ kind: 'superseded', change: { id: change } }]);
      const put = cyd.replica.commit([{ kind: 'update', entity: 'deal', id, fields: { team: north } }]);
      expect(put).toMatchObject({ ok: false, error: [{ code: 'not-in-team', field: 'team' }] });
    });

    test('a deal for a contact that was deleted meanwhile is refused and kept', async () => {
      const world = await createWorld(opened.store);
      const [ada, bo] = [await world.device('owner'), await world.device('admin')];
      const contact = ada.make('contact', { name: 'Gone' });
      await ada.sync();
      await bo.sync();
      ada.commit([{ kind: 'delete', entity: 'contact', id: contact }]);
      await ada.sync();
      const deal = bo.make('deal', { title: 'With somebody', contacts: [contact] });
      const later = bo.update('deal', deal, { title: 'Still with somebody' });
      await bo.sync();
      expect(bo.row('deal', deal)).toBeNull();
      expect(bo.store.attention()).toMatchObject([
        {
          kind: 'refused',
          refusals: [{ code: 'reference-missing', field: 'contacts' }],
          overlays: [{ kind: 'create' }],
        },
        { kind: 'refused', change: { id: later } },
      ]);
    });

    test('the same two contacts merged differently on two devices: the first stays, the other is refused whole and kept', async () => {
      const world = await createWorld(opened.store);
      const [ada, bo] = [await world.device('owner'), await world.device('admin')];
      const one = ada.make('contact', { name: 'Eva', emails: ['eva@a.example'] });
      const two = ada.make('contact', { name: 'Eve', emails: ['eve@a.example'] });
      const ofOne = ada.make('deal', { title: 'Of Eva', contacts: [one] });
      const ofTwo = ada.make('deal', { title: 'Of Eve', contacts: [two] });
      await ada.sync();
      await bo.sync();
      const merge = (device: typeof ada, kept: RecordId, gone: RecordId, deal: RecordId, name: string) =>
        device.commit([
          { kind: 'update', entity: 'deal', id: deal, fields: { contacts: [kept] } },
          { kind: 'update', entity: 'contact', id: kept, fields: { name, emails: ['eva@a.example', 'eve@a.example'] } },
          { kind: 'delete', entity: 'contact', id: gone },
        ]);
      const first = merge(ada, one, two, ofTwo, 'Eva');
      const second = merge(bo, two, one, ofOne, 'Eve');
      const later = bo.update('contact', two, { jobTitle: 'Director' });
      await ada.sync();
      await bo.sync();
      await ada.sync();
      expect(await world.kindsOf([first, second, later])).toEqual(['accepted', 'refused', 'refused']);
      for (const device of [ada, bo]) {
        expect(device.row('contact', one)).toMatchObject({ name: 'Eva', deletedAt: null });
        expect(device.row('contact', two)?.deletedAt).toEqual(expect.any(Number));
        expect([ofOne, ofTwo].map((deal) => device.row('deal', deal)?.['contacts'])).toEqual([[one], [one]]);
      }
      const kept = bo.store.attention();
      expect(kept.map(({ change }) => change.id)).toEqual([second, later]);
      expect(kept[1]).toMatchObject({ kind: 'refused', blockedBy: second });
    });

    test('[B-03/C] an undo after somebody else’s edit restores what still holds its value and names the rest', async () => {
      const world = await createWorld(opened.store);
      const [ada, bo] = [await world.device('owner'), await world.device('admin')];
      const company = ada.make('company', { name: 'Before', city: 'Bern' });
      const change = ada.update('company', company, { name: 'After', city: 'Basel' });
      await ada.sync();
      await bo.sync();
      bo.update('company', company, { city: 'Berlin' });
      await bo.sync();
      await ada.sync();
      const undone = await ada.replica.undo(change);
      expect(undone).toMatchObject({ ok: true, value: { left: [{ id: company, field: 'city' }] } });
      await ada.sync();
      expect(await world.row('company', company)).toMatchObject({ name: 'Before', city: 'Berlin' });
    });

    test('[B-03/C] what was undone before it was sent never reaches the server, and can be done again', async () => {
      const world = await createWorld(opened.store);
      const [ada, bo] = [await world.device('owner'), await world.device('admin')];
      const company = ada.make('company', { name: 'Before' });
      await ada.sync();
      const { head } = await world.state();
      const kept = ada.update('company', company, { name: 'After' });
      const undone = ada.update('company', company, { city: 'Basel' });
      const last = ada.update('company', company, { industry: 'Retail' });
      const taken = await ada.replica.undo(undone);
      expect(ada.row('company', company)).toMatchObject({ name: 'After', city: null, industry: 'Retail' });
      expect(ada.store.outbox().map(({ change }) => [change.id, change.intentions[0]])).toMatchObject([
        [kept, {}],
        [last, { after: kept }],
      ]);
      await ada.sync();
      await bo.sync();
      expect((await world.state()).head).toBe(head + 2);
      expect(await world.outcome(undone)).toBeUndefined();
      expect(bo.row('company', company)).toMatchObject({ name: 'After', city: null, industry: 'Retail' });
      expect((await ada.replica.undo(taken.ok ? taken.value.id : '')).ok).toBe(true);
      await ada.sync();
      await bo.sync();
      expect(bo.row('company', company)).toMatchObject({ name: 'After', city: 'Basel', industry: 'Retail' });
    });

    test('[B-03/C] an own step is taken back without the right to go back, as long as nobody changed it since', async () => {
      const world = await createWorld(opened.store);
      const [ada, cyd] = [await world.device('owner'), await world.device('manager')];
      const stageOf = (key: string) =>
        cyd.store.ids('stage').find((id) => cyd.row('stage', id)?.['key'] === key) ?? null;
      const won = (deal: RecordId) => cyd.update('deal', deal, { status: 'won' });
      const [one, two] = ['One', 'Two'].map((title) => cyd.make('deal', { title, amount: usd(1) }));
      if (!one || !two) throw new Error('Two deals were made.');
      await cyd.sync();
      const steps = [won(one), won(two)];
      await cyd.sync();
      await ada.sync();
      for (const step of steps) expect((await cyd.replica.undo(step)).ok).toBe(true);
      // Somebody has built upon the second one, which Cyd does not know.
      ada.update('deal', two, { status: 'open' });
      ada.update('deal', two, { status: 'won' });
      await ada.sync();
      await cyd.sync();
      expect(await world.row('deal', one)).toMatchObject({ status: 'open', stage: stageOf('qualification') });
      expect((await world.row('deal', two))?.['status']).toBe('won');
      // Nobody else may: not by the way, either.
      const again = won(one);
      await cyd.sync();
      expect(() => cyd.update('deal', one, { status: 'open' })).toThrow('Only owners and admins');
      world.passDays(2);
      expect(await cyd.replica.undo(again)).toMatchObject({ ok: false });
    });

    test('a device 60 days behind a compacted log, with 50 edits waiting, loads anew and loses none of them', async () => {
      const world = await createWorld(opened.store);
      const [ada, bo] = [await world.device('owner'), await world.device('admin')];
      const ids = Array.from({ length: 50 }, (_, n) => bo.make('company', { name: `Company ${n}` }));
      await bo.sync();
      await ada.sync();
      const edits = ids.map((id, n) => bo.update('company', id, { city: `City ${n}` }));
      world.passDays(60);
      for (const id of ids) ada.update('company', id, { industry: 'Later' });
      const [gone] = ids;
      if (!gone) throw new Error('There are companies.');
      const made = ada.make('company', { name: 'Made meanwhile' });
      await ada.sync();
      await world.store.compact(world.tenant, (await world.state()).head);
      await bo.sync();
      expect(await world.kindsOf(edits)).toEqual(edits.map(() => 'accepted'));
      expect(await world.row('company', gone)).toMatchObject({ city: 'City 0', industry: 'Later' });
      expect(bo.row('company', gone)).toEqual(await world.row('company', gone));
      expect(bo.row('company', made)).toEqual(await world.row('company', made));
    });

    test('a restored older database file sends what it has under a new name, and nothing twice', async () => {
      const world = await createWorld(opened.store);
      const ada = await world.device('owner');
      ada.make('company', { name: 'One' });
      await ada.sync();
      const restore = ada.store.backup();
      const lost = ada.make('company', { name: 'Sent before the restore' });
      await ada.sync();
      restore();
      const after = ada.make('company', { name: 'Made after it' });
      await ada.sync();
      const { audit, head } = await world.state();
      expect(new Set(audit.map(({ change }) => change.id)).size).toBe(head);
      expect([(await world.row('company', lost))?.['name'], (await world.row('company', after))?.['name']]).toEqual([
        'Sent before the restore',
        'Made after it',
      ]);
      expect(ada.row('company', lost)).toEqual(await world.row('company', lost));
    });

    test('[R-26] what a copy may send again is remembered from when it was told that it is one', async () => {
      const world = await createWorld(opened.store);
      const ada = await world.device('owner');
      ada.make('company', { name: 'Waits in the copy, and was sent' });
      const [waiting] = ada.store.outbox().map(({ change }) => change);
      if (waiting === undefined) throw new Error('There is a change that waits.');
      await ada.sync();
      await ada.sync();
      ada.make('company', { name: 'Later' });
      await ada.sync();
      const told: unknown[] = [];
      const session = createSession({
        authority: world.authority,
        store: world.store,
        model: world.model,
        sender: { tenant: world.tenant, member: ada.member, device: waiting.device },
        now: () => Date.UTC(2026, 0, 1),
        send: (message) => void told.push(message),
      });
      const hello = { kind: 'hello', protocol: 1, cursor: null, generation: null, epoch: {}, now: 0 } as const;
      await session.receive({ ...hello, lastNumber: 0 });
      expect(told).toEqual([{ kind: 'forked', lastNumber: 2, isForgotten: false }]);
      await world.store.compact(world.tenant, (await world.state()).head);
      expect(await world.kindsOf([waiting.id])).toEqual(['accepted']);
    });

    test('[R-26] a copy older than what the ledger remembers sends nothing that may have been judged: it goes to needs attention', async () => {
      const world = await createWorld(opened.store);
      const ada = await world.device('owner');
      const twice = ada.make('company', { name: 'Waits in the copy, and was sent' });
      const [waiting] = ada.store.outbox().map(({ change }) => change.id);
      const restore = ada.store.backup();
      await ada.sync();
      // With a next change, sent on a connection that began after all that, the device confirms it.
      await ada.sync();
      ada.make('company', { name: 'Later' });
      await ada.sync();
      await world.store.compact(world.tenant, (await world.state()).head);
      await ada.sync();
      if (waiting === undefined) throw new Error('There is a change that waits.');
      expect(await world.kindsOf([waiting])).toEqual([undefined]);
      restore();
      await ada.sync();
      expect(ada.store.outbox()).toEqual([]);
      expect(
        ada.store
          .attention()
          .map((one) => [one.change.id, one.kind === 'refused' && one.refusals.map(({ code }) => code)]),
      ).toEqual([[waiting, ['forgotten']]]);
      const { audit } = await world.state();
      expect(audit.filter(({ change }) => change.id === waiting)).toHaveLength(1);
      expect(ada.row('company', twice)).toEqual(await world.row('company', twice));
      const after = ada.make('company', { name: 'Made after it' });
      await ada.sync();
      expect((await world.row('company', after))?.['name']).toBe('Made after it');
    });

    test('NUL in a text that only the server’s store refuses, in the middle of a batch of 500, refuses its change and no other', async () => {
      const world = await createWorld(opened.store);
      const ada = await world.device('owner');
      const { head: before } = await world.state();
      const changes = Array.from({ length: 500 }, (_, n) => {
        const create = { kind: 'create', entity: 'company', id: ada.newId(), fields: { name: `${n}` } } as const;
        return ada.commit([create], n === 250 ? { label: nul } : {});
      });
      const { sender, entries } = { sender: { tenant: world.tenant, member: ada.member }, entries: ada.store.outbox() };
      const [device] = entries.map(({ change }) => change.device);
      const result = await world.authority.push({
        sender: { ...sender, device: device ?? '' },
        firstNumber: 1,
        changes: entries.map(({ change }) => change),
      });
      const kinds = result.kind === 'judged' ? result.outcomes.map(({ kind }) => kind) : [];
      expect(kinds.flatMap((kind, index) => (kind === 'refused' ? [index] : []))).toEqual([250]);
      const { head, audit } = await world.state();
      expect([kinds.length, head - before, changes.length]).toEqual([500, 499, 500]);
      expect(audit.map(({ sequence }) => sequence)).toEqual(Array.from({ length: head }, (_, index) => index + 1));
      await ada.sync();
      expect(ada.store.attention()).toHaveLength(1);
    });

    for (const culprit of [null, 3]) {
      const rest = culprit === null ? '' : ', and what the store refuses of one is refused to that one alone';
      test(`pushes of many devices that come at once are judged one after another${rest}`, async () => {
        const world = await createWorld(opened.store);
        const ada = await world.device('owner');
        const deal = ada.make('deal', { title: 'Wanted', amount: usd(1) });
        await ada.sync();
        const others = [];
        for (let n = 0; n < 5; n += 1) others.push(await world.device('admin'));
        const pushes = others.map((one, n) => {
          const company = one.make('company', { name: `Of ${n}` });
          one.commit([{ kind: 'update', entity: 'company', id: company, fields: { city: 'Here' } }]);
          one.update('deal', deal, { amount: usd(10 + n) });
          if (n === culprit) {
            const create = {
              kind: 'create',
              entity: 'company',
              id: one.newId(),
              fields: { name: 'Not kept' },
            } as const;
            one.commit([create], { label: nul });
          }
          const changes = one.store.outbox().map(({ change }) => change);
          const sender = { tenant: world.tenant, member: one.member, device: changes[0]?.device ?? '' };
          return { sender, firstNumber: 1, changes };
        });
        // The first is judged alone, those that came meanwhile together.
        const results = await Promise.all(pushes.map((push) => world.authority.push(push)));
        const kinds = results.map((result) =>
          result.kind === 'judged' ? result.outcomes.map(({ kind }) => kind) : [],
        );
        expect(kinds).toEqual(
          others.map((_, n) => [
            'accepted',
            'accepted',
            n === 0 ? 'accepted' : 'refused',
            ...(n === culprit ? ['refused'] : []),
          ]),
        );
        expect((await world.row('deal', deal))?.['amount']).toEqual(usd(10));
        const { head, audit } = await world.state();
        expect(audit.map(({ sequence }) => sequence)).toEqual(Array.from({ length: head }, (_, index) => index + 1));
        // Each device learns the same when it sends them again, and goes on from there.
        for (const one of others) {
          await one.sync();
          expect(one.store.outbox()).toEqual([]);
          one.make('company', { name: 'Afterwards' });
          await one.sync();
          expect(one.store.outbox()).toEqual([]);
        }
        expect((await world.state()).head).toBe(head + others.length);
      });
    }

    test('a change that is sent twice, in one message or again, is judged once', async () => {
      const world = await createWorld(opened.store);
      const ada = await world.device('owner');
      const company = ada.make('company', { name: 'Once' });
      await ada.sync();
      const { head } = await world.state();
      const change = ada.update('company', company, { name: 'Twice' });
      const changes = ada.store.outbox().map((entry) => entry.change);
      const sender = { tenant: world.tenant, member: ada.member, device: changes[0]?.device ?? '' };
      const push = () => world.authority.push({ sender, firstNumber: 2, changes: [...changes, ...changes] });
      const first = await push();
      expect(first).toMatchObject({ kind: 'judged', outcomes: [{ change, kind: 'accepted', sequence: head + 1 }, {}] });
      expect(await push()).toEqual(first);
      expect((await world.state()).head).toBe(head + 1);
    });

    test('two devices that add to one list keep both, and adding wins over a removal that did not know of it', async () => {
      const world = await createWorld(opened.store);
      const [ada, bo] = [await world.device('owner'), await world.device('admin')];
      const contact = ada.make('contact', { name: 'Many mails', emails: ['old@a.example', 'both@a.example'] });
      await ada.sync();
      await bo.sync();
      ada.update('contact', contact, { emails: ['old@a.example', 'both@a.example', 'ada@a.example'] });
      bo.update('contact', contact, { emails: ['both@a.example', 'bo@a.example'] });
      await ada.sync();
      await bo.sync();
      await ada.sync();
      expect((await world.row('contact', contact))?.['emails']).toEqual([
        'both@a.example',
        'ada@a.example',
        'bo@a.example',
      ]);
      // Ada takes it out and puts it back; Bo, who has not seen that, takes it out.
      ada.update('contact', contact, { emails: ['ada@a.example', 'bo@a.example'] });
      ada.update('contact', contact, { emails: ['ada@a.example', 'bo@a.example', 'both@a.example'] });
      bo.update('contact', contact, { emails: ['ada@a.example', 'bo@a.example'] });
      await ada.sync();
      await bo.sync();
      expect((await world.row('contact', contact))?.['emails']).toContain('both@a.example');
    });

    test('the later edit of a field wins whichever arrives first, and who lost is told', async () => {
      const world = await createWorld(opened.store);
      const day = 24 * 60 * 60 * 1000;
      // One clock is a year ahead; what counts is when it truly was.
      const [ada, bo] = [await world.device('owner', 365 * day), await world.device('admin')];
      const company = ada.make('company', { name: 'Name' });
      await ada.sync();
      await bo.sync();
      const early = ada.update('company', company, { name: 'Early' });
      world.passDays(1);
      bo.update('company', company, { name: 'Late' });
      await bo.sync();
      await ada.sync();
      expect((await world.row('company', company))?.['name']).toBe('Late');
      expect(ada.store.attention()).toMatchObject([
        { kind: 'superseded', change: { id: early }, fields: [{ field: 'name', value: 'Early' }] },
      ]);
    });

    test('[S1-09/C] each accepted change leaves one entry with who, where, before and after, and a refused one none', async () => {
      const world = await createWorld(opened.store);
      const ada = await world.device('owner');
      const deal = ada.make('deal', { title: 'Audited', amount: usd(1) });
      const change = ada.update('deal', deal, { amount: usd(2) });
      await ada.sync();
      const entries = (await world.state()).audit.filter((entry) => entry.change.id === change);
      expect(entries).toHaveLength(1);
      expect(entries[0]).toMatchObject({
        change: { actor: ada.member, device: expect.stringMatching(/^[0-9a-z]{8}$/) as string },
        writes: [{ entity: 'deal', id: deal, kind: 'update', before: { amount: usd(1) }, after: { amount: usd(2) } }],
      });
      const { head } = await world.state();
      const bo = await world.device('admin');
      ada.update('deal', deal, { amount: usd(3) });
      const refused = bo.update('deal', deal, { amount: usd(4) });
      await ada.sync();
      await bo.sync();
      expect((await world.outcome(refused))?.kind).toBe('refused');
      const { audit } = await world.state();
      expect(audit.slice(head).map((entry) => entry.change.id)).not.toContain(refused);
      expect(audit).toHaveLength(head + 1);
    });

    test('[S1-14/C] [S4-50/C] an accepted change leaves its events in the same transaction, once; a refused one none', async () => {
      const world = await createWorld(opened.store);
      const ada = await world.device('owner');
      const contact = ada.make('contact', { name: 'Eve' });
      ada.update('contact', contact, { name: 'Eva' });
      ada.commit([{ kind: 'delete', entity: 'contact', id: contact }]);
      ada.commit([{ kind: 'create', entity: 'contact', id: ada.newId(), fields: { name: 'Not kept' } }], {
        label: nul,
      });
      await ada.sync();
      await ada.sync();
      const { events } = await world.state();
      expect(events.filter(({ record }) => record === contact).map(({ name }) => name)).toEqual([
        'contact.created',
        'contact.updated',
        'contact.deleted',
      ]);
      expect(events.filter(({ entity }) => entity === 'contact')).toHaveLength(3);
    });

    test('every device has the whole history of what its member may see, also of changes that came together', async () => {
      const world = await createWorld(opened.store);
      const [ada, bo] = [await world.device('owner'), await world.device('admin')];
      const company = ada.make('company', { name: 'One' });
      ada.update('company', company, { name: 'Two' });
      ada.update('company', company, { city: 'Bern' });
      await ada.sync();
      await bo.sync();
      const history = (device: typeof ada) =>
        device.store
          .history('company', company, 9)
          .map(({ kind, actor, before, after }) => [kind, actor, before, after]);
      const made = { name: 'One', owner: ada.member, isCustomer: false, isActive: true };
      expect(history(bo)).toEqual([
        ['update', ada.member, { city: null }, { city: 'Bern' }],
        ['update', ada.member, { name: 'One' }, { name: 'Two' }],
        ['create', ada.member, {}, made],
      ]);
      expect(history(ada)).toEqual(history(bo));
    });
  });
}
