import { isCalendarDate } from '../date/calendar-date.ts';
import { parseEmail } from '../email.ts';
import { isRecordId } from '../id/uuid.ts';
import { isJsonObject } from '../json.ts';
import { isCurrency } from '../money/currency.ts';
import { isOrderKey } from '../order-key.ts';
import { type PhoneCountry, parsePhone } from '../phone.ts';
import { err, ok, type Result } from '../result.ts';
import { checkText } from '../text/fold.ts';
import { parseUrl } from '../url.ts';
import { emptyValue, type FieldDefinition, type FieldKind, type FieldValue, isEmptyValue } from './field.ts';

export interface ValueProblem {
  readonly code: string;
  readonly message: string;
}

/** What the workspace adds to a value that is silent about it. */
export interface ValueContext {
  /** For phone numbers in national writing. */
  readonly country: PhoneCountry;
}

/** Characters. Longer text belongs into a note. */
export const maxTextLength = 1_000;
export const maxLongTextLength = 200_000;
export const maxListLength = 1_000;

/** Instants that a date can show: the years 1 to 9999. */
const minInstantMs = -62_135_596_800_000;
const maxInstantMs = 253_402_300_799_999;

/**
 * The value as the field holds it (text trimmed, mail in lower case, phone in E.164), or what is wrong with it. Refuses
 * everything that one of the stores takes and another does not: NUL, lone surrogates, numbers beyond 2^53.
 */
export function checkValue(
  field: FieldDefinition,
  value: FieldValue,
  context: ValueContext,
): Result<FieldValue, ValueProblem> {
  if (isEmptyValue(value) || value === '') return ok(emptyValue(field.kind));
  return checkers[field.kind](field, value, context);
}

type Checker = (field: FieldDefinition, value: FieldValue, context: ValueContext) => Result<FieldValue, ValueProblem>;

const checkers: Readonly<Record<FieldKind, Checker>> = {
  text: (_, value) => {
    if (typeof value !== 'string') return wrongType('text');
    const line = /[\r\n\t]/.test(value) ? value.replace(/[\r\n\t]+/g, ' ') : value;
    return checkCharacters(line.trim(), maxTextLength);
  },
  longText: (_, value) => (typeof value === 'string' ? checkCharacters(value, maxLongTextLength) : wrongType('text')),
  number: (field, value) => {
    if (typeof value === 'string')
      return problem('wrong-type', 'This is not a number. Write it in digits, for example 12.');
    if (typeof value !== 'number' || !Number.isFinite(value)) return wrongType('a number');
    if (Math.abs(value) > Number.MAX_SAFE_INTEGER) {
      return problem('number-out-of-range', 'This number is too large to be kept exactly.');
    }
    if (field.kind === 'number') {
      if (field.isInteger && !Number.isInteger(value)) return problem('number-not-whole', 'Enter a whole number.');
      if (field.min !== undefined && value < field.min)
        return problem('number-too-small', `Enter ${field.min} or more.`);
      if (field.max !== undefined && value > field.max)
        return problem('number-too-large', `Enter ${field.max} or less.`);
    }
    return ok(Object.is(value, -0) ? 0 : value);
  },
  boolean: (_, value) => (typeof value === 'boolean' ? ok(value) : wrongType('yes or no')),
  date: (_, value) =>
    typeof value === 'string' && isCalendarDate(value)
      ? ok(value)
      : problem('date-invalid', 'This is not a date. Write it as year-month-day, for example 2026-11-20.'),
  instant: (_, value) =>
    typeof value === 'number' && Number.isInteger(value) && value >= minInstantMs && value <= maxInstantMs
      ? ok(value)
      : problem('instant-invalid', 'This is not a moment between the years 1 and 9999.'),
  money: (_, value) => {
    if (typeof value === 'string') {
      return problem('amount-invalid', 'This is not an amount. Write it in digits, for example 1250.50.');
    }
    if (!isJsonObject(value)) return wrongType('an amount with its currency');
    const { minor, currency } = value;
    if (typeof minor !== 'number' || !Number.isSafeInteger(minor)) {
      return problem('amount-invalid', 'The amount must be a whole number of the smallest coin.');
    }
    if (typeof currency !== 'string' || !isCurrency(currency)) {
      return problem('currency-unknown', 'Choose a currency, for example USD or EUR.');
    }
    return ok({ minor: Object.is(minor, -0) ? 0 : minor, currency });
  },
  choice: (field, value) =>
    field.kind === 'choice' && typeof value === 'string' && field.choices.includes(value)
      ? ok(value)
      : problem('choice-unknown', 'Choose one of the listed values.'),
  reference: (_, value) => (typeof value === 'string' && isRecordId(value) ? ok(value) : wrongType('a record')),
  references: (_, value) => checkList(value, (item) => (isRecordId(item) ? ok(item) : wrongType('a record'))),
  emails: (_, value) => checkList(value, (item) => parseEmail(item)),
  phones: (_, value, { country }) => checkList(value, (item) => parsePhone(item, country)),
  url: (_, value) => {
    if (typeof value !== 'string') return wrongType('a web address');
    const parsed = parseUrl(value);
    return parsed.ok ? checkCharacters(parsed.value, maxTextLength) : parsed;
  },
  orderKey: (_, value) =>
    typeof value === 'string' && isOrderKey(value)
      ? ok(value)
      : problem('order-invalid', 'This is not a place in an order.'),
  serial: (_, value) => (typeof value === 'string' ? checkCharacters(value.trim(), 64) : wrongType('text')),
  json: (_, value) => (hasUnstorableText(value) ? unstorable() : ok(value)),
};

function checkCharacters(value: string, maxLength: number): Result<FieldValue, ValueProblem> {
  if (value.length > maxLength) {
    return problem(
      'text-too-long',
      `This is ${value.length} characters long; ${maxLength} fit. Shorten it or put it into a note.`,
    );
  }
  if (checkText(value) !== undefined) return unstorable();
  return ok(value === '' ? null : value);
}

function checkList(
  value: FieldValue,
  check: (item: string) => Result<string, ValueProblem>,
): Result<FieldValue, ValueProblem> {
  if (!Array.isArray(value)) return wrongType('a list');
  if (value.length > maxListLength) return problem('list-too-long', `At most ${maxListLength} values fit here.`);
  const kept: string[] = [];
  for (const item of value as readonly FieldValue[]) {
    if (typeof item !== 'string') return wrongType('a list of texts');
    const checked = check(item);
    if (!checked.ok) return checked;
    if (!kept.includes(checked.value)) kept.push(checked.value);
  }
  return ok(kept);
}

function hasUnstorableText(value: FieldValue): boolean {
  if (typeof value === 'string') return checkText(value) !== undefined;
  if (Array.isArray(value)) return (value as readonly FieldValue[]).some(hasUnstorableText);
  if (isJsonObject(value)) {
    return Object.entries(value).some(([key, item]) => checkText(key) !== undefined || hasUnstorableText(item));
  }
  return typeof value === 'number' && (!Number.isFinite(value) || Math.abs(value) > Number.MAX_SAFE_INTEGER);
}

const problem = (code: string, message: string): Result<never, ValueProblem> => err({ code, message });
const wrongType = (expected: string): Result<never, ValueProblem> =>
  problem('wrong-type', `Expected ${expected} here.`);
const unstorable = (): Result<never, ValueProblem> =>
  problem(
    'text-unstorable',
    'This text holds characters that cannot be kept (NUL or half of an emoji). Remove them and try again.',
  );
