import { err, ok, type Result } from '../result.ts';
import { currenciesOf, currencyExponent } from './currency.ts';
import type { Money } from './money.ts';

export interface AmountError {
  readonly code:
    | 'amount-invalid'
    | 'amount-out-of-range'
    | 'ambiguous-amount'
    | 'too-many-decimals'
    | 'currency-unknown'
    | 'ambiguous-currency';
  readonly message: string;
}

export interface AmountOptions {
  /** ISO 4217, used when the text names none, and to tell what a `$` means. */
  readonly currency: string;
  /** The decimal separator of the source. `auto`, the default, works it out per amount. */
  readonly decimal?: '.' | ',' | 'auto';
}

/**
 * Reads an amount as people and exports write it: `$22,700.00`, `22.700,00`, `1 234,56`, `1'234.50`, `12,34,567`,
 * `(500)`, `5-`, `€ 5`, `5 USD`. A currency in the text wins over the option, except where the sign has several
 * meanings and the option is one of them. With `auto` a single comma before exactly three digits groups thousands; a
 * single point before exactly three digits is refused as `ambiguous-amount`, and so are both in currencies with three
 * decimals or more. Decimals beyond those of the currency are refused unless they are zeros; nothing is rounded.
 */
export function parseAmount(text: string, options: AmountOptions): Result<Money, AmountError> {
  const { currency, decimal = 'auto' } = options;
  if (/^-?\d{1,11}$/.test(text)) {
    // + 0 turns -0 into 0.
    return ok({ minor: Number(text) * 10 ** currencyExponent(currency) + 0, currency });
  }
  const parts = splitAmount(text);
  if (parts === undefined) return err(invalid(text));
  const found = findCurrency(parts.signs, currency);
  if (!found.ok) return found;
  const exponent = currencyExponent(found.value);
  const number = readNumber(parts.number, decimal, exponent);
  if (!number.ok) return number;
  const decimals = number.value.decimals.replace(/0+$/, '');
  if (decimals.length > exponent) {
    const message =
      exponent === 0
        ? `${found.value} has no decimals: write "${text.trim()}" as a whole number.`
        : `${found.value} has ${exponent} decimals: round "${text.trim()}".`;
    return err({ code: 'too-many-decimals', message });
  }
  const minor = Number(number.value.whole + decimals.padEnd(exponent, '0'));
  if (!Number.isSafeInteger(minor)) {
    return err({ code: 'amount-out-of-range', message: 'The amount is too large.' });
  }
  return ok({ minor: parts.isNegative ? 0 - minor : minor, currency: found.value });
}

const invalid = (text: string): AmountError => ({
  code: 'amount-invalid',
  message: `"${text.trim().slice(0, 40)}" is not an amount: write it like 1234.50.`,
});

interface AmountParts {
  readonly isNegative: boolean;
  /** What stands before and after the number, without signs of minus and plus. */
  readonly signs: readonly string[];
  readonly number: string;
}

function splitAmount(text: string): AmountParts | undefined {
  const plain = text
    .replace(/[\u2012-\u2015\u2212\ufe63\uff0d]/g, '-')
    .replace(/[\u2018\u2019\u02bc]/g, "'")
    .replace(/\s+/g, ' ')
    .trim();
  if (plain.length > 60) return undefined;
  const inner = /^\((.*)\)$/.exec(plain)?.[1];
  // Swiss prices end in `.-` instead of `.00`.
  const amount = (inner ?? plain).replace(/(\d)[.,] ?-+(?= |$|[^\d])/, '$1');
  const match = /^([^\d]*?)([.,]?\d(?:[\d.,' ]*\d)?[.,]?)([^\d]*)$/.exec(amount);
  if (match === null) return undefined;
  const [, before = '', number = '', after = ''] = match;
  const marks = (before + after).match(/[-+]/g) ?? [];
  if (marks.length > 1 || (inner !== undefined && marks.length > 0)) return undefined;
  const signs = [before, after].map((sign) => sign.replace(/[-+]/, '').trim()).filter((sign) => sign !== '');
  return { isNegative: inner !== undefined || marks[0] === '-', signs, number };
}

function findCurrency(signs: readonly string[], fallback: string): Result<string, AmountError> {
  let candidates: readonly string[] | undefined;
  for (const sign of signs) {
    const meant = currenciesOf(sign);
    if (meant.length === 0) {
      return err({ code: 'currency-unknown', message: `"${sign.slice(0, 20)}" is not a currency: write EUR, USD …` });
    }
    candidates = candidates === undefined ? meant : candidates.filter((code) => meant.includes(code));
  }
  if (candidates === undefined || candidates.includes(fallback)) return ok(fallback);
  const [only] = candidates;
  if (only !== undefined && (candidates.length === 1 || signs.includes('£'))) return ok(only);
  const names = candidates.slice(0, 3).join(', ');
  const message =
    only === undefined
      ? `"${signs.join('" and "')}" are two currencies: keep one.`
      : `"${signs.join(' ')}" may be ${names} …: write the code instead.`;
  return err({ code: 'ambiguous-currency', message });
}

interface Digits {
  readonly whole: string;
  readonly decimals: string;
}

function readNumber(text: string, decimal: '.' | ',' | 'auto', exponent: number): Result<Digits, AmountError> {
  const separator = decimal === 'auto' ? guessDecimal(text, exponent) : decimal;
  if (separator === 'ambiguous') {
    const message = `"${text}" can be read with and without decimals: choose the decimal separator.`;
    return err({ code: 'ambiguous-amount', message });
  }
  const [grouped = '', decimals = '', ...rest] = separator === 'none' ? [text] : text.split(separator);
  const groups = grouped.split(/[.,' ]/);
  const isGrouped =
    new Set(grouped.replace(/\d/g, '')).size <= 1 &&
    (groups.length === 1 ||
      /^\d{1,3}(?:,\d{3})+$/.test(groups.join(',')) ||
      /^\d{1,2}(?:,\d{2})*,\d{3}$/.test(grouped));
  if (rest.length > 0 || !/^\d*$/.test(decimals) || !isGrouped) return err(invalid(text));
  return ok({ whole: groups.join(''), decimals });
}

/** Which character is the decimal separator of a number that may also have grouping. */
function guessDecimal(text: string, exponent: number): '.' | ',' | 'none' | 'ambiguous' {
  const points = text.split('.').length - 1;
  const commas = text.split(',').length - 1;
  if (points > 0 && commas > 0) return text.lastIndexOf('.') > text.lastIndexOf(',') ? '.' : ',';
  if (points + commas === 0 || points > 1 || commas > 1) return 'none';
  const separator = points === 1 ? '.' : ',';
  // Three digits behind up to three others that do not start with 0: thousands, or three decimals?
  if (!/^[1-9]\d{0,2}[.,]\d{3}$/.test(text)) return separator;
  return separator === ',' && exponent < 3 ? 'none' : 'ambiguous';
}
