import type { EntityRecord } from '@satchel/core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type OpenService, openService } from '../../../test/open-service.ts';

let service: OpenService;
beforeAll(async () => {
  service = await openService();
});
afterAll(() => service.close());

const entities = ['company', 'contact', 'product', 'member', 'deal', 'lead', 'task'];

async function rowsOf(entity: string): Promise<readonly EntityRecord[]> {
  const rows: EntityRecord[] = [];
  for (let after: string | null | undefined; after !== null; ) {
    const page = await service.call('records.page', {
      entity,
      where: { and: [] },
      sort: { field: 'createdAt', direction: 'asc' },
      limit: 500,
      ...(after === undefined ? {} : { after }),
    });
    rows.push(...page.rows);
    after = page.next;
  }
  return rows;
}

const everyRow = async () =>
  Object.fromEntries(await Promise.all(entities.map(async (name) => [name, await rowsOf(name)] as const)));

test('[S4-54/C] the sample data comes twice and is there once, every row as it was, and one undo removes it', async () => {
  const { call } = service;
  const before = await everyRow();
  const first = await call('import.sample', {});
  expect(first).toMatchObject({ ok: true, value: { created: { deal: 1200 }, refused: 0 } });
  const once = await everyRow();
  expect(once.deal).toHaveLength(1200);
  const second = await call('import.sample', {});
  expect(second).toMatchObject({ ok: true, value: { created: {}, updated: {}, refused: 0 } });
  expect(await everyRow()).toEqual(once);

  const { sampleGroup } = await call('workspace.status', {});
  expect((await call('changes.undo', { id: sampleGroup ?? '' })).ok).toBe(true);
  expect(await everyRow()).toEqual(before);
  expect((await call('workspace.status', {})).sampleGroup).toBe(null);
}, 60_000);
