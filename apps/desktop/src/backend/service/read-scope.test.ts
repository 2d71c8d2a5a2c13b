import { type FieldValues, grantsByRole, type Intention, type RecordId } from '@satchel/core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type OpenService, openService } from '../../../test/open-service.ts';
import { createHandlers } from './handlers.ts';

const everything = { and: [] } as const;
let service: OpenService;
let other: RecordId;
let theirs: Readonly<Record<'company' | 'contact' | 'deal' | 'note', RecordId>>;
let mine: Readonly<Record<'deal' | 'contact', RecordId>>;

/** What a member must not learn from any answer. */
const secrets = ['Hidden Holding', 'Hidden Person', 'Hidden Plan', 'hidden words'];

beforeAll(async () => {
  service = await openService();
  const { workspace, call } = service;
  const { me } = workspace;
  const commit = async (intentions: readonly Intention[]): Promise<void> => {
    const made = await call('changes.commit', { intentions });
    if (!made.ok) throw new Error(made.error[0]?.message);
  };
  const make = async (entity: string, fields: FieldValues): Promise<RecordId> => {
    const id = workspace.newRecordId();
    await commit([{ kind: 'create', entity, id, fields }]);
    return id;
  };
  other = await make('member', { name: 'Bob', role: 'owner' });
  const company = await make('company', { name: 'Hidden Holding', owner: other });
  const contact = await make('contact', { name: 'Hidden Person', owner: other, company });
  const deal = await make('deal', {
    title: 'Hidden Plan',
    owner: other,
    company,
    amount: { minor: 7, currency: 'USD' },
  });
  const note = await make('note', { body: 'hidden words', owner: other, deal });
  theirs = { company, contact, deal, note };
  mine = {
    deal: await make('deal', { title: 'Mine', owner: me, company, contacts: [contact] }),
    contact: await make('contact', { name: 'Own', owner: me, company }),
  };
  await commit([{ kind: 'update', entity: 'deal', id: mine.deal, fields: { company: null } }]);
  await commit([{ kind: 'update', entity: 'deal', id: mine.deal, fields: { company } }]);
  await commit([{ kind: 'update', entity: 'member', id: me, fields: { role: 'member' } }]);
});
afterAll(() => service.close());

test('[S2-08/C] no method tells a member how a record is called that the member may not read', async () => {
  const { call } = service;
  const answers: Readonly<Record<string, unknown>> = {
    page: await call('records.page', { entity: 'deal', where: everything, limit: 50 }),
    contacts: await call('records.page', { entity: 'contact', where: everything, limit: 50 }),
    searched: await call('records.page', { entity: 'company', where: everything, search: 'hidden', limit: 50 }),
    get: await call('records.get', { entity: 'deal', id: mine.deal }),
    titles: await call('records.titles', { entity: 'company', ids: [theirs.company] }),
    picked: await call('records.pick', { entity: 'company', text: 'Hidden', limit: 10 }),
    newest: await call('records.pick', { entity: 'contact', text: '', limit: 10 }),
    board: await call('records.board', { entity: 'deal', where: everything, limit: 50 }),
    groups: await call('records.aggregate', { entity: 'deal', where: everything, groupBy: { field: 'company' } }),
    history: await call('records.history', { entity: 'deal', id: mine.deal, limit: 50 }),
    timeline: await call('records.timeline', { entity: 'deal', id: mine.deal, limit: 50 }),
    found: await call('search.global', { text: 'hidden', limit: 20 }),
    csv: await call('export.csv', { entity: 'deal', where: everything, fields: ['title', 'company', 'contacts'] }),
    recent: await call('changes.recent', { limit: 1 }),
  };
  for (const [name, answer] of Object.entries(answers)) {
    const text = JSON.stringify(answer);
    expect([name, secrets.filter((secret) => text.includes(secret))]).toEqual([name, []]);
  }
  // Everything of one's own is there, so that the answers are not merely empty.
  for (const name of ['page', 'get', 'board', 'csv']) expect(JSON.stringify(answers[name])).toContain('Mine');
  expect(answers.history).not.toEqual([]);
});

test('[S2-08/C] an import of a member neither finds nor changes what the member may not read', async () => {
  const { call, workspace } = service;
  const { job } = await call('import.begin', {});
  const text = 'Name,Company\nHidden Person,Hidden Holdin\nOwn,Nobody\n';
  const file = { job, file: 'people.csv', part: new TextEncoder().encode(text), isLast: true };
  await call('import.addFilePart', file);
  const analysed = await call('import.analyse', { job });
  if (!analysed.ok) throw new Error(analysed.error[0]?.message);
  const preview = await call('import.preview', { job, plan: analysed.value });
  const said = JSON.stringify([
    analysed,
    preview,
    await call('import.values', { job, file: file.file, column: 'Company', offset: 0, limit: 9 }),
  ]);
  expect(said).not.toContain('Hidden Holding');
  expect(said).toContain('Own');
  const before = workspace.store.record('contact', theirs.contact);
  await call('import.run', { job, plan: analysed.value });
  expect(workspace.store.record('contact', theirs.contact)).toEqual(before);
});

test('[S2-08/C] a record that may not be read answers like one that does not exist', async () => {
  const { call, workspace } = service;
  const nobody = workspace.newRecordId();
  for (const [entity, id] of Object.entries(theirs)) {
    const asked = (one: string) =>
      Promise.all([
        call('records.get', { entity, id: one }),
        call('records.history', { entity, id: one, limit: 9 }),
        call('records.timeline', { entity, id: one, limit: 9 }),
        call('records.related', { entity, id: one }),
        call('records.count', { entity, where: { field: 'id', op: 'eq', value: one } }),
        call('records.titles', { entity, ids: [one] }).then((titles) => Object.values(titles)),
      ]);
    expect(await asked(id)).toEqual(await asked(nobody));
  }
});

test('[S2-08/C] a reference to a record that may not be read is called "Not available"', async () => {
  const { call } = service;
  expect(await call('records.titles', { entity: 'company', ids: [theirs.company] })).toEqual({
    [theirs.company]: 'Not available',
  });
  const [group] = await call('records.aggregate', {
    entity: 'deal',
    where: everything,
    groupBy: { field: 'company' },
  });
  expect(group).toMatchObject({ title: 'Not available', count: 1 });
  const [line] = await call('records.history', { entity: 'deal', id: mine.deal, limit: 1 });
  expect(line?.changes).toEqual([{ field: 'company', label: 'Company', before: null, after: 'Not available' }]);
});

test('[S2-08/C] counts and sums are of what a member may read', async () => {
  const { call } = service;
  expect(await call('records.count', { entity: 'deal', where: everything })).toBe(1);
  expect(await call('records.aggregate', { entity: 'deal', where: everything, sum: 'amount' })).toMatchObject([
    { count: 1, sum: 0 },
  ]);
  const { columns } = await call('records.board', { entity: 'deal', where: everything, limit: 9 });
  expect(columns.reduce((sum, { count }) => sum + count, 0)).toBe(1);
});

test('[S1-08/C] what needs a right beside those on records is refused without it', async () => {
  const { workspace } = service;
  const by = (permissions: readonly string[]) => {
    const grants = permissions.map((permission) => ({ permission, scope: 'all' }) as const);
    const asker = () => ({ ...workspace.asker(), actor: { member: workspace.me, grants } });
    return createHandlers({
      workspace: { ...workspace, asker },
      host: 'browser',
      version: '',
      announce: () => undefined,
    });
  };
  const nobody = by(['*.read', '*.create', '*.update', '*.delete']);
  const renamed = { ok: false, error: [{ message: 'You may not rename the workspace. Ask an owner or admin.' }] };
  expect(await nobody['workspace.rename']({ name: 'Other' })).toMatchObject(renamed);
  const sentence = 'You may not import records. Ask an owner or admin.';
  await expect(nobody['import.begin']({})).rejects.toThrow(sentence);
  await expect(nobody['import.sample']({})).rejects.toThrow(sentence);
  expect((await service.call('workspace.status', {})).name).toBe('Orchard');
  // The user is a member by now, who may import and not rename.
  expect(await service.call('workspace.rename', { name: 'Other' })).toMatchObject(renamed);
  expect(await by(['settings.manage'])['workspace.rename']({ name: 'Grove' })).toEqual({ ok: true, value: null });
  expect(await by(['data.import'])['import.begin']({})).toHaveProperty('job');
});

test('[S4-18/C] an export needs the permission for it and holds only what it reaches', async () => {
  const { workspace } = service;
  const asked = { entity: 'deal', where: everything, fields: ['title'] };
  const exportedBy = async (grants: (typeof grantsByRole)['owner']): Promise<unknown> => {
    const asker = () => ({ ...workspace.asker(), actor: { member: workspace.me, grants } });
    const options = { host: 'browser', version: '', announce: () => undefined } as const;
    return createHandlers({ ...options, workspace: { ...workspace, asker } })['export.csv'](asked);
  };
  const readsAll = { permission: 'deals.read', scope: 'all' } as const;
  await expect(exportedBy([readsAll])).rejects.toThrow('You may not export records. Ask an owner or admin.');
  expect(await exportedBy([{ permission: 'data.export', scope: 'all' }])).toBe('\uFEFFTitle\r\n');
  expect(await exportedBy([readsAll, { permission: 'data.export', scope: 'own' }])).toBe('\uFEFFTitle\r\nMine\r\n');
  expect(await exportedBy(grantsByRole.member)).toBe('\uFEFFTitle\r\nMine\r\n');
  expect(await exportedBy(grantsByRole.manager)).toContain('Hidden Plan');
});
