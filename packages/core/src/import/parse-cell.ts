import { calendarDateToInstant, wallTimeToInstant } from '../date/calendar-date.ts';
import { type DateFormat, parseCalendarDate } from '../date/parse-date.ts';
import { writtenTime } from '../date/written-time.ts';
import { parseEmail } from '../email.ts';
import { checkValue } from '../field/check-value.ts';
import { emptyValue, type FieldDefinition, type FieldKind, type FieldValue } from '../field/field.ts';
import { currencyExponent } from '../money/currency.ts';
import { parseAmount } from '../money/parse-amount.ts';
import { type DecimalMark, digitsOf, splitNumber } from '../money/written-number.ts';
import { type PhoneCountry, parsePhone } from '../phone.ts';
import { err, ok, type Result } from '../result.ts';
import { headingName } from './heading-name.ts';

/** How the cells of one column are written. */
export interface CellContext {
  readonly currency: string;
  readonly country: PhoneCountry;
  readonly decimal: DecimalMark | 'auto';
  /** What `auto` takes where a number can be read both ways (`1.234`); see usualDecimalMark. */
  readonly usualDecimal?: DecimalMark | undefined;
  readonly dateFormat: DateFormat;
  /** For moments without a zone. */
  readonly timeZone: string;
  /** Amounts are multiplied by this power of ten; 1 when absent. */
  readonly scale?: number;
}

/** Why a cell cannot be read: a stable code, and a sentence that says how to write it. */
export interface CellProblem {
  readonly code: string;
  readonly message: string;
}

/**
 * Reads a cell as the field holds it, checked; an empty cell is the field's empty value. References come back as the
 * names that stand there (one, or a list split at `;`, `,` and `|`): the caller knows the records.
 */
export function parseCell(field: FieldDefinition, cell: string, context: CellContext): Result<FieldValue, CellProblem> {
  const text = cell.trim();
  if (text === '') return ok(emptyValue(field.kind));
  const read = readers[field.kind](field, text, context);
  if (!read.ok || field.kind === 'reference' || field.kind === 'references') return read;
  return checkValue(field, read.value, context);
}

type Reader = (field: FieldDefinition, text: string, context: CellContext) => Result<FieldValue, CellProblem>;

const asIs: Reader = (_, text) => ok(text);

const readers: Readonly<Record<FieldKind, Reader>> = {
  text: asIs,
  longText: asIs,
  number: (_, text, context) => {
    const value = readNumber(text, context);
    return value === undefined
      ? problem('number-invalid', `"${short(text)}" is not a number: write it like 1234.5.`)
      : ok(value);
  },
  boolean: (_, text) => {
    const word = text.toLowerCase();
    if (YES.has(word)) return ok(true);
    return NO.has(word) ? ok(false) : problem('boolean-invalid', `"${short(text)}" is neither yes nor no.`);
  },
  date: (_, text, { dateFormat }) => parseCalendarDate(text, dateFormat),
  instant: (_, text, context) => readInstant(text, context),
  money: (_, text, context) => {
    const { currency, decimal, usualDecimal, scale = 1 } = context;
    if (scale !== 1 && decimal !== ',' && /^-?\d{1,15}(?:\.\d+)?$/.test(text)) {
      // Read by the number parser in one go, so that 1100.04 million is exact.
      const shift = Math.round(Math.log10(scale)) + currencyExponent(currency);
      return ok({ minor: Math.round(Number(`${text}e${shift}`)), currency });
    }
    const amount = parseAmount(text, { currency, decimal, usualDecimal });
    return amount.ok ? ok({ ...amount.value, minor: amount.value.minor * scale }) : amount;
  },
  choice: (field, text) => {
    const found = field.kind === 'choice' ? findChoice(field, text) : undefined;
    return found === undefined
      ? problem('choice-unknown', `"${short(text)}" is not one of the choices: ${choicesOf(field)}.`)
      : ok(found);
  },
  reference: asIs,
  references: (_, text) => ok(splitList(text)),
  emails: (_, text) => readList(text, /[;,|\s]+/, parseEmail),
  phones: (_, text, { country }) => readList(text, /[;,|\n]+/, (item) => parsePhone(item, country)),
  url: asIs,
  orderKey: asIs,
  serial: asIs,
  json: (_, text) => {
    try {
      // A border: JSON is a FieldValue of kind json.
      return ok(JSON.parse(text) as FieldValue);
    } catch {
      return problem('json-invalid', `"${short(text)}" is not JSON.`);
    }
  },
};

/** A choice by its value, its label or another writing of it, whatever the case, accents and separators. */
export function findChoice(field: FieldDefinition, text: string): string | undefined {
  if (field.kind !== 'choice') return undefined;
  let byName = choicesByName.get(field);
  if (!byName) {
    byName = choiceNames(field);
    choicesByName.set(field, byName);
  }
  return byName.get(text) ?? byName.get(headingName(text));
}

const choicesByName = new WeakMap<FieldDefinition, ReadonlyMap<string, string>>();

/** The first of those with one name counts. Values and labels stand as they are, too: most cells are one of them. */
function choiceNames(field: Extract<FieldDefinition, { kind: 'choice' }>): ReadonlyMap<string, string> {
  const byName = new Map<string, string>();
  const add = (name: string, choice: string) => {
    if (name !== '' && !byName.has(name)) byName.set(name, choice);
  };
  const labels: Readonly<Record<string, string | undefined>> = field.choiceLabels ?? {};
  for (const choice of field.choices) {
    for (const name of [choice, labels[choice] ?? '']) add(headingName(name), choice);
  }
  for (const [name, choice] of Object.entries(field.choiceImportNames ?? {})) add(name, choice);
  for (const choice of field.choices) for (const name of [choice, labels[choice] ?? '']) add(name, choice);
  return byName;
}

/** The items of a cell that lists several, split at `;`, `,` and `|`; empty ones are left out. */
export const splitList = (text: string): readonly string[] =>
  text
    .split(/[;,|]/)
    .map((item) => item.trim())
    .filter((item) => item !== '');

function readList(
  text: string,
  separator: RegExp,
  read: (item: string) => Result<string, CellProblem>,
): Result<FieldValue, CellProblem> {
  const values = new Set<string>();
  for (const item of text.split(separator)) {
    if (item.trim() === '') continue;
    const value = read(item);
    if (!value.ok) return value;
    values.add(value.value);
  }
  return ok([...values]);
}

function readNumber(text: string, { decimal, usualDecimal }: CellContext): number | undefined {
  const plain = text.replace(/\s*%$/, '');
  const mayGroup = decimal === 'auto' && usualDecimal === ',' && /^[+-]?\d{1,3}\.\d{3}$/.test(plain);
  if (decimal !== ',' && !mayGroup && /^[+-]?\d{1,15}(?:\.\d+)?(?:e[+-]?\d{1,2})?$/i.test(plain)) return Number(plain);
  const written = splitNumber(plain);
  if (written === undefined || written.signs.length > 0) return undefined;
  const digits = digitsOf(written.number, decimal, (mark) => (mark === (usualDecimal ?? '.') ? mark : 'none'));
  if (typeof digits === 'string') return undefined;
  const value = Number(`${digits.whole}.${digits.decimals}`);
  return written.isNegative ? 0 - value : value;
}

function readInstant(text: string, { dateFormat, timeZone }: CellContext): Result<FieldValue, CellProblem> {
  // ISO 8601 says its order itself, however the column's other dates are written.
  const day = parseCalendarDate(text, /^\d{4}-\d\d-\d\d(?!\d)/.test(text) ? 'iso' : dateFormat);
  if (!day.ok) return day;
  const time = writtenTime(text);
  if (time === null) return problem('time-impossible', `There is no such time of day: "${short(text)}".`);
  if (time?.offsetMinutes === undefined) return ok(wallTimeToInstant(day.value, time?.ms ?? 0, timeZone));
  return ok(calendarDateToInstant(day.value, 'UTC') + time.ms - time.offsetMinutes * 60_000);
}

const YES = new Set(['yes', 'y', 'true', '1', 'x', 'on', 'ja', 'oui', 'si', 'sí']);
const NO = new Set(['no', 'n', 'false', '0', '-', 'off', 'nein', 'non']);

const choicesOf = (field: FieldDefinition): string => (field.kind === 'choice' ? field.choices.join(', ') : '');

const short = (text: string): string => (text.length > 40 ? `${text.slice(0, 40)}…` : text);

const problem = (code: string, message: string): Result<never, CellProblem> => err({ code, message });
