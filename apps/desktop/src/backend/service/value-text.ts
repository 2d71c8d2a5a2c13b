import {
  type FieldDefinition,
  type FieldKind,
  type FieldValue,
  formatMoney,
  formatPhone,
  isEmptyValue,
  isJsonObject,
  labelOf,
} from '@satchel/core';

/** What a value’s text needs beside the value. */
export interface ValueTextContext {
  readonly titleOf: (entity: string, id: string) => string;
  /** IANA. */
  readonly timeZone: string;
}

/** A value as a line of the history says it; null for empty. */
export function valueText(field: FieldDefinition, value: FieldValue, context: ValueTextContext): string | null {
  return isEmptyValue(value) ? null : texts[field.kind](value, field, context);
}

const dateFormat = new Intl.DateTimeFormat('en-US', { dateStyle: 'medium', timeZone: 'UTC' });

type ValueText = (value: FieldValue, field: FieldDefinition, context: ValueTextContext) => string;

const plain: ValueText = (value) => (typeof value === 'object' ? JSON.stringify(value) : String(value));
const each =
  (text: (value: string) => string): ValueText =>
  (value) =>
    isList(value) ? value.map((part) => text(typeof part === 'string' ? part : '')).join(', ') : '';
const isList = (value: FieldValue): value is readonly FieldValue[] => Array.isArray(value);
const reference: ValueText = (value, field, { titleOf }) =>
  'target' in field && typeof value === 'string' ? titleOf(field.target, value) : '';

const texts: Readonly<Record<FieldKind, ValueText>> = {
  text: plain,
  longText: plain,
  number: plain,
  boolean: (value) => (value === true ? 'Yes' : 'No'),
  date: (value) => (typeof value === 'string' ? dateFormat.format(Date.parse(`${value}T00:00:00Z`)) : ''),
  instant: (value, _field, { timeZone }) =>
    typeof value === 'number'
      ? new Date(value).toLocaleString('en-US', { timeZone, dateStyle: 'medium', timeStyle: 'short' })
      : '',
  money: (value) =>
    isJsonObject(value) && typeof value.minor === 'number' && typeof value.currency === 'string'
      ? formatMoney({ minor: value.minor, currency: value.currency }, 'en-US')
      : '',
  choice: (value, field) => {
    const key = typeof value === 'string' ? value : '';
    const labels: Readonly<Record<string, string | undefined>> =
      field.kind === 'choice' && field.choiceLabels ? field.choiceLabels : {};
    return labels[key] ?? labelOf(key);
  },
  reference,
  references: (value, field, context) =>
    isList(value) ? value.map((id) => reference(id, field, context)).join(', ') : '',
  emails: each((email) => email),
  phones: each(formatPhone),
  url: plain,
  orderKey: plain,
  serial: plain,
  json: plain,
};
