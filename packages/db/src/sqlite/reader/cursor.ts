import type { ColumnValue } from '../../row-codec.ts';

/** The last row of a page: its value in the order and its number. */
export interface Cursor {
  readonly value: ColumnValue;
  readonly seq: number;
}

/** A place in a list as text that a window keeps and gives back. */
export const printCursor = ({ value, seq }: Cursor): string =>
  Buffer.from(JSON.stringify([value, seq])).toString('base64url');

/** Null when the text is not a cursor. */
export function parseCursor(text: string): Cursor | null {
  try {
    const parsed: unknown = JSON.parse(Buffer.from(text, 'base64url').toString());
    if (!Array.isArray(parsed) || parsed.length !== 2) return null;
    const [value, seq] = parsed as readonly unknown[];
    if (value !== null && typeof value !== 'string' && typeof value !== 'number') return null;
    return typeof seq === 'number' ? { value, seq } : null;
  } catch {
    return null;
  }
}
