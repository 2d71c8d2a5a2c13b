import { expect, test } from 'vitest';
import { currencies, currenciesOf, currencyExponent, isCurrency } from './currency.ts';

test('currencies have the decimals of ISO 4217', () => {
  expect(['EUR', 'USD', 'JPY', 'KWD', 'CLF', 'HUF', 'ISK'].map(currencyExponent)).toEqual([2, 2, 0, 3, 4, 2, 0]);
  expect(['EUR', 'eur', 'XXX', 'XAU', 'ABC', ''].map(isCurrency)).toEqual([true, false, false, false, false, false]);
  expect(() => currencyExponent('ABC')).toThrow(RangeError);
});

test('the table has no code twice, and the platform knows each', () => {
  expect(new Set(currencies).size).toBe(currencies.length);
  expect(currencies.every((code) => /^[A-Z]{3}$/.test(code))).toBe(true);
  const known = new Set(Intl.supportedValuesOf('currency'));
  // Units of account of funds, and the second code of the bolívar, are in ISO 4217 but not in CLDR's everyday list.
  expect(currencies.filter((code) => !known.has(code)).join(' ')).toBe('BOV CHE CHW CLF COU MXV USN UYI UYW VED');
});

test('signs mean the currencies that people use them for', () => {
  expect([currenciesOf('€'), currenciesOf('chf'), currenciesOf('us$'), currenciesOf('zł'), currenciesOf('#')]).toEqual([
    ['EUR'],
    ['CHF'],
    ['USD'],
    ['PLN'],
    [],
  ]);
  expect(currenciesOf('$')).toContain('CAD');
  const signs = ['$', '£', '¥', 'kr', 'Rs', 'Fr.', 'lei', '₩'];
  expect(signs.flatMap(currenciesOf).filter((code) => !isCurrency(code))).toEqual([]);
});
