import type { SqliteValue } from '../row-codec.ts';

/** The last row of a page: its value in the order and its id, or its number in a search. */
export interface Cursor {
  readonly value: SqliteValue;
  readonly id: string | number;
}

export const printCursor = ({ value, id }: Cursor): string =>
  Buffer.from(JSON.stringify([value, id])).toString('base64url');

/** Null when the text is not a cursor of this kind of list. */
export function parseCursor(text: string, isSearch: boolean): Cursor | null {
  try {
    const parsed: unknown = JSON.parse(Buffer.from(text, 'base64url').toString());
    if (!Array.isArray(parsed) || parsed.length !== 2) return null;
    const [value, id] = parsed as readonly unknown[];
    if (value !== null && typeof value !== 'string' && typeof value !== 'number') return null;
    if (isSearch ? typeof id !== 'number' : typeof id !== 'string') return null;
    return typeof id === 'number' || typeof id === 'string' ? { value, id } : null;
  } catch {
    return null;
  }
}
