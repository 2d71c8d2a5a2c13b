import { StoreRefused } from '@satchel/sync/server';

/** A value as PostgreSQL writes it. */
export type PostgresText = string | null;

export type PostgresRow = readonly PostgresText[];

/** Runs statements of one transaction, in the order in which they are given. */
export interface PostgresSession {
  /** One statement; a statement that was asked before need not be planned again. Throws the driver's errors. */
  query(text: string, parameters: readonly PostgresText[]): Promise<readonly PostgresRow[]>;
  /** Statements without parameters, of which nothing is read. */
  run(script: string): Promise<void>;
}

export interface Statement {
  readonly text: string;
  readonly parameters: readonly PostgresText[];
}

/** Whatever speaks PostgreSQL's SQL: a server's connections, or PGlite. */
export interface PostgresDatabase {
  /**
   * One transaction: everything is kept, or, when `work` throws, nothing. `start` are statements to begin with, as a
   * script or, where they come often, one by one, so that they need not be planned again; what the last of them finds is
   * given to `work`, which need not wait for it: statements run in their order.
   */
  transaction<T>(
    start: string | readonly Statement[],
    work: (session: PostgresSession, started: Promise<readonly PostgresRow[]>) => Promise<T>,
  ): Promise<T>;
}

type Element = string | number | boolean | null;

/**
 * An array as PostgreSQL reads it (https://www.postgresql.org/docs/14/arrays.html#ARRAYS-IO).
 *
 * @throws StoreRefused for half of a surrogate pair, which would silently become another character
 */
export function arrayText(values: readonly Element[]): string {
  const text = `{${values.map(elementText).join(',')}}`;
  if (!text.isWellFormed()) throw new StoreRefused('A text holds characters that cannot be kept.');
  return text;
}

const elementText = (value: Element): string => {
  if (value === null) return 'NULL';
  return typeof value === 'string' ? `"${value.replace(/["\\]/g, '\\$&')}"` : String(value);
};

/**
 * JSON texts as lines: they have no line break, so that nothing in them needs a sign before it. An empty line is NULL.
 */
export const linesText = (texts: readonly (string | null)[]): string => texts.map((text) => text ?? '').join('\n');

/** A parameter of a condition, as `whereToSql` makes them. */
export function parameterText(value: unknown): PostgresText {
  if (value === null || typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (Array.isArray(value)) return arrayText(value as readonly Element[]);
  throw new TypeError(`Not a parameter: ${typeof value}`);
}
