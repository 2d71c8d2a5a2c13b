import { afterAll, beforeAll, expect, test } from 'vitest';
import { type OpenService, openService } from '../../../test/open-service.ts';

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
