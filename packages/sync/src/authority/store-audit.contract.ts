import { sha256Hex } from '@satchel/core';
import { expect } from 'vitest';
import { chainStart } from './audit-chain.ts';
import type { AuditFilter, AuthorityStore } from './authority-store.ts';
import type { ChainEnd } from './chain-link.ts';
import { everything } from './store-looks.contract.ts';
import { acceptanceOf, changedRow, sampleId, sampleRow } from './store-samples.contract.ts';
import { verifyAudit } from './verify-audit.ts';

/** What whoever has the database in their hands can do; only the last is rightly done. */
export interface DatabaseHands {
  /** Another text in place of an entry's. */
  alter(tenant: string, sequence: number): Promise<void>;
  remove(tenant: string, sequence: number): Promise<void>;
  /** Two entries change places, with their salts. */
  swap(tenant: string, one: number, other: number): Promise<void>;
  /** A copy of an entry under another sequence. */
  copy(tenant: string, sequence: number, to: number): Promise<void>;
  /** Takes an entry out of a link's digests. */
  alterLink(tenant: string, place: number): Promise<void>;
  removeLink(tenant: string, place: number): Promise<void>;
  /** Takes the last link and its entry away, as if they had never been. */
  cutEnd(tenant: string, before: ChainEnd): Promise<void>;
  /** Erases entries as the product does it. */
  erase(tenant: string, first: number, last: number): Promise<void>;
}

export type HandsCheck = (
  title: string,
  body: (store: AuthorityStore, tenant: string, hands: DatabaseHands) => Promise<void>,
) => void;

/** Three links: of the entries 1 to 3, 4 and 5, and 6. */
async function sixEntries(store: AuthorityStore, tenant: string): Promise<void> {
  const boxes = [1, 2, 3].map((n) => acceptanceOf(n, { created: [sampleRow('box', n)] }));
  const renamed = changedRow(sampleRow('box', 1), { name: 'Renamed “é” \\u0000 \n' });
  await store.write(tenant, (transaction) => transaction.accept(boxes));
  await store.write(tenant, (transaction) =>
    transaction.accept([acceptanceOf(4), acceptanceOf(5, { changed: [[renamed, ['name']]] })]),
  );
  await store.write(tenant, async (transaction) => {
    await transaction
      .savepoint(async () => {
        await transaction.accept([acceptanceOf(6)]);
        throw new Error('Taken back.');
      })
      .catch(() => undefined);
    await transaction.accept([acceptanceOf(6, { created: [sampleRow('item', 1)] })]);
  });
}

/** The audit as a chain that nobody changes unnoticed. */
export function auditIsAChain(check: HandsCheck): void {
  const verified = (store: AuthorityStore, tenant: string, known?: ChainEnd) =>
    verifyAudit(store, tenant, sha256Hex, known);

  check(
    '[S1-09/C] an audit that nobody has touched is whole, also when there is nothing in it',
    async (store, tenant) => {
      expect(await verified(store, tenant)).toEqual({ breaks: [], end: chainStart, entries: 0 });
      await sixEntries(store, tenant);
      const { breaks, end, entries } = await verified(store, tenant);
      expect([breaks, end.place, entries]).toEqual([[], 3, 6]);
      await store.compact(tenant, 4);
      await store.renew(tenant, 'restored');
      await store.write(tenant, (transaction) => transaction.accept([acceptanceOf(7)]));
      const later = await verified(store, tenant, end);
      expect([later.breaks, later.end.place, later.entries]).toEqual([[], 4, 7]);
      const [first, second] = await store.read(tenant, (reader) => reader.sealed(1, 2));
      expect(first?.salt).not.toBe(second?.salt);
    },
  );

  const attacks: readonly (readonly [
    name: string,
    attack: (hands: DatabaseHands, tenant: string) => Promise<void>,
    breaks: readonly { readonly kind: string; readonly at: number }[],
  ])[] = [
    ['an entry is altered', (hands, tenant) => hands.alter(tenant, 2), [{ kind: 'altered', at: 2 }]],
    ['an entry is removed', (hands, tenant) => hands.remove(tenant, 4), [{ kind: 'missing', at: 4 }]],
    ['the last entry is removed', (hands, tenant) => hands.remove(tenant, 6), [{ kind: 'missing', at: 6 }]],
    [
      'two entries change places',
      (hands, tenant) => hands.swap(tenant, 3, 5),
      [
        { kind: 'altered', at: 3 },
        { kind: 'altered', at: 5 },
      ],
    ],
    ['an entry is added at the end', (hands, tenant) => hands.copy(tenant, 2, 7), [{ kind: 'added', at: 7 }]],
    ['an entry is added before the first', (hands, tenant) => hands.copy(tenant, 2, 0), [{ kind: 'added', at: 0 }]],
    [
      'an entry is left out of its link',
      (hands, tenant) => hands.alterLink(tenant, 1),
      [
        { kind: 'chain', at: 1 },
        { kind: 'altered', at: 3 },
      ],
    ],
    ['a link is removed', (hands, tenant) => hands.removeLink(tenant, 2), [{ kind: 'chain', at: 3 }]],
  ];
  for (const [name, attack, breaks] of attacks) {
    check(`[S1-09/C] it is found when ${name}`, async (store, tenant, hands) => {
      await sixEntries(store, tenant);
      await attack(hands, tenant);
      expect((await verified(store, tenant)).breaks).toEqual(breaks);
    });
  }

  check(
    '[S1-09/C] a chain that was cut at its end is whole, but not for who knows how long it was',
    async (store, tenant, hands) => {
      await sixEntries(store, tenant);
      const { end } = await verified(store, tenant);
      const [, before] = await store.read(tenant, (reader) => reader.chain(0, 9));
      if (!before) throw new Error('There are three links.');
      await hands.cutEnd(tenant, before);
      expect((await verified(store, tenant)).breaks).toEqual([]);
      expect((await verified(store, tenant, end)).breaks).toEqual([{ kind: 'chain', at: 3 }]);
    },
  );

  check(
    '[S1-09/C] what was erased is gone with its salt, the log begins behind it, and the chain is whole',
    async (store, tenant, hands) => {
      await sixEntries(store, tenant);
      const before = await everything(store, tenant);
      await hands.erase(tenant, 1, 2);
      await hands.erase(tenant, 4, 4);
      const after = await everything(store, tenant);
      const left = before.audit.filter(({ sequence }) => [3, 5, 6].includes(sequence));
      expect(after.audit).toEqual(left);
      expect([after.floor, after.head, after.log]).toEqual([4, 6, left.slice(1)]);
      expect(
        await store.read(tenant, async (reader) => (await reader.sealed(1, 9)).map(({ sequence }) => sequence)),
      ).toEqual([3, 5, 6]);
      await store.write(tenant, (transaction) => transaction.accept([acceptanceOf(7)]));
      const { breaks, end, entries } = await verified(store, tenant);
      expect([breaks, end.place, entries]).toEqual([[], 6, 4]);
      await hands.remove(tenant, 5);
      expect((await verified(store, tenant)).breaks).toEqual([{ kind: 'missing', at: 5 }]);
    },
  );

  check(
    '[S1-09/C] entries are found by actor, entity, action and time, the newest first and part by part',
    async (store, tenant) => {
      await sixEntries(store, tenant);
      const find = async (filter: AuditFilter, before = 99, limit = 9) => {
        const { entries, next } = await store.read(tenant, (reader) => reader.findAudit(filter, before, limit));
        return [entries.map(({ sequence }) => sequence), next];
      };
      const all = await everything(store, tenant);
      expect(await store.read(tenant, async (reader) => (await reader.findAudit({}, 99, 9)).entries)).toEqual(
        all.audit.toReversed(),
      );
      expect(await find({}, 6, 2)).toEqual([[5, 4], 4]);
      expect(await find({}, 4, 9)).toEqual([[3, 2, 1], null]);
      expect(await find({ entity: 'box', action: 'create' }, 99, 2)).toEqual([[3, 2], 2]);
      expect(await find({ entity: 'box', action: 'update' })).toEqual([[5], null]);
      expect(await find({ entity: 'item' })).toEqual([[6], null]);
      expect(await find({ entity: 'item', action: 'update' })).toEqual([[], null]);
      expect(await find({ from: 1002, to: 1004 })).toEqual([[3, 2], null]);
      expect(await find({ actor: sampleId(1), from: 1006 })).toEqual([[6], null]);
      expect(await find({ actor: sampleId(2) })).toEqual([[], null]);
    },
  );
}
