import type { FieldValues, RecordId } from '@satchel/core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type OpenService, openService } from '../../../test/open-service.ts';

let service: OpenService;
beforeAll(async () => {
  service = await openService();
});
afterAll(() => service.close());

const everything = { and: [] } as const;
const usd = (minor: number) => ({ minor, currency: 'USD' });

async function make(entity: string, fields: FieldValues): Promise<RecordId> {
  const id = service.workspace.newRecordId();
  const made = await service.call('changes.commit', { intentions: [{ kind: 'create', entity, id, fields }] });
  if (!made.ok) throw new Error(made.error[0]?.message);
  return id;
}

test('deals are counted and summed by a group, and the groups are called by their titles', async () => {
  const { call, workspace } = service;
  const acme = await make('company', { name: 'Acme' });
  const navy = await make('company', { name: 'Navy' });
  await make('deal', { title: 'One', company: acme, amount: usd(100), closedOn: '2026-01-31' });
  await make('deal', { title: 'Two', company: acme, amount: usd(50), closedOn: '2026-02-01' });
  await make('deal', { title: 'Three', company: navy, amount: usd(7), closedOn: '2026-02-28' });
  const byCompany = await call('records.aggregate', {
    entity: 'deal',
    where: everything,
    groupBy: { field: 'company' },
    sum: 'amount',
    orderBy: 'sum',
  });
  expect(byCompany.map(({ key, title, count, sum, currency }) => [key, title, count, sum, currency])).toEqual([
    [acme, 'Acme', 2, 150, 'USD'],
    [navy, 'Navy', 1, 7, 'USD'],
  ]);
  const byMonth = await call('records.aggregate', {
    entity: 'deal',
    where: everything,
    groupBy: { field: 'closedOn', unit: 'month' },
    sum: 'amount',
    orderBy: 'key',
  });
  expect(byMonth.map(({ key, count, sum }) => [key, count, sum])).toEqual([
    ['2026-01', 1, 100],
    ['2026-02', 2, 57],
  ]);
  const nobody = workspace.newRecordId();
  expect(await call('records.titles', { entity: 'company', ids: [acme, navy, nobody] })).toEqual({
    [acme]: 'Acme',
    [navy]: 'Navy',
    [nobody]: 'Not available',
  });
});

test('[S4-18/C] an export holds the rows of the filter and search, and the columns in the order asked for', async () => {
  const { call } = service;
  const acme = await make('company', { name: 'Eclipse, Ltd', industry: '=2+3' });
  await make('contact', { name: 'Ada', company: acme, emails: ['ada@example.com', 'a@example.com'] });
  await make('contact', { name: 'Grace "Amazing"', company: acme });
  await make('contact', { name: 'Jean' });
  const rows = async (params: Partial<Parameters<typeof call<'export.csv'>>[1]>) =>
    (await call('export.csv', { entity: 'contact', where: everything, fields: ['name'], ...params })).replace(
      '\uFEFF',
      '',
    );
  const ofAcme = { field: 'company', op: 'eq', value: acme } as const;
  const sorted = (csv: string) => csv.split('\r\n').toSorted();
  expect(sorted(await rows({ where: ofAcme, fields: ['emails', 'company', 'name'] }))).toEqual(
    sorted(
      'E-mail,Company,Name\r\nada@example.com; a@example.com,"Eclipse, Ltd",Ada\r\n,"Eclipse, Ltd","Grace ""Amazing"""\r\n',
    ),
  );
  expect(await rows({ search: 'grace' })).toBe('Name\r\n"Grace ""Amazing"""\r\n');
  expect(
    await rows({ entity: 'company', where: { field: 'name', op: 'starts_with', value: 'ecl' }, fields: ['industry'] }),
  ).toBe("Industry\r\n'=2+3\r\n");
});

test('a workspace is renamed', async () => {
  const { call } = service;
  expect(await call('workspace.rename', { name: ' Grove ' })).toEqual({ ok: true, value: null });
  expect((await call('workspace.status', {})).name).toBe('Grove');
  expect(await call('workspace.rename', { name: ' ' })).toMatchObject({ ok: false, error: [{ field: 'name' }] });
  expect((await call('workspace.status', {})).name).toBe('Grove');
});
