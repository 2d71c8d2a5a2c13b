import { expect, test } from 'vitest';
import { importAll } from '../../../test/import-all.ts';
import type { ImportPlan } from '../../shared/api.ts';
import { createImportJobs } from './jobs.ts';
import { createMemoryWorkspace } from './memory-workspace.ts';

const deals = (...rows: readonly string[]): string =>
  ['opportunity_id,product,deal_stage,engage_date,close_date,close_value', ...rows].join('\n');
const products = 'product,series,sales_price\nKit,K,5\n';

test('[S4-17/C] bad rows are refused one by one with a reason, good ones come in', async () => {
  const workspace = createMemoryWorkspace();
  const { summary, refusedCsv } = await importAll(workspace, {
    'products.csv': products,
    'deals.csv': deals(
      'A1,Kit,Won,10/20/2016,10/25/2016,0',
      'A2,Kit,Won,10/20/2016,10/25/2016,"$22,700.00"',
      'A3,Kit,Won,10/20/2016,10/25/2016,"1.234,56"',
      'A4,Kit,Engaging,2/30/2017,,',
      'A5,Kit,Lost,10/20/2016,10/25/2016,0',
      'A6,Kit,Engaging,10/20/2016',
      'A7,Kit,Won,10/20/2016,10/25/2016,many',
      'A8,Kit,Prospecting,,,',
    ),
  });
  expect(summary.created).toEqual({ product: 1, deal: 4 });
  expect(summary.refusals.map(({ line, reason }) => [line, reason])).toEqual([
    [2, 'A won deal needs an amount above zero.'],
    [5, 'engage_date: There is no date "2/30/2017" (read as month/day/year).'],
    [7, 'The row has too few cells: 4 instead of 6.'],
    [8, 'close_value: "many" is not an amount: write it like 1234.50.'],
  ]);
  expect(refusedCsv.split('\r\n').slice(0, 2)).toEqual([
    '\uFEFFfile,line,reason,opportunity_id,product,deal_stage,engage_date,close_date,close_value',
    'deals.csv,2,A won deal needs an amount above zero.,A1,Kit,Won,10/20/2016,10/25/2016,0',
  ]);
  const amounts = workspace.live('deal').map(({ externalId, amount }) => [externalId, amount]);
  expect(amounts).toContainEqual(['A2', { minor: 2_270_000, currency: 'USD' }]);
  expect(amounts).toContainEqual(['A3', { minor: 123_456, currency: 'USD' }]);
});

test('[S4-17/C] a contact is found again by mail or phone, within a file and in the workspace', async () => {
  const workspace = createMemoryWorkspace();
  const first = await importAll(
    workspace,
    {
      'contacts.csv': [
        'First name,Last name,Email,Phone,Title,Company',
        'Ann,Lee,ann@example.com,,Buyer,Initiative AG',
        'Ann,Lee,ANN@example.com,+41 44 668 18 00,,',
        'Bo,Ek,,044 668 18 01,,Initiative AG',
        'A.,Lee,other@example.com,+41446681800,Boss,',
        ',,,,Nobody,',
      ].join('\n'),
    },
    { country: 'CH' },
  );
  expect(first.summary).toMatchObject({ created: { contact: 2, company: 1 }, updated: { contact: 2 }, refused: 1 });
  expect(
    workspace.live('contact').map(({ name, emails, phones, jobTitle }) => ({ name, emails, phones, jobTitle })),
  ).toEqual([
    { name: 'Ann Lee', emails: ['ann@example.com', 'other@example.com'], phones: ['+41446681800'], jobTitle: 'Buyer' },
    { name: 'Bo Ek', emails: [], phones: ['+41446681801'], jobTitle: null },
  ]);
  const second = await importAll(workspace, {
    'more.csv': 'Name,Email,City of birth\nAnn,ann@example.com,Bern\nCy,cy@example.com,Basel\n',
  });
  expect(second.summary).toMatchObject({ created: { contact: 1 }, unchanged: { contact: 1 } });
});

test('[S4-17/C] again: only what the file changed is written, what somebody changed or deleted stays', async () => {
  const workspace = createMemoryWorkspace();
  const file = (city: string, sector: string) =>
    `account,sector,city\nAlpha,${sector},${city}\nBeta,retail,Bern\nGamma,retail,Bern\n`;
  await importAll(workspace, { 'accounts.csv': file('Bern', 'retail') });
  const [alpha, beta] = workspace.live('company');
  if (alpha === undefined || beta === undefined) throw new Error('missing');
  workspace.replica.commit([
    { kind: 'update', entity: 'company', id: alpha.id, fields: { city: 'Zug' } },
    { kind: 'delete', entity: 'company', id: beta.id },
  ]);
  const again = await importAll(workspace, { 'accounts.csv': file('Bern', 'software') });
  expect(again.summary).toMatchObject({ created: {}, updated: { company: 1 }, unchanged: { company: 1 }, inBin: 1 });
  expect(workspace.live('company').map(({ name, city, industry }) => [name, city, industry])).toEqual([
    ['Alpha', 'Zug', 'software'],
    ['Gamma', 'Bern', 'retail'],
  ]);
  const moved = await importAll(workspace, { 'accounts.csv': file('Basel', 'software') });
  expect(moved.summary.updated).toEqual({ company: 1 });
});

test('[S4-17/C] one undo removes all of it, and importing then makes it anew', async () => {
  const workspace = createMemoryWorkspace();
  const files = { 'products.csv': products, 'deals.csv': deals('A1,Kit,Won,10/20/2016,10/25/2016,7') };
  const { summary } = await importAll(workspace, files);
  const undone = await workspace.replica.undo(summary.group);
  expect(undone.ok).toBe(true);
  expect([...workspace.live('deal'), ...workspace.live('product'), ...workspace.live('importRun')]).toEqual([]);
  const again = await importAll(workspace, files);
  expect(again.summary).toMatchObject({ created: { deal: 1, product: 1 }, inBin: 0, refused: 0 });
});

test('[S4-17/C] a cancelled import leaves nothing behind and ends at once', async () => {
  const workspace = createMemoryWorkspace();
  const rows = Array.from({ length: 20_000 }, (_, index) => `Company ${index},retail`);
  let cancelledMs = 0;
  const jobs = createImportJobs(workspace.target, ({ job, stage, done }) => {
    if (stage !== 'writing' || done < 1000 || cancelledMs > 0) return;
    cancelledMs = performance.now();
    jobs.cancel(job);
  });
  const before = workspace.live('importRun').length;
  const result = await jobs.importFiles([
    { name: 'accounts.csv', bytes: Buffer.from(`account,sector\n${rows.join('\n')}`) },
  ]);
  expect(result).toMatchObject({ ok: false, error: [{ code: 'import-cancelled' }] });
  expect(performance.now() - cancelledMs).toBeLessThan(500);
  expect([workspace.live('company').length, workspace.live('importRun').length]).toEqual([0, before]);
});

test('[S4-17/C] a number that can be read both ways is read as its column writes the others', async () => {
  const workspace = createMemoryWorkspace();
  const { summary } = await importAll(workspace, {
    'products.csv': 'product;sales_price\nKit;1.234\nBag;12,50\nCap;2.000,00\n',
  });
  expect(summary.refused).toBe(0);
  expect(workspace.live('product').map(({ name, price }) => [name, price])).toEqual([
    ['Kit', { minor: 123_400, currency: 'USD' }],
    ['Bag', { minor: 1250, currency: 'USD' }],
    ['Cap', { minor: 200_000, currency: 'USD' }],
  ]);
});

test('parents may come after their children, and in circles', async () => {
  const workspace = createMemoryWorkspace();
  const { summary } = await importAll(workspace, {
    'accounts.csv': 'account,subsidiary_of\nA,B\nB,C\nC,\nD,Elsewhere\nX,Y\nY,X\n',
  });
  const byId = new Map(workspace.live('company').map(({ id, name }) => [id as string, name]));
  const parents = workspace
    .live('company')
    .map(({ name, parent }) => [name, typeof parent === 'string' ? byId.get(parent) : null]);
  expect(summary.created).toEqual({ company: 7 });
  expect(summary.refused).toBe(0);
  expect(parents).toContainEqual(['A', 'B']);
  expect(parents).toContainEqual(['D', 'Elsewhere']);
  expect(parents).toContainEqual(['X', 'Y']);
});

test('how columns were mapped by hand is remembered for the next file of the same headings', async () => {
  const workspace = createMemoryWorkspace();
  const jobs = createImportJobs(workspace.target);
  const analyse = async () => {
    const { job } = jobs.begin();
    jobs.addFilePart(job, 'accounts.csv', Buffer.from('account,remarks\nA,hello\n'), true);
    const plan = await jobs.analyse(job);
    if (!plan.ok) throw new Error('refused');
    return { job, plan: plan.value };
  };
  const { job, plan } = await analyse();
  const fieldOfRemarks = (one: ImportPlan) => one.files[0]?.columns[1]?.field;
  expect(fieldOfRemarks(plan)).toBeNull();
  const changed: ImportPlan = {
    ...plan,
    files: plan.files.map((file) => ({
      ...file,
      columns: file.columns.map((column) => (column.column === 'remarks' ? { ...column, field: 'notes' } : column)),
    })),
  };
  expect((await jobs.run(job, changed)).ok).toBe(true);
  expect(workspace.live('company')[0]?.notes).toBe('hello');
  expect(fieldOfRemarks((await analyse()).plan)).toBe('notes');
});

test('[S4-17/C] columns, cells and values that are named like a part of every object are read like any other', async () => {
  const workspace = createMemoryWorkspace();
  const names = ['constructor', '__proto__', 'toString'];
  const files = {
    'companies.csv': `account,constructor,__proto__,sector\n${names.map((name) => `${name},x,y,${name}`).join('\n')}\n`,
    'deals.csv': `Opportunity ID,Deal name,Account,Deal stage\n${names.map((name) => `${name},${name},${name},${name}`).join('\n')}\n`,
  };
  for (const created of [{ company: 3, deal: 3 }, {}]) {
    expect((await importAll(workspace, files, { valueByName: { Engaging: 'Proposal' } })).summary).toMatchObject({
      created,
      refused: 0,
    });
  }
  const nameById = new Map<unknown, unknown>(workspace.live('company').map(({ id, name }) => [id, name]));
  expect(workspace.live('deal').map(({ title, company }) => [title, nameById.get(company)])).toEqual(
    names.map((name) => [name, name]),
  );
});
