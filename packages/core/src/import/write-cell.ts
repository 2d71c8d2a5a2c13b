import type { FieldKind, FieldValue } from '../field/field.ts';
import { isEmptyValue } from '../field/field.ts';
import { isJsonObject } from '../json.ts';
import { moneyToDecimal } from '../money/money.ts';

/** What a cell is written with. */
export interface WriteCellContext {
  /** Amounts in this currency are bare numbers, others carry their code. */
  readonly currency: string;
  /** The title of a referenced record, by its id. */
  readonly titleOf: (id: string) => string;
}

/** A value as a CSV cell that parseCell reads back: dates as `2026-01-31`, moments in ISO 8601, lists with `; `. */
export const writeCell = (kind: FieldKind, value: FieldValue | undefined, context: WriteCellContext): string =>
  isEmptyValue(value) || value === undefined ? '' : writers[kind](value, context);

const plain = (value: FieldValue): string => (typeof value === 'object' ? JSON.stringify(value) : String(value));

const list = (value: FieldValue): string => (Array.isArray(value) ? value.map(plain).join('; ') : plain(value));

const writers: Readonly<Record<FieldKind, (value: FieldValue, context: WriteCellContext) => string>> = {
  text: plain,
  longText: plain,
  number: plain,
  boolean: (value) => (value === true ? 'yes' : 'no'),
  date: plain,
  instant: (value) => (typeof value === 'number' ? new Date(value).toISOString() : plain(value)),
  money: (value, { currency }) => {
    if (!isJsonObject(value) || typeof value.minor !== 'number' || typeof value.currency !== 'string') return '';
    const decimal = moneyToDecimal({ minor: value.minor, currency: value.currency });
    return value.currency === currency ? decimal : `${decimal} ${value.currency}`;
  },
  choice: plain,
  reference: (value, { titleOf }) => (typeof value === 'string' ? titleOf(value) : ''),
  references: (value, { titleOf }) =>
    Array.isArray(value) ? value.map((id) => (typeof id === 'string' ? titleOf(id) : '')).join('; ') : '',
  emails: list,
  phones: list,
  url: plain,
  orderKey: plain,
  serial: plain,
  json: (value) => JSON.stringify(value),
};
