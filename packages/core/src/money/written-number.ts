/** The character that stands before the decimals. */
export type DecimalMark = '.' | ',';

/** A number as people and exports write it, taken apart. */
export interface WrittenNumber {
  readonly isNegative: boolean;
  /** What stands before and after the number, without signs of minus and plus: currencies. */
  readonly signs: readonly string[];
  readonly number: string;
}

/** The digits of a number, without what groups them. */
export interface Digits {
  readonly whole: string;
  readonly decimals: string;
}

/** Takes `(500)`, `5-`, `€ 5`, `1 234,56`, `1'234.50` apart; undefined when it is no number. */
export function splitNumber(text: string): WrittenNumber | undefined {
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

/**
 * The digits before and behind the decimal mark, without those that group. With `auto` the mark is found in the number
 * itself; where both readings are possible (`1.234`) it is `usual`, else what `open` says of that mark.
 */
export function digitsOf(
  text: string,
  decimal: DecimalMark | 'auto',
  open: (mark: DecimalMark) => DecimalMark | 'none' | 'ambiguous',
): Digits | 'ambiguous' | 'invalid' {
  const found = decimal === 'auto' ? decimalMarkIn(text) : decimal;
  const mark = typeof found === 'object' ? open(found.either) : found;
  if (mark === 'ambiguous') return 'ambiguous';
  const [grouped = '', decimals = '', ...rest] = mark === 'none' ? [text] : text.split(mark);
  const groups = grouped.split(/[.,' ]/);
  const isGrouped =
    new Set(grouped.replace(/\d/g, '')).size <= 1 &&
    (groups.length === 1 ||
      /^\d{1,3}(?:,\d{3})+$/.test(groups.join(',')) ||
      /^\d{1,2}(?:,\d{2})*,\d{3}$/.test(grouped));
  if (rest.length > 0 || !/^\d*$/.test(decimals) || !isGrouped) return 'invalid';
  return { whole: groups.join(''), decimals };
}

/** The decimal mark of a column, by those of its numbers that can be read in one way only; undefined: they do not say. */
export function usualDecimalMark(samples: Iterable<string>): DecimalMark | undefined {
  const marks = new Set<DecimalMark>();
  for (const sample of samples) {
    const number = splitNumber(sample)?.number ?? '';
    const found = decimalMarkIn(number);
    if (found === '.' || found === ',') marks.add(found);
    // What groups more than once is not the decimal mark.
    else if (found === 'none' && /[.,]/.test(number)) marks.add(number.includes('.') ? ',' : '.');
  }
  const [mark, ...others] = marks;
  return others.length === 0 ? mark : undefined;
}

/** `either`: three digits behind up to three others that do not start with 0 may be thousands, or three decimals. */
function decimalMarkIn(text: string): DecimalMark | 'none' | { readonly either: DecimalMark } {
  const points = text.split('.').length - 1;
  const commas = text.split(',').length - 1;
  if (points > 0 && commas > 0) return text.lastIndexOf('.') > text.lastIndexOf(',') ? '.' : ',';
  if (points + commas === 0 || points > 1 || commas > 1) return 'none';
  const mark = points === 1 ? '.' : ',';
  return /^[1-9]\d{0,2}[.,]\d{3}$/.test(text) ? { either: mark } : mark;
}
