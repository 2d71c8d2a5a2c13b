import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type OpenService, openService } from '../../../test/open-service.ts';
import type { Method } from '../../shared/api.ts';
import type { Workspace } from '../workspace/open-workspace.ts';

let service: OpenService;
let workspace: Workspace;
let call: OpenService['call'];
const announced: { readonly name: string; readonly value: unknown }[] = [];

beforeAll(async () => {
  service = await openService((name, value) => void announced.push({ name, value }));
  ({ workspace, call } = service);
});

afterAll(() => service.close());

const everything = { and: [] } as const;

test('a contact is made, found, changed, read back with its history, undone and exported', async () => {
  const id = workspace.newRecordId();
  const made = await call('changes.commit', {
    intentions: [{ kind: 'create', entity: 'contact', id, fields: { firstName: 'Grace', lastName: '=Hopper' } }],
    label: 'New contact',
  });
  expect(made).toMatchObject({ ok: true, value: { records: [{ entity: 'contact', id }], left: [] } });
  expect(announced.at(-1)).toEqual({
    name: 'changed',
    value: { entities: ['contact'], records: [{ entity: 'contact', id }] },
  });

  const changed = await call('changes.commit', {
    intentions: [{ kind: 'update', entity: 'contact', id, fields: { jobTitle: 'Admiral' } }],
    label: 'Job title',
  });
  const page = await call('records.page', { entity: 'contact', where: everything, limit: 10 });
  expect(page.rows).toMatchObject([{ id, jobTitle: 'Admiral', owner: workspace.me }]);
  expect(page.titles.member).toEqual({ [workspace.me]: 'Ada' });
  expect(await call('records.count', { entity: 'contacts', where: everything, search: 'grace' })).toBe(1);
  expect((await call('search.global', { text: 'gra', limit: 5 })).map((hit) => hit.id)).toEqual([id]);
  expect(await call('records.pick', { entity: 'contact', text: 'Grace', limit: 5 })).toHaveLength(1);

  const [line, first] = await call('records.history', { entity: 'contact', id, limit: 10 });
  expect(line).toMatchObject({
    actor: 'Ada',
    kind: 'update',
    changes: [{ field: 'jobTitle', before: null, after: 'Admiral' }],
  });
  expect(first?.kind).toBe('create');
  const timeline = await call('records.timeline', { entity: 'contact', id, limit: 10 });
  expect(timeline.map((item) => [item.kind, item.title])).toContainEqual(['history', 'Contact created']);

  const csv = await call('export.csv', {
    entity: 'contact',
    where: everything,
    fields: ['firstName', 'lastName', 'owner'],
  });
  expect(csv).toBe("\uFEFFFirst name,Last name,Owner\r\nGrace,'=Hopper,Ada\r\n");

  if (!changed.ok) throw new Error('refused');
  const undone = await call('changes.undo', { id: changed.value.id });
  expect(undone.ok && undone.value.left).toEqual([]);
  expect((await call('records.get', { entity: 'contact', id }))?.record.jobTitle).toBe(null);
  const recent = await call('changes.recent', { limit: 10 });
  expect(recent.map(({ label, isUndone }) => [label, isUndone])).toEqual([
    ['Job title', true],
    ['New contact', false],
  ]);
});

test('a refused change comes back with its reasons and changes nothing', async () => {
  const refused = await call('changes.commit', {
    intentions: [{ kind: 'create', entity: 'company', id: workspace.newRecordId(), fields: {} }],
  });
  expect(refused).toMatchObject({ ok: false, error: [{ code: 'field-required', field: 'name' }] });
  expect(await call('records.count', { entity: 'company', where: everything })).toBe(0);
});

test('what is not understood is refused with a sentence', async () => {
  const wrong: readonly (readonly [Method, unknown])[] = [
    ['records.page', null],
    ['records.page', { entity: 'contact', where: everything, limit: 501 }],
    ['records.page', { entity: 'contact', where: { field: 'name', op: 'like', value: 'x' }, limit: 5 }],
    ['records.page', { entity: 'ghost', where: everything, limit: 5 }],
    ['records.get', { entity: 'contact', id: "' OR 1=1" }],
    ['changes.commit', { intentions: [] }],
    ['changes.commit', { intentions: [{ kind: 'drop', entity: 'contact' }] }],
    ['import.addFilePart', { job: 'x', file: 'a.csv', part: 'text', isLast: true }],
    ['settings.set', { key: '', value: 1 }],
    ['workspace.create', { name: 'x', userName: 'y', currency: 'XXXX', country: 'US', withSample: false }],
  ];
  for (const [method, params] of wrong) await expect(service.send(method, params)).rejects.toThrow(/[a-z] .*[a-z]/);
});

test('settings stay, also as null', async () => {
  await call('settings.set', { key: 'theme', value: { mode: 'dark' } });
  await call('settings.set', { key: 'tour', value: null });
  expect(await call('settings.get', {})).toMatchObject({ theme: { mode: 'dark' }, tour: null });
});

test('the sample data comes by the import and goes by one undo', async () => {
  const sample = await call('import.sample', {});
  if (!sample.ok) throw new Error(sample.error[0]?.message);
  const status = await call('workspace.status', {});
  expect(status.sampleGroup).toBe(sample.value.group);
  const deals = await call('records.count', { entity: 'deal', where: everything });
  expect(deals).toBe(sample.value.created.deal);
  const board = await call('records.board', { entity: 'deal', where: everything, limit: 3 });
  expect(board.columns.reduce((sum, column) => sum + column.count, 0)).toBe(deals);
  const [company] = await call('records.pick', { entity: 'company', text: '', limit: 1 });
  const related = await call('records.related', { entity: 'company', id: company?.id ?? '' });
  expect(related.every(({ label }) => label !== '')).toBe(true);

  const undone = await call('changes.undo', { id: sample.value.group });
  expect(undone.ok).toBe(true);
  expect(await call('records.count', { entity: 'deal', where: everything })).toBe(0);
  expect((await call('workspace.status', {})).sampleGroup).toBe(null);
});

test('an import of uploaded parts makes a copy of the database first', async () => {
  const { job } = await call('import.begin', {});
  const bytes = new TextEncoder().encode('First Name,Last Name,Email\nAlan,Turing,alan@example.com\n');
  await call('import.addFilePart', { job, file: 'contacts.csv', part: bytes.slice(0, 20), isLast: false });
  await call('import.addFilePart', { job, file: 'contacts.csv', part: bytes.slice(20), isLast: true });
  const plan = await call('import.analyse', { job });
  if (!plan.ok) throw new Error(plan.error[0]?.message);
  expect(plan.value.files).toMatchObject([{ file: 'contacts.csv', entity: 'contact', rows: 1 }]);
  const copies = (): number => readdirSync(join(workspace.dir, 'backups')).length;
  const before = copies();
  const summary = await call('import.run', { job, plan: plan.value });
  expect(summary).toMatchObject({ ok: true, value: { created: { contact: 1 }, refused: 0 } });
  expect(copies()).toBe(before + 1);
  expect(announced.findLast(({ name }) => name === 'import.progress')?.value).toMatchObject({
    stage: 'done',
    total: 1,
  });
});
