import { err, ok, type Result } from '../result.ts';
import { currenciesOf, currencyExponent } from './currency.ts';
import type { Money } from './money.ts';
import { type DecimalMark, digitsOf, splitNumber } from './written-number.ts';

/** Why a text is no amount. */
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

/** How the source writes amounts. */
export interface AmountOptions {
  /** ISO 4217, used when the text names none, and to tell what a `$` means. */
  readonly currency: string;
  /** The decimal separator of the source. `auto`, the default, works it out per amount. */
  readonly decimal?: DecimalMark | 'auto';
  /** What `auto` takes where an amount can be read both ways; see usualDecimalMark. */
  readonly usualDecimal?: DecimalMark | undefined;
}

/**
 * Reads an amount as people and exports write it: `$22,700.00`, `22.700,00`, `1 234,56`, `1'234.50`, `12,34,567`,
 * `(500)`, `5-`, `€ 5`, `5 USD`. A currency in the text wins over the option, except where the sign has several
 * meanings and the option is one of them. With `auto` a single comma before exactly three digits groups thousands; a
 * single point before exactly three digits is refused as `ambiguous-amount`, and so are both in currencies with three
 * decimals or more, unless `usualDecimal` decides. Decimals beyond those of the currency are refused unless they are zeros; nothing is rounded.
 */
export function parseAmount(text: string, options: AmountOptions): Result<Money, AmountError> {
  const { currency, decimal = 'auto', usualDecimal } = options;
  if (/^-?\d{1,11}$/.test(text)) {
    // + 0 turns -0 into 0.
    return ok({ minor: Number(text) * 10 ** currencyExponent(currency) + 0, currency });
  }
  const parts = splitNumber(text);
  if (parts === undefined) return err(invalid(text));
  const found = findCurrency(parts.signs, currency);
  if (!found.ok) return found;
  const exponent = currencyExponent(found.value);
  const digits = digitsOf(parts.number, decimal, openMark(exponent, usualDecimal));
  if (digits === 'invalid') return err(invalid(parts.number));
  if (digits === 'ambiguous') {
    const message = `"${parts.number}" can be read with and without decimals: choose the decimal separator.`;
    return err({ code: 'ambiguous-amount', message });
  }
  const decimals = digits.decimals.replace(/0+$/, '');
  if (decimals.length > exponent) {
    const message =
      exponent === 0
        ? `${found.value} has no decimals: write "${text.trim()}" as a whole number.`
        : `${found.value} has ${exponent} decimals: round "${text.trim()}".`;
    return err({ code: 'too-many-decimals', message });
  }
  const minor = Number(digits.whole + decimals.padEnd(exponent, '0'));
  if (!Number.isSafeInteger(minor)) {
    return err({ code: 'amount-out-of-range', message: 'The amount is too large.' });
  }
  return ok({ minor: parts.isNegative ? 0 - minor : minor, currency: found.value });
}

const invalid = (text: string): AmountError => ({
  code: 'amount-invalid',
  message: `"${text.trim().slice(0, 40)}" is not an amount: write it like 1234.50.`,
});

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

/** In USD a comma before three digits groups, and a point may do either; in currencies with three decimals both may. */
const openMark =
  (exponent: number, usual: DecimalMark | undefined) =>
  (mark: DecimalMark): DecimalMark | 'none' | 'ambiguous' =>
    usual === undefined ? (mark === ',' && exponent < 3 ? 'none' : 'ambiguous') : mark === usual ? mark : 'none';
