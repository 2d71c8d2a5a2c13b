import fc from 'fast-check';
import { expect } from 'vitest';
import { checksumOf } from '../checksum.ts';
import { recordKey, type ServerRow } from './authority-store.ts';
import { allRows, type Check, everything, idsOf, keyOf, newTenant } from './store-looks.contract.ts';
import { acceptanceOf, changedRow, sampleId, sampleRow, sampleValues } from './store-samples.contract.ts';

/** Rows are read as they were put. */
export function rowsAreKept(check: Check): void {
  check('nothing is there of a tenant that nobody wrote to', async (store, tenant) => {
    const { head, floor, log, audit, events, items, outcomes, device } = await everything(store, tenant);
    expect({ head, floor, device }).toEqual({ head: 0, floor: 0, device: { lastNumber: 0 } });
    expect([log, audit, events, items, outcomes]).toEqual([[], [], [], [], []]);
    expect(await store.read(tenant, (reader) => allRows(reader, [sampleRow('item', 1)]))).toEqual([]);
  });

  check(
    'rows come back as they were put, also within the transaction, and what does not exist is absent',
    async (store, tenant) => {
      const box = sampleRow('box', 1, { name: 'Box' });
      const item = sampleRow('item', 1, {
        name: 'Item',
        friends: [sampleId(2)],
        price: { minor: -5, currency: 'CHF' },
      });
      const gone = sampleRow('item', 7);
      const expected = new Map([box, item].map((row) => [recordKey(row.entity, row.record.id), row]));
      const wanted = [item, gone, box].map(keyOf);
      const within = await store.write(tenant, async (transaction) => {
        await transaction.accept([acceptanceOf(1, { created: [box, item] })]);
        return await transaction.rows(wanted);
      });
      const after = await store.read(tenant, (reader) => reader.rows(wanted));
      const none = await store.read(tenant, (reader) => reader.rows([]));
      expect([within, after, none]).toEqual([expected, expected, new Map()]);
    },
  );

  check(
    'a row changes, gets other labels, is deleted and restored, also several times in one batch',
    async (store, tenant) => {
      const first = sampleRow('item', 1, { name: 'One', body: 'Stays', mails: ['a@b.example'] });
      const second = changedRow(first, { name: 'Two', mails: [], stamps: { name: 'x' } }, { revs: { name: [2, 'd'] } });
      const labelled = changedRow(second, {}, { scopes: ['member:a', 'member:b'] });
      const deleted = changedRow(labelled, { deletedAt: 9 });
      const restored = changedRow(deleted, { deletedAt: null, size: 4, 'custom.a': [1] });
      const steps = [
        acceptanceOf(2, { changed: [[second, ['name', 'mails']]] }),
        acceptanceOf(3, { changed: [[labelled, []]] }),
        acceptanceOf(4, { changed: [[deleted, ['deletedAt']]] }),
        acceptanceOf(5, { changed: [[restored, ['deletedAt', 'size', 'custom.a']]] }),
      ];
      await store.write(tenant, (transaction) => transaction.accept([acceptanceOf(1, { created: [first] })]));
      for (const step of steps) {
        await store.write(tenant, (transaction) => transaction.accept([step]));
        expect(await store.read(tenant, (reader) => allRows(reader, step.rows))).toEqual(step.rows);
      }
      const other = newTenant();
      await store.write(other, (transaction) => transaction.accept([acceptanceOf(1, { created: [first] }), ...steps]));
      expect(await store.read(other, (reader) => allRows(reader, [first]))).toEqual([restored]);
      expect(await store.read(other, (reader) => reader.log(0, 9))).toHaveLength(5);
    },
  );

  check(
    'values of every kind of field are read as they were written, by a create and by an update',
    async (store, tenant) => {
      let n = 0;
      await fc.assert(
        fc.asyncProperty(sampleValues, sampleValues, async (values, others) => {
          n += 1;
          const row: ServerRow = { ...sampleRow('item', n, values), revs: { name: [n, 'd"'] }, scopes: ['a', 'b"\\'] };
          const blank = sampleRow('item', 100_000 + n, others);
          const changed = changedRow(blank, values, { revs: { 'friends/x': [n, 'd'] }, scopes: [] });
          const written = await store.write(tenant, async (transaction) => {
            const head = await transaction.head();
            const fields = Object.keys(values).filter((name) => name !== 'stamps');
            await transaction.accept([acceptanceOf(head + 1, { created: [row, blank] })]);
            await transaction.accept([acceptanceOf(head + 2, { changed: [[changed, fields]] })]);
            return await allRows(transaction, [row, changed]);
          });
          expect(written.toSorted((a, b) => (a.record.id < b.record.id ? -1 : 1))).toEqual([row, changed]);
        }),
        { numRuns: 60 },
      );
    },
  );

  check('a page holds rows of one entity by id from after the last one, deleted ones too', async (store, tenant) => {
    const rows = [3, 1, 5, 2, 4].map((n) => sampleRow('item', n, n === 2 ? { deletedAt: 1 } : {}));
    await store.write(tenant, (transaction) =>
      transaction.accept([acceptanceOf(1, { created: [...rows, sampleRow('box', 9)] })]),
    );
    const page = (afterId: string | null, limit: number) =>
      store.read(tenant, async (reader) => idsOf(await reader.page('item', afterId, limit)));
    expect([
      await page(null, 2),
      await page(sampleId(2), 2),
      await page(sampleId(4), 9),
      await page(sampleId(5), 9),
    ]).toEqual([[1, 2], [3, 4], [5], []].map((ids) => ids.map(sampleId)));
    const [whole] = await store.read(tenant, (reader) => reader.page('item', sampleId(2), 1));
    expect(whole).toEqual(rows[0]);
  });
}

/** Rules ask for rows by what is in them. */
export function rowsAreAsked(check: Check): void {
  check('count, first and list see rows that are not deleted, empty values last', async (store, tenant) => {
    const rows = [
      sampleRow('item', 1, { name: 'b', size: 1, friends: [sampleId(9)] }),
      sampleRow('item', 2, { name: 'A', size: 1 }),
      sampleRow('item', 3, { size: 1 }),
      sampleRow('item', 4, { name: 'a', size: 1, deletedAt: 5 }),
      sampleRow('item', 5, { name: 'c', size: 2, friends: [sampleId(9), sampleId(8)] }),
    ];
    const friend = (n: number) => ({ field: 'friends', op: 'eq', value: sampleId(n) }) as const;
    const [where, none] = [
      { field: 'size', op: 'eq', value: 1 } as const,
      { field: 'size', op: 'gt', value: 2 } as const,
    ];
    await store.write(tenant, async (transaction) => {
      await transaction.accept([acceptanceOf(1, { created: rows })]);
      const count = (asked: typeof where | typeof none | ReturnType<typeof friend>) =>
        transaction.count({ need: 'count', entity: 'item', where: asked });
      const first = async (asked: typeof where | typeof none) =>
        (await transaction.first({ need: 'first', entity: 'item', where: asked, orderBy: 'name' }))?.id;
      const list = async (asked: typeof where | typeof none, limit: number) =>
        (await transaction.list({ need: 'list', entity: 'item', where: asked, limit })).map(({ id }) => id);
      expect([await count(where), await count(none), await count(friend(9))]).toEqual([3, 0, 2]);
      expect([await first(where), await first(none)]).toEqual([sampleId(2), undefined]);
      expect([await list(where, 5), await list(where, 2), await list(none, 5)]).toEqual([
        [sampleId(1), sampleId(2), sampleId(3)],
        [sampleId(1), sampleId(2)],
        [],
      ]);
      const [found] = await transaction.list({ need: 'list', entity: 'item', where: friend(8), limit: 1 });
      expect(found).toEqual(rows[4]?.record);
    });
  });

  check('values of lists are found as they are now', async (store, tenant) => {
    const first = sampleRow('item', 1, { friends: [sampleId(2), sampleId(3)] });
    const second = changedRow(first, { friends: [sampleId(3), sampleId(4)] });
    const third = changedRow(second, { friends: [], name: 'x' });
    const steps = [
      acceptanceOf(1, { created: [first] }),
      acceptanceOf(2, { changed: [[second, ['friends']]] }),
      acceptanceOf(3, { changed: [[third, ['friends', 'name']]] }),
    ];
    const seen: unknown[] = [];
    for (const step of steps) {
      await store.write(tenant, async (transaction) => {
        await transaction.accept([step]);
        const counts: number[] = [];
        for (const n of [2, 3, 4]) {
          const where = { field: 'friends', op: 'eq', value: sampleId(n) } as const;
          counts.push(await transaction.count({ need: 'count', entity: 'item', where }));
        }
        seen.push(counts);
      });
    }
    expect(seen).toEqual([
      [1, 1, 0],
      [0, 1, 1],
      [0, 0, 0],
    ]);
  });

  check(
    'whose numbers are taken is found, of deleted rows too, and counters go on from where they were',
    async (store, tenant) => {
      const rows = ['I-001', 'I-002', null, 'I-004'].map((code, index) =>
        sampleRow('item', index + 1, { code, ...(index === 1 ? { deletedAt: 1 } : {}) }),
      );
      const taken = await store.write(tenant, async (transaction) => {
        await transaction.accept([acceptanceOf(1, { created: rows })]);
        await transaction.setCounter('item.code', 4);
        return await transaction.numbered('item', 'code', ['I-001', 'I-002', 'I-003', 'i-004', '']);
      });
      expect(taken).toEqual(
        new Map([
          ['I-001', sampleId(1)],
          ['I-002', sampleId(2)],
        ]),
      );
      const counters = await store.write(tenant, async (transaction) => {
        const before = [await transaction.counter('item.code'), await transaction.counter('box.code')];
        await transaction.setCounter('item.code', 7);
        await transaction.setCounter('box.code', 1);
        return [...before, await transaction.counter('item.code'), await transaction.counter('box.code')];
      });
      expect(counters).toEqual([4, 0, 7, 1]);
      expect(await store.write(newTenant(), (transaction) => transaction.counter('item.code'))).toBe(0);
      await expect(
        store.write(tenant, async (transaction) => {
          await transaction.setCounter('item.code', 99);
          throw new Error('Not kept.');
        }),
      ).rejects.toThrow('Not kept.');
      expect(await store.write(tenant, (transaction) => transaction.counter('item.code'))).toBe(7);
    },
  );

  check('rows that refer to one of the ids are found, deleted ones too', async (store, tenant) => {
    const rows = [1, 2, 3, 4].map((n) =>
      sampleRow('item', n, {
        box: sampleId(n === 4 ? 7 : 8),
        owner: sampleId(n),
        ...(n === 2 ? { deletedAt: 1 } : {}),
        friends: n > 2 ? [sampleId(5), sampleId(n)] : [],
      }),
    );
    await store.write(tenant, async (transaction) => {
      await transaction.accept([acceptanceOf(1, { created: rows })]);
      const ids = async (field: string, wanted: readonly number[]) =>
        idsOf(await transaction.referring('item', field, wanted.map(sampleId))).toSorted();
      expect([
        await ids('box', [8]),
        await ids('box', [7, 9]),
        await ids('owner', [2, 3]),
        await ids('box', []),
        await ids('friends', [5]),
      ]).toEqual([[1, 2, 3], [4], [2, 3], [], [3, 4]].map((found) => found.map(sampleId)));
      expect(await transaction.referring('item', 'box', [sampleId(7)])).toEqual([rows[3]]);
      const [first] = rows;
      if (!first) throw new Error('There are rows.');
      const scopes = await transaction.scopes([
        { entity: 'item', id: first.record.id },
        { entity: 'box', id: first.record.id },
      ]);
      const labels = (...names: readonly string[]) => transaction.checksum('item', new Set(names));
      expect(await transaction.checksum('item', 'all')).toBe(checksumOf(rows.map(({ record }) => record)));
      expect(await labels('member:nobody', ...first.scopes)).toBe(checksumOf(rows.map(({ record }) => record)));
      expect([await labels('member:nobody'), await labels()]).toEqual([0, 0]);
      expect([...scopes]).toEqual([[`item/${first.record.id}`, first.scopes]]);
    });
  });
}
