import type { ChangeId } from '@satchel/core';
import { expect } from 'vitest';
import type { Outcome } from '../protocol/outcome.ts';
import type { Check } from './store-looks.contract.ts';
import { acceptanceOf, sampleChangeId } from './store-samples.contract.ts';

/** What compaction takes out of the ledger. */
export function ledgerForgets(check: Check): void {
  check(
    'the ledger forgets what was accepted before the floor and is confirmed by its device, nothing else',
    async (store, tenant) => {
      const accepted = (n: number): Outcome => ({
        kind: 'accepted',
        change: sampleChangeId(n),
        sequence: n,
        superseded: [],
      });
      const refused: Outcome = { kind: 'refused', change: sampleChangeId(9), refusals: [], blockedBy: null };
      await store.write(tenant, async (transaction) => {
        await transaction.accept([1, 2, 3, 4].map((n) => acceptanceOf(n)));
        await transaction.conclude('device00', [accepted(1), refused, accepted(3), accepted(4)], 4);
        await transaction.conclude('device11', [accepted(2)], 1);
      });
      const left = async (): Promise<readonly ChangeId[]> =>
        await store.read(tenant, async (reader) => [
          ...(await reader.outcomes([1, 2, 3, 4, 9].map(sampleChangeId))).keys(),
        ]);
      const expectLeft = async (...numbers: readonly number[]): Promise<void> => {
        expect((await left()).toSorted()).toEqual(numbers.map(sampleChangeId).toSorted());
      };
      await store.compact(tenant, 4);
      await expectLeft(1, 2, 3, 4, 9);
      await store.write(tenant, async (transaction) => {
        await transaction.conclude('device00', [], 5, 3);
        // What a device once had it has.
        await transaction.conclude('device00', [], 6, 1);
        await transaction.conclude('device00', [], 7);
      });
      await expectLeft(1, 2, 3, 4, 9);
      await store.compact(tenant, 4);
      await expectLeft(2, 4, 9);
      await store.write(tenant, (transaction) => transaction.conclude('device11', [], 2, 4));
      await store.compact(tenant, 0);
      await expectLeft(4, 9);
      await store.read(tenant, async (reader) => {
        expect([await reader.device('device00'), (await reader.audit(0, 9)).length]).toEqual([{ lastNumber: 7 }, 4]);
      });
    },
  );

  check('what a device had confirmed that is an older copy of itself is kept from then on', async (store, tenant) => {
    const accepted = (n: number): Outcome => {
      return { kind: 'accepted', change: sampleChangeId(n), sequence: n, superseded: [] };
    };
    await store.write(tenant, async (transaction) => {
      await transaction.accept([acceptanceOf(1), acceptanceOf(2)]);
      await transaction.conclude('device00', [accepted(1)], 1);
      await transaction.conclude('device11', [accepted(2)], 1);
      await transaction.conclude('device00', [], 2, 2);
      await transaction.conclude('device11', [], 2, 2);
    });
    await store.write(tenant, (transaction) => transaction.unconfirm('device00'));
    await store.compact(tenant, 2);
    await store.read(tenant, async (reader) => {
      const left = await reader.outcomes([1, 2].map(sampleChangeId));
      expect([[...left.keys()], await reader.device('device00')]).toEqual([[sampleChangeId(1)], { lastNumber: 2 }]);
    });
  });

  check('what is above the floor is kept, whoever has confirmed it', async (store, tenant) => {
    const change = sampleChangeId(1);
    await store.write(tenant, async (transaction) => {
      await transaction.accept([acceptanceOf(1)]);
      await transaction.conclude('device00', [{ kind: 'accepted', change, sequence: 1, superseded: [] }], 1);
      await transaction.conclude('device00', [], 2, 1);
    });
    await store.compact(tenant, 0);
    await store.read(tenant, async (reader) => expect([...(await reader.outcomes([change])).keys()]).toEqual([change]));
  });
}
