import { createModel } from '@satchel/core';
import { beforeEach, expect, test } from 'vitest';
import type { AuthorityStore } from './authority-store.ts';
import { createMemoryAuthorityStore } from './memory-authority-store.ts';
import { withReferenceRows } from './reference-rows.ts';
import { acceptanceOf, changedRow, sampleId, sampleRow, storeContractModel } from './store-samples.contract.ts';

const model = createModel(
  storeContractModel.entities.map((entity) => (entity.name === 'box' ? { ...entity, isReferenceData: true } : entity)),
);
const tenant = 'tenant';
const box = sampleRow('box', 1, { name: 'Before' });
const item = sampleRow('item', 2, { name: 'Item' });
const wanted = [
  { entity: 'box', id: sampleId(1) },
  { entity: 'item', id: sampleId(2) },
] as const;

let memory: ReturnType<typeof createMemoryAuthorityStore>;
/** What was asked of the store itself since the last look. */
let asked: string[];
/** Two nodes of one server. */
let one: AuthorityStore;
let other: AuthorityStore;

beforeEach(async () => {
  memory = createMemoryAuthorityStore(model);
  asked = [];
  const counted: AuthorityStore = {
    ...memory,
    write: (name, work) =>
      memory.write(name, (transaction) =>
        work({
          ...transaction,
          rows(keys) {
            asked.push(...keys.map(({ entity }) => entity));
            return transaction.rows(keys);
          },
        }),
      ),
  };
  one = withReferenceRows(counted, model);
  other = withReferenceRows(counted, model);
  await one.write(tenant, (transaction) => transaction.accept([acceptanceOf(1, { created: [box, item] })]));
});

/** What a node says of both rows, and what it had to ask for. */
const look = async (node: AuthorityStore) => {
  asked.length = 0;
  const rows = await node.write(tenant, (transaction) => transaction.rows(wanted));
  return { names: wanted.map(({ entity, id }) => rows.get(`${entity}/${id}`)?.record['name']), asked: [...asked] };
};

const rename = (name: string, sequence: number) =>
  acceptanceOf(sequence, { changed: [[changedRow(box, { name }), ['name']]] });

test('reference data is read once, and everything else each time', async () => {
  expect(await look(one)).toEqual({ names: ['Before', 'Item'], asked: ['box', 'item'] });
  expect(await look(one)).toEqual({ names: ['Before', 'Item'], asked: ['item'] });
});

test('what this node or another one changed is read anew', async () => {
  await look(one);
  await look(other);
  await one.write(tenant, (transaction) => transaction.accept([rename('After', 2)]));
  expect(await look(one)).toEqual({ names: ['After', 'Item'], asked: ['box', 'item'] });
  expect(await look(other)).toEqual({ names: ['After', 'Item'], asked: ['item', 'box'] });
});

test('in a transaction one sees what it wrote, and nothing of it stays when it fails', async () => {
  await look(one);
  const failing = one.write(tenant, async (transaction) => {
    await transaction.accept([rename('Never', 2)]);
    const seen = (await transaction.rows(wanted)).get(`box/${sampleId(1)}`)?.record['name'];
    throw new Error(seen === 'Never' ? 'It was seen.' : 'It was not seen.');
  });
  await expect(failing).rejects.toThrow('It was seen.');
  expect((await look(one)).names).toEqual(['Before', 'Item']);
});

test('a part of a transaction that was taken back leaves nothing', async () => {
  await look(one);
  await one.write(tenant, async (transaction) => {
    const part = transaction.savepoint(async () => {
      await transaction.accept([rename('Never', 2)]);
      await transaction.rows(wanted);
      throw new Error('Taken back.');
    });
    await expect(part).rejects.toThrow('Taken back.');
  });
  expect((await look(one)).names).toEqual(['Before', 'Item']);
});

test('a tenant that came back from a backup is read anew, whatever its sequences say', async () => {
  const restore = memory.backup();
  await one.write(tenant, (transaction) => transaction.accept([rename('After', 2)]));
  expect((await look(one)).names).toEqual(['After', 'Item']);
  restore('restored');
  expect((await look(one)).names).toEqual(['Before', 'Item']);
});
