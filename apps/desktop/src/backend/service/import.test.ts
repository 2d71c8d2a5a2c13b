import { afterAll, beforeAll, expect, test } from 'vitest';
import { type OpenService, openService } from '../../../test/open-service.ts';
import { shownValues } from '../../shared/api.ts';
import { encode } from '../../shared/codec.ts';

let service: OpenService;
beforeAll(async () => {
  service = await openService();
});
afterAll(() => service.close());

const everything = { and: [] } as const;

test('[S4-17/C] an import is mapped, previewed and run over the API, and its refused rows come back as CSV', async () => {
  const { call, analyse } = service;
  const text = 'First Name,Email\nGrace,grace@navy.example\nJean,not a mail\n';
  const { job, plan } = await analyse({ 'contacts.csv': text });
  const preview = await call('import.preview', { job, plan });
  if (!preview.ok) throw new Error(preview.error[0]?.message);
  const [file] = preview.value;
  expect(file?.rows.map(({ line, becomes, values }) => [line, becomes, values.firstName])).toEqual([
    [2, 'create', 'Grace'],
    [3, 'refused', undefined],
  ]);
  expect(await call('records.count', { entity: 'contact', where: everything })).toBe(0);

  const ran = await call('import.run', { job, plan });
  expect(ran).toMatchObject({ ok: true, value: { created: { contact: 1 }, refused: 1 } });
  const [heading, row] = (await call('import.refusedRows', { job })).replace('\uFEFF', '').split('\r\n');
  expect(heading).toBe('file,line,reason,First Name,Email');
  expect(row).toMatch(/^contacts\.csv,3,.*mail.*,Jean,not a mail$/);
});

test('[S4-17/C] a plan with more values than a message holds stays with the backend, and every one can be seen and decided', async () => {
  const { call, analyse } = service;
  const count = 3000;
  const rows = Array.from({ length: count }, (_, index) => `Q ${index},q${index}@example.com,Company number ${index}`);
  const text = `name,email,company,tags\n${rows.map((row) => `${row},`).join('\n')}\nLast,last@example.com,,Pioneer\n`;
  const { job, plan } = await analyse({ 'people.csv': text });
  const of = { file: 'people.csv', column: 'company' };
  expect(plan.counts).toEqual([
    { ...of, unresolved: count, known: 0 },
    { file: 'people.csv', column: 'tags', unresolved: 1, known: 0 },
  ]);
  expect(plan.unresolved.filter(({ column }) => column === 'company')).toHaveLength(shownValues);
  expect(encode(plan).length).toBeLessThan(50_000);
  const seen = new Set<string>();
  for (let offset = 0; offset < count + 500; offset += 500) {
    for (const { value } of (await call('import.values', { job, ...of, offset, limit: 500 })).unresolved)
      seen.add(value);
  }
  expect(seen.size).toBe(count);

  const empty = await call('import.decideAll', { job, plan, ...of, decision: 'empty' });
  expect(new Set(empty.unresolved.map(({ column, decision }) => `${column} ${JSON.stringify(decision)}`))).toEqual(
    new Set(['company "empty"', 'tags "create"']),
  );
  const [first] = empty.unresolved;
  const decided = empty.unresolved.map((value) =>
    value.value === first?.value ? { ...value, decision: 'create' as const } : value,
  );
  const ran = await call('import.run', { job, plan: { ...empty, unresolved: decided } });
  expect(ran).toMatchObject({ ok: true, value: { created: { contact: count + 1, company: 1, tag: 1 }, refused: 0 } });
});
