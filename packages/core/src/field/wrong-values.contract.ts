import type { FieldValue } from './field.ts';

/** One field with a value that no door may let in. */
export interface WrongValue {
  readonly entity: string;
  readonly field: string;
  /** What a form or another program sends. */
  readonly value: FieldValue;
  readonly code: string;
  /** The same mistake in a cell of a file, where text can hold it. */
  readonly cell?: string;
}

const tooLong = 'x'.repeat(1_001);

/** The same mistakes for every door: the form's change, the service, the import. Every kind of field is there. */
export const wrongValues: readonly WrongValue[] = [
  { entity: 'company', field: 'name', value: tooLong, code: 'text-too-long', cell: tooLong },
  { entity: 'company', field: 'name', value: 'a\0b', code: 'text-unstorable', cell: 'a\0b' },
  { entity: 'company', field: 'name', value: '\ud800', code: 'text-unstorable' },
  { entity: 'company', field: 'name', value: 5, code: 'wrong-type' },
  { entity: 'company', field: 'notes', value: 'a\0b', code: 'text-unstorable', cell: 'a\0b' },
  { entity: 'company', field: 'notes', value: ['a'], code: 'wrong-type' },
  { entity: 'company', field: 'employees', value: 1.5, code: 'number-not-whole', cell: '1.5' },
  { entity: 'company', field: 'employees', value: -1, code: 'number-too-small', cell: '-1' },
  { entity: 'company', field: 'yearEstablished', value: 10_000, code: 'number-too-large', cell: '10000' },
  { entity: 'company', field: 'employees', value: 2 ** 53, code: 'number-out-of-range', cell: '9007199254740992' },
  { entity: 'company', field: 'employees', value: '12', code: 'wrong-type', cell: 'a dozen' },
  { entity: 'company', field: 'isActive', value: 'yes', code: 'wrong-type', cell: 'perhaps' },
  {
    entity: 'company',
    field: 'domain',
    value: 'javascript:alert(1)',
    code: 'url-invalid',
    cell: 'javascript:alert(1)',
  },
  {
    entity: 'company',
    field: 'emails',
    value: ['ann(at)example.com'],
    code: 'email-invalid',
    cell: 'ann(at)example.com',
  },
  { entity: 'company', field: 'emails', value: 'ann@example.com', code: 'wrong-type' },
  { entity: 'company', field: 'phones', value: ['12'], code: 'phone-invalid', cell: '12' },
  { entity: 'company', field: 'revenue', value: { minor: 1.5, currency: 'USD' }, code: 'amount-invalid', cell: 'much' },
  { entity: 'company', field: 'revenue', value: { minor: 1, currency: 'XXQ' }, code: 'currency-unknown' },
  { entity: 'company', field: 'revenue', value: 100, code: 'wrong-type' },
  { entity: 'company', field: 'parent', value: 'Acme', code: 'wrong-type' },
  { entity: 'company', field: 'tags', value: ['VIP'], code: 'wrong-type' },
  { entity: 'company', field: 'createdAt', value: 0, code: 'field-read-only' },
  { entity: 'company', field: 'colour', value: 'red', code: 'field-unknown' },
  { entity: 'task', field: 'dueOn', value: '2026-02-30', code: 'date-invalid', cell: '2026-02-30' },
  { entity: 'task', field: 'status', value: 'later', code: 'choice-unknown', cell: 'later' },
  { entity: 'call', field: 'startedAt', value: 1.5, code: 'instant-invalid', cell: 'at noon' },
  { entity: 'deal', field: 'boardOrder', value: '!', code: 'order-invalid' },
  { entity: 'lead', field: 'number', value: 'L'.repeat(65), code: 'text-too-long', cell: 'L'.repeat(65) },
  { entity: 'savedView', field: 'columns', value: ['a\0b'], code: 'text-unstorable' },
];
