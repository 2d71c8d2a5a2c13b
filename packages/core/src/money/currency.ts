/**
 * The active codes of ISO 4217 by their exponent, the number of decimals of the minor unit. Source: ISO 4217 list one
 * (SIX, 2024-06-25) with amendment 177 (XCG). Without metals, test codes and codes that have no minor unit. ANG and BGN
 * went out of use in 2025 and 2026 and stay, since older deals carry them.
 */
const CODES_BY_EXPONENT: readonly (readonly [exponent: number, codes: string])[] = [
  [0, 'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF'],
  [
    2,
    'AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BMD BND BOB BOV BRL BSD BTN BWP BYN BZD CAD CDF CHE CHF ' +
      'CHW CNY COP COU CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HTG ' +
      'HUF IDR ILS INR IRR JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR ' +
      'MWK MXN MXV MYR MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD ' +
      'SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD USN UYU UZS VED VES WST XCD XCG ' +
      'YER ZAR ZMW ZWG',
  ],
  [3, 'BHD IQD JOD KWD LYD OMR TND'],
  [4, 'CLF UYW'],
];

const exponentByCode: ReadonlyMap<string, number> = new Map(
  CODES_BY_EXPONENT.flatMap(([exponent, codes]) => codes.split(' ').map((code) => [code, exponent] as const)),
);

/** All codes, in alphabetical order. */
export const currencies: readonly string[] = [...exponentByCode.keys()].sort();

/** Whether it is a code of ISO 4217 in upper case. */
export const isCurrency = (code: string): boolean => exponentByCode.has(code);

/** How many decimals the currency has: 2 for EUR, 0 for JPY. Throws RangeError for an unknown code. */
export function currencyExponent(code: string): number {
  const exponent = exponentByCode.get(code);
  if (exponent === undefined) throw new RangeError(`Not a currency: ${code}`);
  return exponent;
}

/**
 * The currencies that a code, symbol or abbreviation may mean, the likely one first; empty when it means none.
 * `$` alone means many. Source of the symbols: Unicode CLDR, short and narrow forms.
 */
export function currenciesOf(sign: string): readonly string[] {
  const upper = sign.toUpperCase();
  return exponentByCode.has(upper) ? [upper] : (CURRENCIES_BY_SIGN[upper] ?? []);
}

const DOLLARS = 'USD AUD BBD BMD BND BSD BZD CAD FJD GYD HKD JMD KYD LRD NAD NZD SBD SGD SRD TTD TWD XCD'.split(' ');
const PESOS = 'ARS CLP COP CUP DOP MXN UYU'.split(' ');

const CURRENCIES_BY_SIGN: Readonly<Record<string, readonly string[]>> = {
  $: [...DOLLARS, ...PESOS],
  US$: ['USD'],
  A$: ['AUD'],
  AU$: ['AUD'],
  C$: ['CAD'],
  CA$: ['CAD'],
  HK$: ['HKD'],
  MX$: ['MXN'],
  NT$: ['TWD'],
  NZ$: ['NZD'],
  R$: ['BRL'],
  S$: ['SGD'],
  '€': ['EUR'],
  EURO: ['EUR'],
  EUROS: ['EUR'],
  '£': ['GBP', 'EGP', 'FKP', 'GIP', 'SHP', 'SSP'],
  '¥': ['JPY', 'CNY'],
  '￥': ['JPY', 'CNY'],
  '₡': ['CRC'],
  '₦': ['NGN'],
  '₩': ['KRW', 'KPW'],
  '₪': ['ILS'],
  '₫': ['VND'],
  '₱': ['PHP'],
  '₲': ['PYG'],
  '₴': ['UAH'],
  '₵': ['GHS'],
  '₸': ['KZT'],
  '₹': ['INR'],
  '₺': ['TRY'],
  '₼': ['AZN'],
  '₽': ['RUB'],
  '₾': ['GEL'],
  '฿': ['THB'],
  FR: ['CHF', 'XAF', 'XOF', 'XPF'],
  'FR.': ['CHF', 'XAF', 'XOF', 'XPF'],
  'SFR.': ['CHF'],
  FT: ['HUF'],
  KR: ['SEK', 'NOK', 'DKK', 'ISK'],
  'KR.': ['DKK', 'NOK', 'SEK', 'ISK'],
  KČ: ['CZK'],
  LEI: ['RON', 'MDL'],
  R: ['ZAR'],
  RM: ['MYR'],
  RP: ['IDR'],
  RS: ['INR', 'LKR', 'MUR', 'NPR', 'PKR'],
  'RS.': ['INR', 'LKR', 'MUR', 'NPR', 'PKR'],
  ZŁ: ['PLN'],
};
