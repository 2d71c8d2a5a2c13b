import fc from 'fast-check';
import { expect, test } from 'vitest';
import { currencies } from './currency.ts';
import { addMoney, formatMoney, type Money, moneyToDecimal } from './money.ts';
import { parseAmount } from './parse-amount.ts';

const anyMoney: fc.Arbitrary<Money> = fc.record({
  minor: fc.maxSafeInteger().map((minor) => minor + 0),
  currency: fc.constantFrom(...currencies),
});

test('money is added in one currency, exactly', () => {
  expect(addMoney({ minor: 10, currency: 'EUR' }, { minor: 20, currency: 'EUR' })).toEqual({
    minor: 30,
    currency: 'EUR',
  });
  expect(() => addMoney({ minor: 1, currency: 'EUR' }, { minor: 1, currency: 'USD' })).toThrow(RangeError);
  expect(() => addMoney({ minor: Number.MAX_SAFE_INTEGER, currency: 'EUR' }, { minor: 1, currency: 'EUR' })).toThrow(
    RangeError,
  );
});

test('the plain decimal is exact and comes back', () => {
  expect(moneyToDecimal({ minor: -5, currency: 'USD' })).toBe('-0.05');
  expect(moneyToDecimal({ minor: 1234, currency: 'JPY' })).toBe('1234');
  fc.assert(
    fc.property(anyMoney, (money) => {
      expect(parseAmount(moneyToDecimal(money), { currency: money.currency, decimal: '.' })).toEqual({
        ok: true,
        value: money,
      });
    }),
  );
});

test('money is shown as the locale writes it', () => {
  expect(formatMoney({ minor: 2270000, currency: 'USD' }, 'en-US')).toBe('$22,700.00');
  expect(formatMoney({ minor: 2270000, currency: 'EUR' }, 'de-DE')).toBe('22.700,00\u00a0€');
  expect(formatMoney({ minor: 500, currency: 'JPY' }, 'en-US')).toBe('¥500');
  expect(formatMoney({ minor: 1500, currency: 'IQD' }, 'en-US')).toBe('IQD\u00a01.500');
  expect(formatMoney({ minor: Number.MAX_SAFE_INTEGER, currency: 'USD' }, 'en-US')).toBe('$90,071,992,547,409.91');
});
