import type { EntityRecord } from '../entity/record.ts';
import type { RecordId } from '../id/uuid.ts';
import type { Where } from '../where/where.ts';

/** An order by one field; records of the same value come by their id. */
export interface Sort {
  readonly field: string;
  readonly direction: 'asc' | 'desc';
}

/** What a list asks for: some rows of an entity, in order. */
export interface PageQuery {
  readonly entity: string;
  readonly where: Where;
  /** Newest matches first; `sort` is ignored while it is there. */
  readonly search?: string;
  /** Default: the entity's `views.sort`, else newest first. Empty values come last in both directions. */
  readonly sort?: Sort;
  /** `next` of the page before. */
  readonly after?: string;
  /** Rows to skip; costs in proportion. Not together with `after`. */
  readonly offset?: number;
  /** 1 to 500. */
  readonly limit: number;
}

/** Titles of what rows refer to: `titles[entity][id]`; those of deleted records are named in `deleted[entity]`, too. */
export interface Titles {
  readonly titles: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly deleted: Readonly<Record<string, readonly string[]>>;
}

/** The rows of a list, with the titles of what they refer to. */
export interface Page extends Titles {
  readonly rows: readonly EntityRecord[];
  /** Null on the last page. */
  readonly next: string | null;
  /** False: a search found too many to put them in the order that was asked for; the newest come first. */
  readonly isSorted: boolean;
}

/** One record, with the titles of what it refers to. */
export interface RecordDetail extends Titles {
  readonly record: EntityRecord;
}

/** A record to choose, as a picker shows it. */
export interface Picked {
  readonly id: RecordId;
  readonly title: string;
  readonly detail: string | null;
}

/** What a board asks for: the first cards of each of its columns. */
export interface BoardQuery {
  readonly entity: string;
  readonly where: Where;
  /** At most this many cards a column. */
  readonly limit: number;
  /** Only one column, from this card on. */
  readonly column?: { readonly key: string; readonly offset: number };
}

/** The columns of a board in their order. */
export interface Board {
  readonly columns: readonly BoardColumn[];
  readonly titles: Titles['titles'];
}

/** One column with its first cards. */
export interface BoardColumn {
  /** The id of the referenced record, or the choice. */
  readonly key: string;
  readonly title: string;
  readonly count: number;
  /** Sums by currency, minor units. */
  readonly sums: Readonly<Record<string, number>>;
  /** By the board's order key, then id. */
  readonly cards: readonly EntityRecord[];
}

/** A calendar period by which dates are grouped. */
export type Period = 'day' | 'week' | 'month' | 'quarter' | 'year';

/** Counts and sums over records, in groups. */
export interface AggregateQuery {
  readonly entity: string;
  readonly where: Where;
  /** `unit` groups a date or instant by calendar period, in the asker's time zone. */
  readonly groupBy?: { readonly field: string; readonly unit?: Period };
  /** A number or money field; absent: count only. */
  readonly sum?: string;
  readonly limit?: number;
  readonly orderBy?: 'key' | 'count' | 'sum';
}

/** One group of an aggregate, in one currency. */
export interface AggregateRow {
  /** The group's value: an id, a choice, `2017`, `2017-Q1`, `2017-03`, `2017-03-06` (a day, or a week's first day). */
  readonly key: string | null;
  /** The referenced record's title, or the key. */
  readonly title: string | null;
  readonly count: number;
  /** Minor units for money (of `currency`), the plain sum for numbers. One row per currency. */
  readonly sum: number;
  readonly currency: string | null;
}

/** A record that a search over all entities found. */
export interface SearchHit extends Picked {
  readonly entity: string;
}

/** A place in a timeline: its moment, and its key among those of the same moment. */
export interface TimelinePlace {
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly key: string;
}
