import { sha256Hex } from '@satchel/core';
import { expect, test } from 'vitest';
import { createWorld } from '../../test/world.ts';
import type { AuthorityStore } from './authority-store.ts';
import { readAudit } from './read-audit.ts';
import { verifyAudit } from './verify-audit.ts';

/** What is told of what was done. */
export function auditScenarios(store: () => AuthorityStore): void {
  test('[S1-09/C] each change leaves one entry with who, on which device, where, what it was and what it became', async () => {
    const world = await createWorld(store());
    const ada = await world.device('owner');
    const { head } = await world.state();
    const company = ada.make('company', { name: 'Acme' });
    const renamed = ada.update('company', company, { name: 'Acme & Co' });
    const device = ada.store.outbox()[0]?.change.device;
    await ada.sync();
    const read = await readAudit(world.store, world.model, { tenant: world.tenant, member: ada.member }, { limit: 9 });
    const own = read.ok ? read.value.records.filter(({ sequence }) => sequence > head) : [];
    expect(own).toMatchObject([
      {
        sequence: head + 2,
        tenant: world.tenant,
        change: { id: renamed, actor: ada.member, device },
        writes: [
          { entity: 'company', id: company, action: 'update', before: { name: 'Acme' }, after: { name: 'Acme & Co' } },
        ],
      },
      {
        sequence: head + 1,
        writes: [{ entity: 'company', id: company, action: 'create', before: null, after: { name: 'Acme' } }],
      },
    ]);
    expect((await verifyAudit(world.store, world.tenant, sha256Hex)).breaks).toEqual([]);
  });

  test('[S1-09/C] only who may read the audit is told of it, and of that only what they asked for', async () => {
    const world = await createWorld(store());
    const [ada, bo, cyd] = [await world.device('owner'), await world.device('manager'), await world.device('member')];
    const company = cyd.make('company', { name: 'Of Cyd' });
    const deal = cyd.make('deal', { title: 'Big', company });
    await cyd.sync();
    const read = (member: typeof ada.member, limit = 9) =>
      readAudit(
        world.store,
        world.model,
        { tenant: world.tenant, member },
        { limit, filter: { actor: cyd.member, entity: 'deal' } },
      );
    for (const { member } of [bo, cyd]) {
      expect(await read(member)).toMatchObject({ ok: false, error: [{ code: 'not-allowed' }] });
    }
    expect(await read(ada.member)).toMatchObject({
      ok: true,
      value: { records: [{ writes: [{ entity: 'deal', id: deal, action: 'create' }] }], next: null },
    });
  });
}
