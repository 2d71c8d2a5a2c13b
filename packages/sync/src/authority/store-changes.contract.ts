import type { ChangeId } from '@satchel/core';
import { expect } from 'vitest';
import type { Outcome } from '../protocol/outcome.ts';
import { allRows, type Check, everything, newTenant } from './store-looks.contract.ts';
import { acceptanceOf, changedRow, sampleChangeId, sampleId, sampleRow } from './store-samples.contract.ts';

/** Sequences, log, audit, events and outcomes. */
export function changesAreOrdered(check: Check): void {
  const three = () => [1, 2, 3].map((n) => acceptanceOf(n, { created: [sampleRow('box', n)] }));

  check(
    'sequences are dense and in order; another sequence is refused and nothing of it kept',
    async (store, tenant) => {
      const [one, two, third] = three();
      if (!one || !two || !third) throw new Error('There are three.');
      const heads = await store.write(tenant, async (transaction) => {
        await transaction.accept([one, two]);
        return [await transaction.head()];
      });
      expect(heads).toEqual([2]);
      const before = await everything(store, tenant);
      for (const wrong of [[acceptanceOf(2)], [acceptanceOf(4)], [third, acceptanceOf(5)], [acceptanceOf(4), third]]) {
        await expect(store.write(tenant, (transaction) => transaction.accept(wrong))).rejects.toThrow(
          'does not follow',
        );
      }
      expect(await everything(store, tenant)).toEqual(before);
      await store.write(tenant, (transaction) => transaction.accept([third]));
      expect(await store.read(tenant, (reader) => reader.head())).toBe(3);
    },
  );

  check('the log gives what was accepted after a sequence, in order, at most so many', async (store, tenant) => {
    const entries = three().map(({ entry }) => entry);
    await store.write(tenant, (transaction) => transaction.accept(three()));
    const log = (after: number, limit: number) => store.read(tenant, (reader) => reader.log(after, limit));
    expect([await log(0, 9), await log(1, 1), await log(3, 9)]).toEqual([entries, [entries[1]], []]);
  });

  check(
    'compacting forgets the log up to a sequence, never more than there is and never less; the audit stays',
    async (store, tenant) => {
      await store.write(tenant, (transaction) => transaction.accept(three()));
      const before = await everything(store, tenant);
      const seen: unknown[] = [];
      for (const upTo of [1, 0, 2, 99]) {
        await store.compact(tenant, upTo);
        const { log, floor, ...rest } = await everything(store, tenant);
        seen.push([floor, log.map(({ sequence }) => sequence)]);
        expect({ ...rest, floor: 0, log: before.log }).toEqual(before);
      }
      expect(seen).toEqual([
        [1, [2, 3]],
        [1, [2, 3]],
        [2, [3]],
        [3, []],
      ]);
      await store.write(tenant, (transaction) => transaction.accept([acceptanceOf(4)]));
      expect(
        await store.read(tenant, async (reader) => (await reader.log(0, 9)).map(({ sequence }) => sequence)),
      ).toEqual([4]);
    },
  );

  check('events come in the order in which they happened, of at most so many changes', async (store, tenant) => {
    await store.write(tenant, async (transaction) => {
      await transaction.accept([
        acceptanceOf(1, { created: [sampleRow('box', 1), sampleRow('item', 1)] }),
        acceptanceOf(2),
        acceptanceOf(3, { created: [sampleRow('box', 2)] }),
      ]);
    });
    const events = (after: number, limit: number) =>
      store.read(tenant, async (reader) =>
        (await reader.events(after, limit)).map(({ sequence, name, record }) => [sequence, name, record]),
      );
    const [first, second, third] = [
      [1, 'box.create', sampleId(1)],
      [1, 'item.create', sampleId(1)],
      [3, 'box.create', sampleId(2)],
    ];
    expect([await events(0, 9), await events(0, 2), await events(1, 9), await events(3, 9)]).toEqual([
      [first, second, third],
      [first, second],
      [third],
      [],
    ]);
  });

  check('outcomes are kept with the number of their device’s last change', async (store, tenant) => {
    const accepted: Outcome = {
      kind: 'accepted',
      change: sampleChangeId(1),
      sequence: 1,
      superseded: [{ entity: 'item', id: sampleId(1), field: 'name', value: 'Lost "it" \\' }],
    };
    const refused: Outcome = {
      kind: 'refused',
      change: sampleChangeId(2),
      refusals: [{ code: 'no', message: 'No.', held: { minor: 1, currency: 'EUR' } }],
      blockedBy: sampleChangeId(1),
    };
    const later: Outcome = { ...refused, change: sampleChangeId(3), blockedBy: null };
    await store.write(tenant, async (transaction) => {
      await transaction.accept([acceptanceOf(1)]);
      await transaction.conclude('device00', [accepted, refused], 2);
      await transaction.conclude('device11', [], 7);
      expect(await transaction.device('device00')).toEqual({ lastNumber: 2 });
    });
    await store.write(tenant, (transaction) => transaction.conclude('device00', [later], 3));
    const asked: readonly ChangeId[] = [1, 2, 3, 4].map(sampleChangeId);
    await store.read(tenant, async (reader) => {
      expect(new Map(await reader.outcomes(asked))).toEqual(
        new Map([accepted, refused, later].map((outcome) => [outcome.change, outcome])),
      );
      expect([await reader.device('device00'), await reader.device('device11'), await reader.device('other')]).toEqual(
        [3, 7, 0].map((lastNumber) => ({ lastNumber })),
      );
    });
  });
}

export function tenantsAreApart(check: Check): void {
  check('a tenant never sees another one', async (store, tenant) => {
    const other = newTenant();
    const row = sampleRow('item', 1, { box: sampleId(5), size: 1 });
    await store.write(tenant, async (transaction) => {
      await transaction.accept([acceptanceOf(1, { created: [row] }), acceptanceOf(2)]);
      const change = sampleChangeId(1);
      await transaction.conclude('device00', [{ kind: 'accepted', change, sequence: 1, superseded: [] }], 1);
    });
    const before = await everything(store, tenant);
    const mine = changedRow(row, { name: 'Other', size: 2 });
    await store.write(other, async (transaction) => {
      expect([await transaction.head(), await allRows(transaction, [row])]).toEqual([0, []]);
      const where = { field: 'size', op: 'eq', value: 1 } as const;
      expect(await transaction.count({ need: 'count', entity: 'item', where })).toBe(0);
      expect(await transaction.first({ need: 'first', entity: 'item', where, orderBy: 'name' })).toBeNull();
      expect(await transaction.list({ need: 'list', entity: 'item', where, limit: 9 })).toEqual([]);
      expect(await transaction.referring('item', 'box', [sampleId(5)])).toEqual([]);
      expect([...(await transaction.outcomes([sampleChangeId(1)]))]).toEqual([]);
      expect(await transaction.device('device00')).toEqual({ lastNumber: 0 });
      // The same ids, another tenant.
      await transaction.accept([acceptanceOf(1, { created: [mine] })]);
    });
    await store.compact(other, 1);
    await store.renew(other, 'other');
    expect(await everything(store, tenant)).toEqual(before);
    expect(await store.read(other, (reader) => allRows(reader, [row]))).toEqual([mine]);
  });

  check('a tenant has one generation until it is renewed', async (store, tenant) => {
    const generation = (name: string) => store.read(name, (reader) => reader.generation());
    const other = newTenant();
    for (const name of [tenant, other]) await store.write(name, (transaction) => transaction.accept([acceptanceOf(1)]));
    const [first, ofOther] = [await generation(tenant), await generation(other)];
    await store.write(tenant, (transaction) => transaction.accept([acceptanceOf(2)]));
    expect(await generation(tenant)).toBe(first);
    await store.renew(tenant, 'restored');
    expect([await generation(tenant), await generation(other)]).toEqual(['restored', ofOther]);
    expect(first).not.toBe('restored');
    expect(await store.write(tenant, (transaction) => transaction.generation())).toBe('restored');
    await store.write(tenant, async (transaction) => {
      await transaction.accept([acceptanceOf(3)]);
      await transaction.renew('renewed');
      await expect(
        transaction.savepoint(async () => {
          await transaction.renew('taken back');
          throw new Error('Not this.');
        }),
      ).rejects.toThrow('Not this.');
      expect([await transaction.generation(), await transaction.head()]).toEqual(['renewed', 3]);
    });
    const failing = store.write(tenant, async (transaction) => {
      await transaction.renew('taken back');
      throw new Error('Not today.');
    });
    await expect(failing).rejects.toThrow('Not today.');
    expect([await generation(tenant), await generation(other)]).toEqual(['renewed', ofOther]);
    expect(await store.read(tenant, (reader) => reader.head())).toBe(3);
  });
}
