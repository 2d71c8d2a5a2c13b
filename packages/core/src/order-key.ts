import { generateKeyBetween, generateNKeysBetween } from 'fractional-indexing';

/**
 * A key that sorts between two others, so that moving one card writes one row. Keys are base 62 and sort by code unit,
 * which for them is also code point order (`COLLATE "C"`, SQLite `BINARY`).
 *
 * @param a the key before, null for the start; @param b the key after, null for the end. Throws when they are the same
 * or no keys: two cards that got one key on two devices need a fresh key for one of them first.
 */
export const orderKeyBetween = (a: string | null, b: string | null): string => generateKeyBetween(a, b);

/** `count` keys in order between two others, as short as they can be. Throws as orderKeyBetween does. */
export const orderKeysBetween = (a: string | null, b: string | null, count: number): readonly string[] =>
  generateNKeysBetween(a, b, count);

/** Whether a text from outside is a key that orderKeyBetween takes. At most 256 characters. */
export function isOrderKey(text: string): boolean {
  if (text.length > 256 || !/^[A-Za-z][0-9A-Za-z]+$/.test(text)) return false;
  try {
    generateKeyBetween(text, null);
    return true;
  } catch {
    return false;
  }
}
