import { afterEach, beforeEach, expect, test } from 'vitest';
import { type OpenService, openService } from '../../../test/open-service.ts';

let service: OpenService;
let call: OpenService['call'];

beforeEach(async () => {
  service = await openService();
  call = service.call;
});
afterEach(() => service.close());

type Files = Readonly<Record<string, string | Uint8Array>>;

/** Sends the files as the wizard does, in parts of at most 1 MiB, and has them analysed. */
async function analysed(files: Files) {
  const { job } = await call('import.begin', {});
  for (const [file, content] of Object.entries(files)) {
    const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content;
    let at = 0;
    do {
      const part = bytes.slice(at, at + 1024 * 1024);
      at += part.byteLength;
      await call('import.addFilePart', { job, file, part, isLast: at >= bytes.byteLength });
    } while (at < bytes.byteLength);
  }
  return { job, plan: await call('import.analyse', { job }) };
}

async function imported(files: Files) {
  const { job, plan } = await analysed(files);
  if (!plan.ok) throw new Error(plan.error[0]?.message);
  const summary = await call('import.run', { job, plan: plan.value });
  if (!summary.ok) throw new Error(summary.error[0]?.message);
  return { ...summary.value, plan: plan.value, csv: await call('import.refusedRows', { job }) };
}

const rows = async (entity: string) =>
  (await call('records.page', { entity, where: { and: [] }, limit: 100 })).rows.toReversed();

const count = (entity: string) => call('records.count', { entity, where: { and: [] } });

const utf16be = (text: string): Buffer => Buffer.from(text, 'utf16le').swap16();

test('[S4-17/C] encodings and separators are found by the wizard’s own door', async () => {
  const text = 'account;city\r\nZoë AG;Zürich\r\n';
  const files: readonly (readonly [string, string, Uint8Array])[] = [
    ['UTF-8', ';', Buffer.from(text)],
    ['UTF-8', ';', Buffer.from(`\uFEFF${text}`)],
    ['UTF-16 LE', ';', Buffer.from(`\uFEFF${text}`, 'utf16le')],
    ['UTF-16 LE', ';', Buffer.from(text, 'utf16le')],
    ['UTF-16 BE', ';', utf16be(`\uFEFF${text}`)],
    ['UTF-16 BE', ';', utf16be(text)],
    ['Windows-1252', ';', Buffer.from(text, 'latin1')],
    ['UTF-8', '\t', Buffer.from(text.replaceAll(';', '\t'))],
    ['UTF-8', '|', Buffer.from(text.replaceAll(';', '|'))],
    ['UTF-8', ',', Buffer.from(text.replaceAll(';', ','))],
  ];
  for (const [encoding, delimiter, bytes] of files) {
    const { plan, group } = await imported({ 'accounts.csv': bytes });
    expect(plan.files[0]).toMatchObject({ encoding, delimiter });
    expect((await rows('company')).map(({ name, city }) => [name, city])).toEqual([['Zoë AG', 'Zürich']]);
    await call('changes.undo', { id: group });
  }
});

test('[S4-17/C] a file that is no table is left out with what, where and what to do, and the others go on', async () => {
  const cases: readonly (readonly [string, string | Uint8Array, string])[] = [
    ['empty.csv', '', 'empty.csv is empty.'],
    ['blank.csv', ' \n\n', 'blank.csv holds nothing but blanks.'],
    [
      'sheet.csv',
      Buffer.from('PK\u0003\u0004\0\0\0\0', 'latin1'),
      'sheet.csv is an Excel or other zipped file, not text: save it as CSV and choose that file.',
    ],
    [
      'noise.csv',
      Uint8Array.from({ length: 5000 }, (_, index) => (index * 7) % 256),
      'noise.csv is a binary file, not text: save it as CSV and choose that file.',
    ],
    [
      'quote.csv',
      'account,city\nAcme,Bern\nBeta,"Basel\nGamma,Thun\n',
      'quote.csv, line 3: a quote is opened here or below and never closed. Close it or remove it.',
    ],
    [
      'cell.csv',
      Buffer.concat([Buffer.from('account,city\nAcme,"'), Buffer.alloc(100 * 1024 * 1024, 'x'), Buffer.from('"\n')]),
      'cell.csv, line 2: a row of more than 1 MB begins here. A quote may not be closed.',
    ],
  ];
  for (const [name, content, sentence] of cases) {
    const alone = await analysed({ [name]: content });
    expect(alone.plan.ok ? alone.plan.value : alone.plan.error.map(({ message }) => message)).toEqual([sentence]);
    const { job, plan } = await analysed({ [name]: content, 'accounts.csv': 'account\nAcme\n' });
    if (!plan.ok) throw new Error(sentence);
    expect(plan.value.unreadable).toEqual([{ file: name, reason: sentence }]);
    expect(plan.value.files.map(({ file }) => file)).toEqual(['accounts.csv']);
    const ran = await call('import.run', { job, plan: plan.value });
    if (!ran.ok) throw new Error(ran.error[0]?.message);
    expect(ran.value).toMatchObject({ created: { company: 1 }, refused: 0 });
    await call('changes.undo', { id: ran.value.group });
  }
  const nothing = await analysed({});
  expect(nothing.plan).toMatchObject({ ok: false, error: [{ code: 'no-files' }] });
  expect([await count('company'), await count('importRun')]).toEqual([0, 0]);
}, 60_000);

test('[S4-17/C] rows that cannot be read are refused one by one, with reasons in the CSV, and the others come in', async () => {
  const { created, refused, csv, plan } = await imported({
    'products.csv': 'product,product,sales_price\nKit,ignored,5\nBag,x,"1.234,56"\nCap,x,"$22,700.00"\nHat,x,1.234\n',
    'deals.csv': [
      'opportunity_id,product,deal_stage,engage_date,close_date,close_value',
      'A1,Kit,Won,10/20/2016,10/25/2016,0',
      'A2,Kit,Won,10/20/2016,10/25/2016,9',
      'A3,Kit,Engaging,2/30/2017,,',
      'A4,Kit,Engaging',
      'A5,Kit,Engaging,10/20/2016,,,more',
      'A6,=Nothing,Engaging,10/20/2016,,',
      'A7,Hat,Engaging,10/20/2016,,',
    ].join('\n'),
  });
  expect(created).toEqual({ product: 3, deal: 1 });
  expect(refused).toBe(7);
  expect(plan.files[0]?.warnings).toEqual([
    'Line 1: the heading "product" occurs twice; the later column is called "product (2)" and left out.',
  ]);
  expect(csv.replace(/^\uFEFF/, '').split('\r\n')).toEqual([
    'file,line,reason,product,product (2),sales_price,opportunity_id,deal_stage,engage_date,close_date,close_value',
    expect.stringContaining('products.csv,5,"sales_price: ""1.234"" '),
    'deals.csv,2,A won deal needs an amount above zero.,Kit,,,A1,Won,10/20/2016,10/25/2016,0',
    'deals.csv,4,"engage_date: There is no date ""2/30/2017"" (read as month/day/year).",Kit,,,A3,Engaging,2/30/2017,,',
    'deals.csv,5,The row has too few cells: 3 instead of 6.,Kit,,,A4,Engaging,,,',
    'deals.csv,6,The row has too many cells: 7 instead of 6.,Kit,,,A5,Engaging,10/20/2016,,,more',
    "deals.csv,7,Title is needed.,'=Nothing,,,A6,Engaging,10/20/2016,,",
    'deals.csv,8,"product: The product ""Hat"" was refused itself.",Hat,,,A7,Engaging,10/20/2016,,',
    '',
  ]);
  const prices = (await rows('product')).map(({ name, price }) => [name, price]);
  expect(prices).toEqual(
    expect.arrayContaining([
      ['Kit', { minor: 500, currency: 'USD' }],
      ['Bag', { minor: 123_456, currency: 'USD' }],
      ['Cap', { minor: 2_270_000, currency: 'USD' }],
    ]),
  );
});

test('[S4-17/C] [S4-18/C] formulas come in as text and leave as text; numbers and phone numbers survive', async () => {
  const names = ['=1+1', '+1+1', '-1-1', '@SUM(A1)', '=cmd|"/c calc"!A1'];
  const quoted = (cell: string): string => `"${cell.replaceAll('"', '""')}"`;
  const people = names.map((name, index) => `${quoted(name)},+41 44 668 18 0${index},p${index}@example.com`);
  await imported({
    'contacts.csv': `Name,Phone,Email\n${people.join('\n')}\n`,
    'products.csv': 'product,sales_price\nRebate,-12.50\n',
  });
  expect(new Set((await rows('contact')).map(({ name }) => name))).toEqual(new Set(names));
  const everyone = { entity: 'contact', where: { and: [] }, fields: ['name', 'phones', 'emails'] };
  const csv = await call('export.csv', everyone);
  const lines = csv
    .replace(/^\uFEFF/, '')
    .trimEnd()
    .split('\r\n');
  expect(lines.slice(1).every((line) => /^"?'[=+\-@]/.test(line))).toBe(true);
  expect(csv).toContain(',+41446681800,');
  const prices = await call('export.csv', { entity: 'product', where: { and: [] }, fields: ['name', 'price'] });
  expect(prices).toContain('Rebate,-12.50');

  // What was exported can be imported: nothing is made twice, nothing is changed.
  const again = await imported({ 'export.csv': csv });
  expect([again.created, again.updated, again.refused]).toEqual([{}, {}, 0]);
});

test('[S4-17/C] refused rows with formulas are harmless in a spreadsheet and come back as they stood', async () => {
  const { csv } = await imported({
    'contacts.csv': 'Name,Email,Title\n=HYPERLINK("x"),not an address,+boss\n',
  });
  const line = csv.split('\r\n')[1];
  expect(line).toContain(`"'=HYPERLINK(""x"")"`);
  expect(line).toContain(`'+boss`);
  const mended = csv.replace('not an address', 'hy@example.com');
  await imported({ 'mended.csv': mended });
  expect((await rows('contact')).map(({ name, jobTitle }) => [name, jobTitle])).toEqual([['=HYPERLINK("x")', '+boss']]);
});
