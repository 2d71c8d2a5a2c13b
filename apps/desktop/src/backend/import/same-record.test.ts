import { expect, test } from 'vitest';
import { importAll } from '../../../test/import-all.ts';
import { createMemoryWorkspace } from './memory-workspace.ts';

test('[S4-17/C] two rows of one record that is there already both count: the second comes on top of the first', async () => {
  const workspace = createMemoryWorkspace();
  const before = { 'contacts.csv': 'Name,Email,Title\nAnn,ann@example.com,\n' };
  await importAll(workspace, before);
  const rows =
    'Name,Email,Title\nAnn,ann@example.com;second@example.com,Buyer\nAnn,ann@example.com;third@example.com,Boss\n';
  const { summary } = await importAll(workspace, { 'more.csv': rows });
  expect(summary).toMatchObject({ created: {}, updated: { contact: 2 }, refused: 0 });
  expect(workspace.live('contact').map(({ emails, jobTitle }) => [emails, jobTitle])).toEqual([
    [['ann@example.com', 'second@example.com', 'third@example.com'], 'Buyer'],
  ]);
  const keyed = (rows: string) => ({ 'deals.csv': `opportunity_id,deal,close_value,engage_date\n${rows}` });
  await importAll(workspace, keyed('A1,Big,,\n'));
  const twice = keyed('A1,Big,100,\nA1,Big,200,2020-01-02\n');
  expect((await importAll(workspace, twice)).summary).toMatchObject({ updated: { deal: 2 } });
  expect((await importAll(workspace, twice)).summary).toMatchObject({ updated: {}, unchanged: { deal: 2 } });
  expect(workspace.live('deal').map(({ amount, engagedOn }) => [amount, engagedOn])).toEqual([
    [{ minor: 10_000, currency: 'USD' }, '2020-01-02'],
  ]);
});

test('[S4-17/C] a row that is refused does not take along the row of the same record before it', async () => {
  const workspace = createMemoryWorkspace();
  const files = (sector: string) => ({
    'accounts.csv': `account,sector,subsidiary_of,city\nAcme,${sector},,\nAcme,,Acme,\nAcme,,,Bern\nBeta,retail,,\n`,
  });
  for (const [sector, done] of [
    ['retail', { created: { company: 2 }, updated: { company: 1 }, refused: 1 }],
    ['software', { created: {}, updated: { company: 1 }, refused: 1 }],
  ] as const) {
    const { summary } = await importAll(workspace, files(sector));
    expect(summary).toMatchObject(done);
    expect(summary.refusals).toEqual([
      { file: 'accounts.csv', line: 3, reason: 'A company cannot be its own parent.' },
    ]);
    expect(workspace.live('company').map(({ name, industry, city }) => [name, industry, city])).toEqual([
      ['Acme', sector, 'Bern'],
      ['Beta', 'retail', null],
    ]);
  }
});

test('[S4-17/C] rows of a record whose first row is refused are refused with it', async () => {
  const workspace = createMemoryWorkspace();
  const { summary } = await importAll(workspace, {
    'accounts.csv': 'account,subsidiary_of,city\nAcme,Acme,\nAcme,,Bern\nBeta,,\n',
  });
  expect(summary).toMatchObject({ created: { company: 1 }, updated: {}, refused: 2 });
  expect(summary.refusals.map(({ reason }) => reason)).toEqual([
    'A company cannot be its own parent.',
    'An earlier row of the same record was refused.',
  ]);
});

test('[S4-17/C] ids that differ by case are of two records; names that differ by case are of one', async () => {
  const workspace = createMemoryWorkspace();
  const deals = 'Opportunity ID,Deal name,Close value\n0065g00000AbCdE,Big one,100\n0065g00000AbCde, Other one,200\n';
  const { summary } = await importAll(workspace, { 'deals.csv': deals });
  expect(summary.created).toEqual({ deal: 2 });
  expect(workspace.live('deal').map(({ title }) => title)).toEqual(['Big one', 'Other one']);
  expect((await importAll(workspace, { 'deals.csv': deals })).summary.unchanged).toEqual({ deal: 2 });

  await importAll(workspace, { 'accounts.csv': 'account,sector\nAcme,retail\nACME,\n' });
  expect(workspace.live('company').map(({ name }) => name)).toEqual(['Acme']);
  const [acme] = workspace.live('company');
  if (acme === undefined) throw new Error('missing');
  workspace.replica.commit([{ kind: 'delete', entity: 'company', id: acme.id }]);
  const again = await importAll(workspace, { 'accounts.csv': 'account,sector\nacme,retail\n' });
  expect(again.summary).toMatchObject({ created: {}, inBin: 1 });
});

test('[S4-17/C] equal rows without a key are records of their own, and the same file again changes nothing', async () => {
  const workspace = createMemoryWorkspace();
  const file = { 'deals.csv': 'Deal name,Close value\nRenewal,100\nRenewal,100\nRenewal,200\n' };
  expect((await importAll(workspace, file)).summary).toMatchObject({ created: { deal: 3 }, refused: 0 });
  expect((await importAll(workspace, file)).summary).toMatchObject({
    created: {},
    updated: {},
    unchanged: { deal: 3 },
  });
});

test('[S4-17/C] an edit made in between stays, however often the record has changed since', async () => {
  const workspace = createMemoryWorkspace();
  const file = { 'products.csv': 'product,sales_price\nGizmo,10\n' };
  await importAll(workspace, file);
  const [gizmo] = workspace.live('product');
  if (gizmo === undefined) throw new Error('missing');
  for (let edit = 1; edit <= 201; edit += 1) {
    const price = { minor: 2000 + edit, currency: 'USD' };
    workspace.replica.commit([{ kind: 'update', entity: 'product', id: gizmo.id, fields: { price } }]);
  }
  expect((await importAll(workspace, file)).summary.unchanged).toEqual({ product: 1 });
  expect(workspace.live('product')[0]?.price).toEqual({ minor: 2201, currency: 'USD' });
});

test('[S4-17/C] a deleted contact stays deleted, also when two rows share its mail', async () => {
  const workspace = createMemoryWorkspace();
  const file = { 'contacts.csv': 'Name,Email\nAnn,ann@example.com\nAnn Lee,ann@example.com\n' };
  await importAll(workspace, file);
  const [ann, ...others] = workspace.live('contact');
  if (ann === undefined) throw new Error('missing');
  expect(others).toEqual([]);
  workspace.replica.commit([{ kind: 'delete', entity: 'contact', id: ann.id }]);
  expect((await importAll(workspace, file)).summary).toMatchObject({ created: {}, inBin: 2 });
  expect(workspace.live('contact')).toEqual([]);
  // Another file knows nothing of that.
  const other = await importAll(workspace, { 'people.csv': 'Name,Email\nAnn,ann@example.com\n' });
  expect(other.summary.created).toEqual({ contact: 1 });
});

test('[S4-17/C] people who share the phone of an office stay apart; the same name or none is one person', async () => {
  const workspace = createMemoryWorkspace();
  const phone = '+1 415 555 0199';
  const file = {
    'people.csv': [
      'Name,Email,Phone',
      `Bob Gray,bob@acme.example,${phone}`,
      `Carol White,carol@acme.example,${phone}`,
      `C. White,carol@home.example,${phone}`,
      `Bo Gray,bo@acme.example,${phone}`,
      `,,${phone}`,
    ].join('\n'),
  };
  expect((await importAll(workspace, file)).summary).toMatchObject({ created: { contact: 3 }, refused: 0 });
  expect(workspace.live('contact').map(({ name, emails }) => [name, emails])).toEqual([
    ['Bob Gray', ['bob@acme.example']],
    ['Carol White', ['carol@acme.example', 'carol@home.example']],
    ['Bo Gray', ['bo@acme.example']],
  ]);
  expect((await importAll(workspace, file)).summary).toMatchObject({ created: {}, updated: {} });
});

test('[S4-17/C] [S4-18/C] what an export guards against formulas is the same name everywhere when it comes back', async () => {
  const workspace = createMemoryWorkspace();
  const files = {
    'companies.csv': "Name,Industry\n'@home GmbH,'=IT\n",
    'deals.csv': "Opportunity ID,Deal name,Account\n'-1,'+X,'@home GmbH\n",
  };
  const { summary } = await importAll(workspace, files);
  expect(summary).toMatchObject({ created: { company: 1, deal: 1 }, refused: 0 });
  expect(workspace.live('company').map(({ name, industry, externalId }) => [name, industry, externalId])).toEqual([
    ['@home GmbH', '=IT', '@home GmbH'],
  ]);
  expect(workspace.live('deal').map(({ title, externalId, company }) => [title, externalId, company])).toEqual([
    ['+X', '-1', workspace.live('company')[0]?.id],
  ]);
  const again = await importAll(workspace, { 'exported.csv': "Name,Industry\n'@home GmbH,Retail\n" });
  expect(again.summary).toMatchObject({ created: {}, updated: { company: 1 } });
});

test('[S4-17/C] what somebody emptied since the last import stays empty', async () => {
  const workspace = createMemoryWorkspace();
  const file = { 'contacts.csv': 'Name,Email,Title\nAnn,ann@example.com,\nAnn,ann@example.com,Buyer\n' };
  await importAll(workspace, file);
  const [ann] = workspace.live('contact');
  if (ann === undefined) throw new Error('missing');
  expect(ann.jobTitle).toBe('Buyer');
  workspace.replica.commit([{ kind: 'update', entity: 'contact', id: ann.id, fields: { jobTitle: null } }]);
  expect((await importAll(workspace, file)).summary.updated).toEqual({});
  expect(workspace.live('contact')[0]?.jobTitle).toBeNull();
});
