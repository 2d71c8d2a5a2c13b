import type { MemberId } from '@satchel/core';
import { expect } from 'vitest';
import type { AuthorityStore, TenantTransaction } from './authority-store.ts';
import { type Check, everything, idsOf, newTenant } from './store-looks.contract.ts';
import {
  acceptanceOf,
  changedRow,
  leftBehindSample,
  sampleChangeId,
  sampleId,
  sampleRow,
} from './store-samples.contract.ts';

/** All or nothing, and one after another. */
export function workIsKeptOrNot(check: Check): void {
  const writeAll = async (store: AuthorityStore, tenant: string, sequence: number): Promise<void> => {
    await store.write(tenant, async (transaction) => {
      const created = [sampleRow('item', sequence, { mails: ['a@b.example'] })];
      await transaction.accept([acceptanceOf(sequence, { created })]);
      const change = sampleChangeId(sequence);
      await transaction.conclude('device00', [{ kind: 'accepted', change, sequence, superseded: [] }], sequence);
    });
  };

  check('work that throws leaves nothing behind, and the tenant goes on', async (store, tenant) => {
    await writeAll(store, tenant, 1);
    const before = await everything(store, tenant);
    await expect(
      store.write(tenant, async (transaction) => {
        await transaction.accept([acceptanceOf(2, { created: [sampleRow('box', 1)] })]);
        await transaction.conclude('device00', [], 2);
        throw new Error('Not today.');
      }),
    ).rejects.toThrow('Not today.');
    expect(await everything(store, tenant)).toEqual(before);
    await writeAll(store, tenant, 2);
    expect(await store.read(tenant, (reader) => reader.head())).toBe(2);
  });

  check('what was left behind is kept once, read in order, and forgotten one by one', async (store, tenant) => {
    const samples = [3, 1, 2].map(leftBehindSample);
    const read = (wanted: Parameters<TenantTransaction['leftBehind']>[0]) =>
      store.write(tenant, (transaction) => transaction.leftBehind(wanted));
    await store.write(tenant, (transaction) => transaction.keepLeftBehind(samples));
    await store.write(tenant, (transaction) =>
      transaction.keepLeftBehind([{ ...leftBehindSample(1), receivedAt: 7 }, leftBehindSample(4)]),
    );
    const all = [1, 2, 3, 4].map(leftBehindSample);
    expect(await read({ after: null, limit: 9 })).toEqual(all);
    expect(await read({ after: sampleChangeId(1), limit: 2 })).toEqual(all.slice(1, 3));
    expect(await read({ id: sampleChangeId(3) })).toEqual(all.slice(2, 3));
    const [first] = all;
    if (!first) throw new Error('There are four.');
    const count = (member: MemberId) => store.write(tenant, (transaction) => transaction.countLeftBehind(member));
    const own = all.filter(({ member }) => member === first.member);
    expect([await count(first.member), await count(sampleId(999))]).toEqual([own.length, 0]);
    await store.write(tenant, (transaction) => transaction.forgetLeftBehind([sampleChangeId(1), sampleChangeId(4)]));
    expect(await read({ after: null, limit: 9 })).toEqual(all.slice(1, 3));
    expect(await store.write(newTenant(), (transaction) => transaction.leftBehind({ after: null, limit: 9 }))).toEqual(
      [],
    );
  });

  check('a part that fails is taken back, inner parts by themselves, and the rest is kept', async (store, tenant) => {
    const put = (n: number) => [acceptanceOf(n, { created: [sampleRow('box', n)] })];
    await store.write(tenant, async (transaction) => {
      const failing = (n: number) => async () => {
        await transaction.accept(put(n));
        await transaction.conclude('device00', [], 9);
        throw new Error('Not this.');
      };
      expect(await transaction.savepoint(async () => 'its result')).toBe('its result');
      await transaction.savepoint(() => transaction.accept(put(1)));
      await expect(transaction.savepoint(failing(2))).rejects.toThrow('Not this.');
      expect([await transaction.head(), (await transaction.device('device00')).lastNumber]).toEqual([1, 0]);
      await transaction.savepoint(async () => {
        await transaction.accept(put(2));
        await expect(transaction.savepoint(failing(3))).rejects.toThrow('Not this.');
        await transaction.accept(put(3));
      });
      await expect(
        transaction.savepoint(async () => {
          await transaction.savepoint(() => transaction.accept(put(4)));
          throw new Error('Nor this.');
        }),
      ).rejects.toThrow('Nor this.');
      await transaction.accept(put(4));
    });
    const { head, boxes, log } = await everything(store, tenant);
    expect([head, idsOf(boxes), log.length]).toEqual([4, [1, 2, 3, 4].map(sampleId), 4]);
  });

  check(
    'a value that cannot be kept is refused in its part without being named, and the rest is kept',
    async (store, tenant) => {
      const nul = 'secret\0value';
      const one = sampleRow('item', 1);
      const poisons = [
        acceptanceOf(2, { created: [sampleRow('item', 2, { name: nul })] }),
        acceptanceOf(2, { created: [sampleRow('item', 2, { body: nul })] }),
        acceptanceOf(2, { created: [sampleRow('item', 2, { mails: [nul] })] }),
        acceptanceOf(2, { created: [sampleRow('item', 2, { settings: { a: [nul] } })] }),
        acceptanceOf(2, { created: [sampleRow('item', 2, { 'custom.a': nul })] }),
        acceptanceOf(2, { changed: [[changedRow(one, { name: nul }), ['name']]] }),
        acceptanceOf(2, { label: nul }),
      ];
      await store.write(tenant, async (transaction) => {
        await transaction.accept([acceptanceOf(1, { created: [one] })]);
        for (const poison of poisons) {
          const refused = await transaction
            .savepoint(async () => {
              await transaction.accept([poison, acceptanceOf(3)]);
            })
            .catch((error: unknown) => error);
          expect(refused).toMatchObject({
            name: 'StoreRefused',
            message: expect.not.stringContaining('secret') as string,
          });
          expect(JSON.stringify(refused)).not.toContain('secret');
        }
        await transaction.accept([acceptanceOf(2, { created: [sampleRow('item', 3)] })]);
      });
      const { head, items } = await everything(store, tenant);
      expect([head, idsOf(items)]).toEqual([2, [1, 3].map(sampleId)]);
    },
  );

  check('two writes of one tenant that begin at once run one after another', async (store, tenant) => {
    await writeAll(store, tenant, 1);
    const running = { now: 0, most: 0 };
    const sequences = await Promise.all(
      Array.from({ length: 5 }, (_, n) =>
        store.write(tenant, async (transaction) => {
          running.most = Math.max(running.most, ++running.now);
          const head = await transaction.head();
          await new Promise((resolve) => setTimeout(resolve, 5));
          await transaction.accept([acceptanceOf(head + 1, { created: [sampleRow('box', n)] })]);
          running.now -= 1;
          return head + 1;
        }),
      ),
    );
    expect(sequences.toSorted((a, b) => a - b)).toEqual([2, 3, 4, 5, 6]);
    expect((await everything(store, tenant)).boxes).toHaveLength(5);
  });

  check('the first two writes of a tenant run one after another, too', async (store, tenant) => {
    const heads = await Promise.all(
      [1, 2].map((n) =>
        store.write(tenant, async (transaction) => {
          const { lastNumber } = await transaction.device('device00');
          const head = await transaction.head();
          await transaction.accept([acceptanceOf(head + 1, { created: [sampleRow('box', n)] })]);
          await transaction.conclude('device00', [], lastNumber + 1);
          return head;
        }),
      ),
    );
    expect(heads.toSorted((a, b) => a - b)).toEqual([0, 1]);
    expect((await everything(store, tenant)).device).toEqual({ lastNumber: 2 });
  });

  check('what is read is one state, whatever is written meanwhile', async (store, tenant) => {
    await writeAll(store, tenant, 1);
    const started: Promise<void>[] = [];
    const seen = await store.read(tenant, async (reader) => {
      const first = [await reader.head(), (await reader.page('item', null, 9)).length];
      started.push(writeAll(store, tenant, 2));
      await new Promise((resolve) => setTimeout(resolve, 50));
      return [first, [await reader.head(), (await reader.page('item', null, 9)).length]];
    });
    await Promise.all(started);
    expect(seen).toEqual([
      [1, 1],
      [1, 1],
    ]);
    expect(await store.read(tenant, (reader) => reader.head())).toBe(2);
  });
}
