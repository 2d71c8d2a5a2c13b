import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type AmountOptions, parseAmount } from './parse-amount.ts';

/** The amount in short, or the code of the error. */
const read = (text: string, options: AmountOptions = { currency: 'EUR' }) => {
  const amount = parseAmount(text, options);
  return amount.ok ? `${amount.value.currency} ${amount.value.minor}` : amount.error.code;
};

const readAll = (texts: Record<string, string>, options?: AmountOptions) =>
  Object.fromEntries(Object.keys(texts).map((text) => [text, read(text, options)]));

test('amounts as people and exports write them', () => {
  const expected = {
    '1234': 'EUR 123400',
    '1234.5': 'EUR 123450',
    '1,234': 'EUR 123400',
    '1,234.56': 'EUR 123456',
    '22.700,00': 'EUR 2270000',
    '1.234,56': 'EUR 123456',
    '1 234,56': 'EUR 123456',
    '1\u202f234,56': 'EUR 123456',
    "1'234.50": 'EUR 123450',
    '1’234’567': 'EUR 123456700',
    '1.234.567': 'EUR 123456700',
    '12,34,567': 'EUR 123456700',
    '1234,5': 'EUR 123450',
    '.5': 'EUR 50',
    '5.': 'EUR 500',
    '0.500': 'EUR 50',
    '1234.5000': 'EUR 123450',
    '1234.500': 'EUR 123450',
    '(500)': 'EUR -50000',
    '-5': 'EUR -500',
    '−5,00': 'EUR -500',
    '5-': 'EUR -500',
    '+5': 'EUR 500',
    '-0': 'EUR 0',
    '(0.00)': 'EUR 0',
    '€ 5': 'EUR 500',
    '-€5.20': 'EUR -520',
    '€-5.20': 'EUR -520',
    '(€ 1,000.00)': 'EUR -100000',
    '5 €': 'EUR 500',
    'USD 5': 'USD 500',
    '5usd': 'USD 500',
    'US$ 1,234.00': 'USD 123400',
    '$5 USD': 'USD 500',
    'CHF 15.-': 'CHF 1500',
    '15.– CHF': 'CHF 1500',
    '£5': 'GBP 500',
    '  7 ': 'EUR 700',
    'JPY 1,000': 'JPY 1000',
    '90071992547409.91': 'EUR 9007199254740991',
  };
  expect(readAll(expected)).toEqual(expected);
});

test('a $ is the workspace’s dollar', () => {
  expect(read('$22,700.00', { currency: 'USD' })).toBe('USD 2270000');
  expect(read('$22,700.00', { currency: 'CAD' })).toBe('CAD 2270000');
  expect(read('¥500', { currency: 'CNY' })).toBe('CNY 50000');
});

test('what is no amount, or could be two, is refused', () => {
  const expected = {
    '': 'amount-invalid',
    abc: 'amount-invalid',
    '-': 'amount-invalid',
    '--5': 'amount-invalid',
    '(-5)': 'amount-invalid',
    '1,23,4': 'amount-invalid',
    '1,234,56': 'amount-invalid',
    '1.234,567.89': 'amount-invalid',
    '1,234 567.00': 'amount-invalid',
    '1.2.3': 'amount-invalid',
    '12 34': 'amount-invalid',
    '5 5 EUR 5': 'amount-invalid',
    '1e5': 'amount-invalid',
    '5%': 'currency-unknown',
    '5 k': 'currency-unknown',
    '1.234': 'ambiguous-amount',
    '$1.234': 'ambiguous-currency',
    'KWD 1,234': 'ambiguous-amount',
    $5: 'ambiguous-currency',
    'USD 5 CHF': 'ambiguous-currency',
    '5.123': 'ambiguous-amount',
    '0.123': 'too-many-decimals',
    '1234.567': 'too-many-decimals',
    '1,234.567': 'too-many-decimals',
    'JPY 5.5': 'too-many-decimals',
    '90071992547409.92': 'amount-out-of-range',
    '99999999999999999999': 'amount-out-of-range',
  };
  expect(readAll(expected)).toEqual(expected);
});

test('a known decimal separator settles it', () => {
  expect(read('1.234', { currency: 'EUR', decimal: ',' })).toBe('EUR 123400');
  expect(read('1.234', { currency: 'KWD', decimal: '.' })).toBe('KWD 1234');
  expect(read('1,234', { currency: 'EUR', decimal: '.' })).toBe('EUR 123400');
  expect(read('1,5', { currency: 'EUR', decimal: ',' })).toBe('EUR 150');
  expect(read('1,5', { currency: 'EUR', decimal: '.' })).toBe('amount-invalid');
  expect(read('1.234,56', { currency: 'EUR', decimal: '.' })).toBe('amount-invalid');
});

test('whatever Intl writes is read back, and nothing else breaks it', () => {
  const locales = ['en-US', 'de-DE', 'fr-FR', 'de-CH', 'en-IN', 'sv-SE', 'pl-PL', 'pt-BR'];
  fc.assert(
    fc.property(fc.integer({ min: -(10 ** 13), max: 10 ** 13 }), fc.constantFrom(...locales), (minor, locale) => {
      const text = new Intl.NumberFormat(locale, { style: 'currency', currency: 'EUR' }).format(minor / 100);
      expect(parseAmount(text, { currency: 'USD' })).toEqual({
        ok: true,
        value: { minor: minor + 0, currency: 'EUR' },
      });
    }),
  );
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom(..."0123456789.,' -+()$€USD") }), (text) => {
      const amount = parseAmount(text, { currency: 'USD' });
      expect(amount.ok ? Number.isSafeInteger(amount.value.minor) : amount.error.message.length > 0).toBe(true);
    }),
  );
});
