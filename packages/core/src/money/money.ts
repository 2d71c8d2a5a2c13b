import { currencyExponent } from './currency.ts';

/**
 * An amount in the minor unit of its currency (cents), a whole number within ±(2^53 - 1), so that sums are exact.
 * `currency` is a code of ISO 4217; currencyExponent tells what the minor unit is.
 */
export type Money = { readonly minor: number; readonly currency: string };

/** Whether a value of unknown kind is an amount. */
export const isMoney = (value: unknown): value is Money =>
  typeof value === 'object' &&
  value !== null &&
  'minor' in value &&
  'currency' in value &&
  typeof value.minor === 'number' &&
  typeof value.currency === 'string';

/** Throws RangeError when the currencies differ or the sum leaves ±(2^53 - 1): convert and check before. */
export function addMoney(a: Money, b: Money): Money {
  if (a.currency !== b.currency) throw new RangeError(`Cannot add ${b.currency} to ${a.currency}`);
  const minor = a.minor + b.minor;
  if (!Number.isSafeInteger(minor)) throw new RangeError('The sum of money is too large');
  return { minor, currency: a.currency };
}

/** The amount as a plain decimal with a point and all decimals, such as `-1234.50`; exact. For CSV and interfaces. */
export function moneyToDecimal({ minor, currency }: Money): `${number}` {
  const exponent = currencyExponent(currency);
  if (exponent === 0) return `${minor}`;
  const digits = Math.abs(minor)
    .toString()
    .padStart(exponent + 1, '0');
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- digits around one point
  return `${minor < 0 ? '-' : ''}${digits.slice(0, -exponent)}.${digits.slice(-exponent)}` as `${number}`;
}

/**
 * The amount as people in that locale write it, with the currency's decimals of ISO 4217.
 *
 * @param locale a BCP 47 tag; throws RangeError if it is none
 */
export function formatMoney(money: Money, locale: string): string {
  const key = `${locale} ${money.currency}`;
  let format = formatByKey.get(key);
  if (format === undefined) {
    const exponent = currencyExponent(money.currency);
    format = new Intl.NumberFormat(locale, {
      style: 'currency',
      currency: money.currency,
      // Left alone, Intl takes the decimals of CLDR, which differ for IQD and others.
      minimumFractionDigits: exponent,
      maximumFractionDigits: exponent,
    });
    formatByKey.set(key, format);
  }
  return format.format(moneyToDecimal(money));
}

// Making a format costs a hundred times its use.
const formatByKey = new Map<string, Intl.NumberFormat>();
