import type { RelativeDate } from '../date/relative-date.ts';

/**
 * The one filter language: plain data, for lists, saved views, reports, rules and requests. It runs as a predicate in
 * memory, on SQLite and on PostgreSQL, and all three agree. Every condition is either true or false, also on empty
 * fields: an empty field is not equal to, not above and not below anything.
 */
export type Where =
  | { readonly and: readonly Where[] }
  | { readonly or: readonly Where[] }
  | { readonly not: Where }
  | Condition;

/** `field` may be any field of the entity, or `id`. Text compares folded: without case and accents. */
export type Condition =
  | { readonly field: string; readonly op: 'eq' | 'neq'; readonly value: WhereValue }
  | { readonly field: string; readonly op: 'gt' | 'gte' | 'lt' | 'lte'; readonly value: string | number }
  /** Text kinds, emails, phones (by digits), urls. */
  | { readonly field: string; readonly op: 'contains' | 'starts_with'; readonly value: string }
  /** List kinds: at least one of the values. */
  | { readonly field: string; readonly op: 'in'; readonly value: readonly WhereValue[] }
  /** List kinds: every one of the values. */
  | { readonly field: string; readonly op: 'all'; readonly value: readonly WhereValue[] }
  /** True on `null` and on `[]`. */
  | { readonly field: string; readonly op: 'empty' }
  /** Dates and instants. */
  | { readonly field: string; readonly op: 'within'; readonly value: RelativeDate };

/**
 * Money compares by minor units, whatever the currency. `{ me: true }` is whoever asks. On list kinds `eq` means
 * "has this element".
 */
export type WhereValue = string | number | boolean | { readonly me: true };

/** What can be asked of a field; see opsByKind for which of them a kind answers. */
export type WhereOp = Condition['op'];

/** The filter that every record matches. */
export const everything: Where = { and: [] };
