/** What stands before the first digit after the whole ones, where this language is spoken. */
export function decimalMark(locale: string): '.' | ',' {
  const parts = new Intl.NumberFormat(locale).formatToParts(1.5);
  return parts.find(({ type }) => type === 'decimal')?.value === ',' ? ',' : '.';
}

/** A number as people type it: `1,250.5` where the mark is a point, `1.250,5` where it is a comma; null for none. */
export function readNumber(text: string, mark: '.' | ','): number | null {
  const bare = text.replace(/[\s'’]/g, '');
  const grouping = mark === '.' ? ',' : '.';
  const isGrouped = new RegExp(`^[-+]?\\d{1,3}(\\${grouping}\\d{3})+(\\${mark}\\d*)?$`).test(bare);
  // What is in no groups of three can only be the mark of another language: 0,5 is a half.
  const plain = isGrouped
    ? bare.replaceAll(grouping, '').replace(mark, '.')
    : bare.replace(bare.includes(mark) ? mark : grouping, '.');
  const value = Number(plain);
  return plain === '' || Number.isNaN(value) ? null : value;
}

/** As `readNumber` reads it again. */
export const writeNumber = (value: number, mark: '.' | ','): string => String(value).replace('.', mark);
