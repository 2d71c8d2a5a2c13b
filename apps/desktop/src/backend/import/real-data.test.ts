import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { analyse } from './analyse.ts';
import { createMemoryWorkspace } from './memory-workspace.ts';
import { parseCsv } from './parse-csv.ts';
import { runImport } from './run-import.ts';
import type { Table } from './table.ts';

const folder = join(import.meta.dirname, '../../../../../../shared/data/sales-opportunities');
const isThere = existsSync(folder);
if (!isThere) console.warn(`The tests on real sales data are left out: ${folder} is not there.`);

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

async function tables(order: (names: string[]) => string[] = (names) => names): Promise<readonly Table[]> {
  const read: Table[] = [];
  for (const name of order(readdirSync(folder).filter((file) => file.endsWith('.csv')))) {
    const table = await parseCsv(name, readFileSync(join(folder, name)));
    if (!table.ok) throw new Error(table.error.message);
    read.push(table.value);
  }
  return read;
}

test.skipIf(!isThere)(
  '[S4-17/C] the real export becomes a workspace, and importing it again changes nothing',
  async () => {
    const { target, live, replica } = createMemoryWorkspace();
    const files = await tables();
    const plan = await analyse(files, target);
    if (!plan.ok) throw new Error(plan.error.message);
    expect(plan.value.files.map(({ file, entity, keyColumn }) => [file, entity, keyColumn])).toEqual([
      ['accounts.csv', 'company', 'account'],
      ['data_dictionary.csv', null, null],
      ['products.csv', 'product', 'product'],
      ['sales_pipeline.csv', 'deal', 'opportunity_id'],
      ['sales_teams.csv', 'member', 'sales_agent'],
    ]);
    expect(plan.value.files[1]?.warnings.at(-1)).toContain('not a table of records');
    expect(plan.value.unresolved.find(({ value }) => value === 'GTXPro')).toMatchObject({
      file: 'sales_pipeline.csv',
      rows: 1480,
      suggestion: 'GTX Pro',
      decision: { use: 'GTX Pro' },
    });
    expect(plan.value.unresolved.filter(({ decision }) => decision === 'create')).toHaveLength(6);

    const outcome = await runImport(plan.value, files, target);
    if (!outcome.ok) throw new Error(outcome.error.message);
    expect(outcome.value.summary).toMatchObject({
      created: { company: 85, product: 7, member: 41, deal: 8800 },
      updated: {},
      unchanged: {},
      refused: 0,
    });
    const deals = live('deal');
    const byStatus = (status: string) => deals.filter((deal) => deal.status === status);
    const amountOf = (deal: (typeof deals)[number]) =>
      typeof deal.amount === 'object' && deal.amount !== null && 'minor' in deal.amount ? Number(deal.amount.minor) : 0;
    const members = live('member').filter(({ source }) => source !== null);
    const stages = new Map(live('stage').map((stage) => [stage.id as string, textOf(stage.name)]));
    const titles = deals.map(({ title }) => textOf(title));
    const darcel = members.find(({ name }) => name === 'Darcel Schlecht');
    expect({
      won: byStatus('won').length,
      lost: byStatus('lost').length,
      open: byStatus('open').length,
      wonValue: byStatus('won').reduce((sum, deal) => sum + amountOf(deal), 0) / 100,
      darcel: byStatus('won').reduce((sum, deal) => sum + (deal.owner === darcel?.id ? amountOf(deal) : 0), 0) / 100,
      parents: live('company').filter(({ parent }) => parent !== null).length,
      agents: members.filter(({ manager }) => manager !== null).length,
      regions: new Set(members.map(({ region }) => region)),
      managersRegions: members.filter(({ manager, region }) => manager === null && region !== null).length,
      noAccount: titles.filter((title) => title.startsWith('No account – ')).length,
      isTitled: titles.includes('Cancity – GTX Plus Basic'),
      stages: [...Map.groupBy(deals, (deal) => stages.get(textOf(deal.stage)))]
        .map(([name, all]) => [name, all.length])
        .toSorted(([a], [b]) => String(a).localeCompare(String(b))),
      revenue: live('company').find(({ name }) => name === 'Acme Corporation')?.revenue,
      engagedOn: deals.find(({ externalId }) => externalId === '1C1I7A6R')?.engagedOn,
    }).toEqual({
      won: 4238,
      lost: 2473,
      open: 2089,
      wonValue: 10_005_534,
      darcel: 1_153_214,
      parents: 15,
      agents: 35,
      regions: new Set(['Central', 'East', 'West']),
      managersRegions: 6,
      noAccount: 1425,
      isTitled: true,
      stages: [
        ['Closed', 6711],
        ['Negotiation', 1589],
        ['Qualification', 500],
      ],
      revenue: { minor: 110_004_000_000, currency: 'USD' },
      engagedOn: '2016-10-20',
    });

    const acme = live('company').find(({ name }) => name === 'Acme Corporation');
    const deal = deals.find(({ externalId }) => externalId === '1C1I7A6R');
    if (acme === undefined || deal === undefined) throw new Error('missing');
    replica.commit([
      { kind: 'update', entity: 'company', id: acme.id, fields: { name: 'Acme Inc.', city: 'Bern' } },
      { kind: 'update', entity: 'deal', id: deal.id, fields: { amount: { minor: 5, currency: 'USD' } } },
    ]);
    const again = await analyse(files, target);
    if (!again.ok) throw new Error(again.error.message);
    const second = await runImport(again.value, files, target);
    if (!second.ok) throw new Error(second.error.message);
    expect(second.value.summary).toMatchObject({
      created: {},
      updated: {},
      unchanged: { company: 85, product: 7, member: 35, deal: 8800 },
      refused: 0,
      inBin: 0,
    });
    expect(live('company').find(({ id }) => id === acme.id)?.name).toBe('Acme Inc.');
    expect(live('deal').find(({ id }) => id === deal.id)?.amount).toEqual({ minor: 5, currency: 'USD' });
  },
  60_000,
);

test.skipIf(!isThere)(
  '[S4-17/C] the order of the files does not matter, and an option changes the stages',
  async () => {
    const { target, live } = createMemoryWorkspace();
    const files = await tables((names) => names.toReversed());
    const plan = await analyse(files, target, { options: { valueByName: { Engaging: 'Proposal' } } });
    if (!plan.ok) throw new Error(plan.error.message);
    const outcome = await runImport(plan.value, files, target);
    expect(outcome.ok && outcome.value.summary.created).toEqual({ company: 85, product: 7, member: 41, deal: 8800 });
    const proposal = live('stage')
      .filter(({ name }) => name === 'Proposal')
      .map(({ id }) => id as string);
    expect(live('deal').filter(({ stage }) => proposal.includes(textOf(stage)))).toHaveLength(1589);
  },
  60_000,
);
