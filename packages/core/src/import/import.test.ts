import fc from 'fast-check';
import { expect, test } from 'vitest';
import { coreModel } from '../entities/registry.ts';
import { entityFor } from '../entity/model.ts';
import { checkValue } from '../field/check-value.ts';
import type { FieldDefinition, FieldKind, FieldValue } from '../field/field.ts';
import * as kinds from '../field/field.ts';
import { usualDecimalMark } from '../money/written-number.ts';
import { csvLine, csvText, readCsvCell } from './csv-text.ts';
import { guessEntity } from './guess-entity.ts';
import { guessMapping } from './guess-mapping.ts';
import { type CellContext, parseCell } from './parse-cell.ts';
import { writeCell } from './write-cell.ts';

const context: CellContext = { currency: 'USD', country: 'CH', decimal: 'auto', dateFormat: 'mdy', timeZone: 'UTC' };

const read = (
  field: FieldDefinition,
  cell: string,
  more: Partial<CellContext> = {},
): FieldValue | { error: string } => {
  const value = parseCell(field, cell, { ...context, ...more });
  return value.ok ? value.value : { error: value.error.code };
};

test('[S4-17/C] cells of every kind are read or refused', () => {
  const status = kinds.choice(['open', 'won'], {
    choiceLabels: { won: 'Closed – won' },
    choiceImportNames: { 'closed won': 'won' },
  });
  const cells: readonly (readonly [FieldDefinition, string, ReturnType<typeof read>])[] = [
    [kinds.text(), '  Ann\tLee ', 'Ann Lee'],
    [kinds.text(), "'=SUM(A1)", "'=SUM(A1)"],
    [kinds.text(), 'x'.repeat(1001), { error: 'text-too-long' }],
    [kinds.text(), 'a\0b', { error: 'text-unstorable' }],
    [kinds.longText(), 'a\nb', 'a\nb'],
    [kinds.number(), '1100.04', 1100.04],
    [kinds.number(), '1,234', 1234],
    [kinds.number({ isInteger: true }), '1.5', { error: 'number-not-whole' }],
    [kinds.number(), 'many', { error: 'number-invalid' }],
    [kinds.boolean(), 'Yes', true],
    [kinds.boolean(), 'maybe', { error: 'boolean-invalid' }],
    [kinds.date(), '10/20/2016', '2016-10-20'],
    [kinds.date(), '2/30/2017', { error: 'date-impossible' }],
    [kinds.instant(), '2016-10-20T14:30:00Z', Date.UTC(2016, 9, 20, 14, 30)],
    [kinds.instant(), '10/20/2016 14:30', Date.UTC(2016, 9, 20, 14, 30)],
    [kinds.money(), '$22,700.00', { minor: 2_270_000, currency: 'USD' }],
    [kinds.money(), '1.234,56', { minor: 123_456, currency: 'USD' }],
    [kinds.money(), '1.234', { error: 'ambiguous-amount' }],
    [status, 'Closed_Won', 'won'],
    [status, 'OPEN', 'open'],
    [status, 'lost', { error: 'choice-unknown' }],
    [kinds.reference('company'), ' Acme ', 'Acme'],
    [kinds.references('tag'), 'a; b', ['a', 'b']],
    [kinds.emails(), 'Ann@example.com; bo@example.com', ['ann@example.com', 'bo@example.com']],
    [kinds.emails(), 'ann(at)example.com', { error: 'email-invalid' }],
    [kinds.phones(), '044 668 18 00, +1 415 555 2671', ['+41446681800', '+14155552671']],
    [kinds.url(), 'example.com', 'https://example.com'],
    [kinds.url(), 'javascript:alert(1)', { error: 'url-invalid' }],
    [kinds.emails(), '', []],
    [kinds.money(), ' ', null],
  ];
  expect(cells.map(([field, cell]) => read(field, cell))).toEqual(cells.map(([, , value]) => value));
  expect(read(kinds.money(), '1100.04', { scale: 1_000_000 })).toEqual({ minor: 110_004_000_000, currency: 'USD' });
});

test('[S4-17/C] moments are read with half days, zones and the days on which clocks change', () => {
  const zone = 'America/New_York';
  const moments: readonly (readonly [string, Partial<CellContext>, string | { error: string }])[] = [
    ['10/20/2016 3:30 PM', {}, '2016-10-20T19:30:00.000Z'],
    ['10/20/2016 12:05 am', {}, '2016-10-20T04:05:00.000Z'],
    ['10/20/2016 12:05 p.m.', {}, '2016-10-20T16:05:00.000Z'],
    ['10/20/2016 15:30 UTC', {}, '2016-10-20T15:30:00.000Z'],
    ['20.10.2016 15:30 +02:00', { dateFormat: 'dmy' }, '2016-10-20T13:30:00.000Z'],
    ['2024-01-02T10:00:00+02:00', { dateFormat: 'iso' }, '2024-01-02T08:00:00.000Z'],
    ['2024-01-02T10:00:00+0530', { dateFormat: 'iso' }, '2024-01-02T04:30:00.000Z'],
    ['2024-01-02 10:00:00-05', { dateFormat: 'iso' }, '2024-01-02T15:00:00.000Z'],
    ['2024-01-02T10:00:00.250Z', { dateFormat: 'iso' }, '2024-01-02T10:00:00.250Z'],
    ['2024-01-02T10:00', { dateFormat: 'iso' }, '2024-01-02T15:00:00.000Z'],
    // Clocks went back at 2, and forward at 2.
    ['11/06/2016 09:00', {}, '2016-11-06T14:00:00.000Z'],
    ['11/06/2016 01:30', {}, '2016-11-06T05:30:00.000Z'],
    ['03/13/2016 09:00', {}, '2016-03-13T13:00:00.000Z'],
    ['03/13/2016 02:30', {}, '2016-03-13T07:00:00.000Z'],
    ['10/20/2016', {}, '2016-10-20T04:00:00.000Z'],
    ['10/20/2016 25:00', {}, { error: 'time-impossible' }],
    ['10/20/2016 13:00 PM', {}, { error: 'time-impossible' }],
    ['10/20/2016 noon', {}, { error: 'date-invalid' }],
  ];
  const shown = moments.map(([cell, more]) => {
    const value = read(kinds.instant(), cell, { timeZone: zone, ...more });
    return typeof value === 'number' ? new Date(value).toISOString() : value;
  });
  expect(shown).toEqual(moments.map(([, , moment]) => moment));
});

test('[S4-17/C] numbers are read however many decimals they have; where one can be read both ways, the column says', () => {
  const german = usualDecimalMark(['1.234', '0,125', '', '5']);
  const english = usualDecimalMark(['1.234', '1,234,567']);
  expect([german, english, usualDecimalMark(['1.234', '1,5', '1.5']), usualDecimalMark(['1.234'])]).toEqual([
    ',',
    '.',
    undefined,
    undefined,
  ]);
  const numbers: readonly (readonly [string, Partial<CellContext>, number])[] = [
    ['0,125', {}, 0.125],
    ['0,125', { decimal: ',' }, 0.125],
    ['1.234.567,891', {}, 1_234_567.891],
    ['1.234.567,891', { decimal: ',' }, 1_234_567.891],
    ['1,234,567.891', {}, 1_234_567.891],
    ["-1'234.5678", {}, -1234.5678],
    ['(1,5)', {}, -1.5],
    ['12,3456 %', {}, 12.3456],
    ['1.234', {}, 1.234],
    ['1,234', {}, 1234],
    ['1.234', { usualDecimal: german }, 1234],
    ['1,234', { usualDecimal: german }, 1.234],
    ['1.234', { usualDecimal: english }, 1.234],
    ['12.34', { usualDecimal: german }, 12.34],
  ];
  expect(numbers.map(([cell, more]) => read(kinds.number(), cell, more))).toEqual(numbers.map(([, , value]) => value));
  for (const cell of ['1.2.3,4', '5 USD', '1,2,3', '--1']) {
    expect(read(kinds.number(), cell)).toEqual({ error: 'number-invalid' });
  }
  expect([read(kinds.money(), '1.234', { usualDecimal: german }), read(kinds.money(), '1.234')]).toEqual([
    { minor: 123_400, currency: 'USD' },
    { error: 'ambiguous-amount' },
  ]);
});

test('[S4-18/C] CSV follows RFC 4180, and no cell is run as a formula', () => {
  expect(csvText([['a', 'b"c', 'd,e', 'f\ng']])).toBe('a,"b""c","d,e","f\ng"\r\n');
  const dangerous = ['=1+1', '+1+1', '-1-1', '@SUM(A1)', '\tx', '\rx', '=cmd|"/c calc"!A1'];
  for (const cell of dangerous) expect(csvText([[cell]]).replace(/^"/, '')).toMatch(/^'/);
  expect(csvText([['-12.50', '+41446681800', '+3', '-1,5']])).toBe('-12.50,+41446681800,+3,"-1,5"\r\n');
});

test('[S4-18/C] what is written is read back', () => {
  const values: Partial<Record<FieldKind, FieldValue>> = {
    text: '=SUM(A1)',
    number: -1.5,
    boolean: false,
    date: '2026-01-31',
    instant: 1_700_000_000_123,
    money: { minor: -123_450, currency: 'USD' },
    emails: ['a@example.com', 'b@example.com'],
    phones: ['+41446681800', '+14155552671'],
    url: 'https://example.com/a',
  };
  for (const [kind, field] of Object.entries({
    text: kinds.text(),
    number: kinds.number(),
    boolean: kinds.boolean(),
    date: kinds.date(),
    instant: kinds.instant(),
    money: kinds.money(),
    emails: kinds.emails(),
    phones: kinds.phones(),
    url: kinds.url(),
  })) {
    const value = values[kind as FieldKind];
    const cell = readLine(csvLine([writeCell(field.kind, value, { currency: 'USD', titleOf: (id) => id })]));
    expect(read(field, cell, { dateFormat: 'iso' })).toEqual(value);
  }
  expect(writeCell('money', { minor: 5, currency: 'EUR' }, { currency: 'USD', titleOf: String })).toBe('0.05 EUR');
  fc.assert(
    fc.property(fc.integer({ min: -1e12, max: 1e12 }), (minor) => {
      const cell = writeCell('money', { minor, currency: 'USD' }, { currency: 'USD', titleOf: String });
      expect(read(kinds.money(), cell, { decimal: '.' })).toEqual({ minor, currency: 'USD' });
    }),
  );
});

test('[S4-18/C] any text that a field holds comes back from its cell', () => {
  const piece = fc.constantFrom('a', "'", '=', '-', '+', '@', '"', ',', ';', ' ', '\n', '1', '🍎');
  fc.assert(
    fc.property(fc.string({ unit: piece, maxLength: 6 }), (typed) => {
      const held = checkValue(kinds.text(), typed, { country: 'CH' });
      const value = held.ok ? held.value : null;
      const line = csvLine([writeCell('text', value, { currency: 'USD', titleOf: String })]);
      expect(read(kinds.text(), readLine(line))).toEqual(value);
      const cell = unquoted(line);
      // A number is no formula, also one with a decimal comma.
      expect(/^[=+@-]/.test(cell) && !/^[+-]\d+(?:,\d+)?$/.test(cell)).toBe(false);
    }),
    { numRuns: 2_000, examples: [['-1,1']] },
  );
});

/** The one cell of a line. */
const readLine = (line: string): string => readCsvCell(unquoted(line));

const unquoted = (line: string): string =>
  line.startsWith('"') ? line.slice(1, -3).replaceAll('""', '"') : line.slice(0, -2);

test('[S4-17/C] headings, file names and cells tell what a file is', () => {
  const guess = (file: string, headings: string) => {
    const { entity, columns } = guessEntity(coreModel, file, headings.split(','), []);
    return [entity?.name ?? null, ...columns.map(({ field }) => field)];
  };
  expect([
    guess('accounts.csv', 'account,sector,year_established,revenue,employees,office_location,subsidiary_of'),
    guess('products.csv', 'product,series,sales_price'),
    guess('sales_teams.csv', 'sales_agent,manager,regional_office'),
    guess(
      'sales_pipeline.csv',
      'opportunity_id,sales_agent,product,account,deal_stage,engage_date,close_date,close_value',
    ),
    guess('people.csv', 'First Name,Last Name,E-mail,Phone,Company,Position'),
    guess('leads.csv', 'Name,Email,Company,Lead Source'),
    guess('data_dictionary.csv', 'accounts,,,,,,,,,sales_teams,,,,'),
    guess('weather.csv', 'temperature,humidity'),
  ]).toEqual([
    ['company', 'name', 'industry', 'yearEstablished', 'revenue', 'employees', 'country', 'parent'],
    ['product', 'name', 'series', 'price'],
    ['member', 'name', 'manager', 'region'],
    ['deal', 'externalId', 'owner', 'product', 'company', 'stage', 'engagedOn', 'closedOn', 'amount'],
    ['contact', 'firstName', 'lastName', 'emails', 'phones', 'company', 'jobTitle'],
    ['lead', 'name', 'emails', 'company', 'source'],
    [null, ...Array.from({ length: 14 }, () => null)],
    [null, null, null],
  ]);
  const byCells = guessMapping(
    coreModel,
    entityFor(coreModel, 'contact'),
    ['name', 'x', 'y'],
    [['Ann'], ['ann@example.com', 'bo@example.com'], ['+41 44 668 18 00']],
  );
  expect(byCells.map(({ field }) => field)).toEqual(['name', 'emails', 'phones']);
});
