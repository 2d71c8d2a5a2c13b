import {
  currencyExponent,
  type EntityRecord,
  type FieldDefinition,
  formatMoney,
  formatPhone,
  isCurrency,
  type Money,
} from '@satchel/core';

/** Everything that people read is written in their own locale. */
export const locale = navigator.language;

export const moneyText = (money: Money): string =>
  isCurrency(money.currency) ? formatMoney(money, locale) : `${money.minor} ${money.currency}`;

const roundMoney = new Map<string, Intl.NumberFormat>();

/** Without minor units, for cards, axes and columns, where the sum is what counts. */
export function wholeMoneyText({ minor, currency }: Money, isCompact = false): string {
  if (!isCurrency(currency)) return `${minor} ${currency}`;
  const key = `${currency} ${isCompact}`;
  let format = roundMoney.get(key);
  if (!format) {
    format = new Intl.NumberFormat(locale, {
      style: 'currency',
      currency,
      maximumFractionDigits: isCompact ? 1 : 0,
      minimumFractionDigits: 0,
      ...(isCompact ? { notation: 'compact' } : {}),
    });
    roundMoney.set(key, format);
  }
  return format.format(minor / 10 ** currencyExponent(currency));
}

const numberFormat = new Intl.NumberFormat(locale);
export const numberText = (value: number): string => numberFormat.format(value);

const plainNumberFormat = new Intl.NumberFormat(locale, { useGrouping: false, maximumFractionDigits: 20 });
export const plainNumberText = (value: number): string => plainNumberFormat.format(value);

/** A number as its field shows it: a year is no 1,996, and 20 may be minutes. */
export function fieldNumberText(field: FieldDefinition, value: number): string {
  if (field.kind !== 'number') return numberText(value);
  const text = field.isGrouped === false ? plainNumberText(value) : numberText(value);
  return field.unit === undefined ? text : `${text} ${field.unit}`;
}

const megabyteFormat = new Intl.NumberFormat(locale, { style: 'unit', unit: 'megabyte', maximumFractionDigits: 1 });
/** Of files; a megabyte is a million bytes. */
export const sizeText = (sizeBytes: number): string => megabyteFormat.format(sizeBytes / 1_000_000);

const percentFormat = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 1 });
export const percentText = (value: number): string => percentFormat.format(value);

const dateFormat = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeZone: 'UTC' });
/** Of a calendar date such as `2026-01-31`. */
export function dateText(date: string): string {
  const ms = Date.parse(`${date}T00:00:00Z`);
  return Number.isNaN(ms) ? date : dateFormat.format(ms);
}

const instantFormat = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' });
export const instantText = (ms: number): string => instantFormat.format(ms);

const timeFormat = new Intl.DateTimeFormat(locale, { timeStyle: 'short' });
export const timeText = (ms: number): string => timeFormat.format(ms);

const relativeFormat = new Intl.RelativeTimeFormat(locale, { numeric: 'auto', style: 'short' });
export function agoText(ms: number, now: number): string {
  const seconds = (ms - now) / 1000;
  const steps = [
    ['second', 60],
    ['minute', 60],
    ['hour', 24],
    ['day', 30],
    ['month', 12],
  ] as const;
  let value = seconds;
  for (const [unit, size] of steps) {
    if (Math.abs(value) < size) return relativeFormat.format(Math.round(value), unit);
    value /= size;
  }
  return relativeFormat.format(Math.round(value), 'year');
}

/** Today in the user's own time zone, `YYYY-MM-DD`. */
export function todayText(now: Date): string {
  const pad = (n: number): string => String(n).padStart(2, '0');
  return `${now.getFullYear()}-${pad(now.getMonth() + 1)}-${pad(now.getDate())}`;
}

export const fieldLabel = (name: string, field: FieldDefinition | undefined): string => field?.label ?? wordsOf(name);

/** `dueOn` as "Due on". */
export function wordsOf(name: string): string {
  const spaced = name
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replace(/_/g, ' ')
    .toLowerCase();
  return spaced.charAt(0).toUpperCase() + spaced.slice(1);
}

export function choiceLabel(field: FieldDefinition | undefined, value: string): string {
  return field?.kind === 'choice' ? (field.choiceLabels?.[value] ?? wordsOf(value)) : wordsOf(value);
}

export const plural = (count: number, one: string, many: string): string =>
  `${numberText(count)} ${count === 1 ? one : many}`;

/** What a record is called, or another word for what has no name. */
export function titleOf(record: EntityRecord, titleField: string, otherwise = 'Untitled'): string {
  const title = record[titleField];
  return typeof title === 'string' && title !== '' ? title : otherwise;
}

const phoneTexts = new Map<string, string>();
const maxPhoneTexts = 5000;

/** A phone number as people write it; worked out once, since lists draw the same ones again with every key. */
export function phoneText(phone: string): string {
  let text = phoneTexts.get(phone);
  if (text === undefined) {
    if (phoneTexts.size >= maxPhoneTexts) phoneTexts.clear();
    text = formatPhone(phone);
    phoneTexts.set(phone, text);
  }
  return text;
}
