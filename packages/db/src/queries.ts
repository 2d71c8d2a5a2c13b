import type {
  Actor,
  AggregateQuery,
  AggregateRow,
  Board,
  BoardQuery,
  EntityRecord,
  Page,
  PageQuery,
  Picked,
  RecordDetail,
  SearchHit,
  TimelinePlace,
  Where,
  WhereContext,
} from '@satchel/core';
import type { HistoryEntry } from '@satchel/sync';

/** Who asks, and when. */
export interface Asker extends WhereContext {
  readonly actor: Actor;
}

/**
 * How a referred record is called that is gone, or that the asker may not read: the answer does not tell them apart.
 */
export const unavailableTitle = 'Not available';

/**
 * Everything a reader answers, generic over entities: the question's parameters and its answer, by kind. Rows are
 * effective rows that are not deleted, unless it says otherwise, and always only those that the asker may read; a
 * record that the asker may not read is answered like one that is not there.
 */
export interface Queries {
  readonly page: { readonly params: PageQuery; readonly answer: Page };
  readonly count: {
    /**
     * `upTo`: counts the matches of a search no further; each is looked up by itself, and a million takes seconds in
     * which nothing else is found.
     */
    readonly params: {
      readonly entity: string;
      readonly where: Where;
      readonly search?: string;
      readonly upTo?: number;
    };
    readonly answer: number;
  };
  /** Deleted or not. */
  readonly get: {
    readonly params: { readonly entity: string; readonly id: string };
    readonly answer: RecordDetail | null;
  };
  /** Titles by id, deleted or not; ids that are not there, or not for the asker, are left out. */
  readonly titles: {
    readonly params: { readonly entity: string; readonly ids: readonly string[] };
    readonly answer: Readonly<Record<string, string>>;
  };
  readonly pick: {
    readonly params: { readonly entity: string; readonly text: string; readonly limit: number };
    readonly answer: readonly Picked[];
  };
  readonly board: { readonly params: BoardQuery; readonly answer: Board };
  readonly aggregate: { readonly params: AggregateQuery; readonly answer: readonly AggregateRow[] };
  /** In everything that has a place of its own; best match first. */
  readonly search: {
    readonly params: { readonly text: string; readonly limit: number };
    readonly answer: readonly SearchHit[];
  };
  /** Newest first. */
  readonly history: {
    readonly params: { readonly entity: string; readonly id: string; readonly limit: number };
    readonly answer: readonly HistoryEntry[];
  };
  /** What belongs to the record (`visibleWith`: whoever reads it, reads these) and its own history, newest first. */
  readonly timeline: {
    readonly params: {
      readonly entity: string;
      readonly id: string;
      /** The last row of the page before: only what comes after it. */
      readonly before?: TimelinePlace;
      readonly limit: number;
    };
    readonly answer: readonly TimelineRow[];
  };
  /** How many records that the asker may read refer to this one, by each referring field. */
  readonly related: {
    readonly params: { readonly entity: string; readonly id: string };
    readonly answer: readonly RelatedCount[];
  };
}

export type QueryKind = keyof Queries;
export type QueryParams<K extends QueryKind> = Queries[K]['params'];
export type QueryAnswer<K extends QueryKind> = Queries[K]['answer'];

/** One question, with who asks it. */
export type Query = {
  readonly [K in QueryKind]: { readonly kind: K; readonly params: QueryParams<K>; readonly context: Asker };
}[QueryKind];

/** `at` is the moment that the entity's `views.happenedAt` names, else when the record was made. */
export type TimelineRow = TimelinePlace &
  (
    | { readonly kind: 'record'; readonly entity: string; readonly record: EntityRecord }
    | { readonly kind: 'history'; readonly entry: HistoryEntry }
  );

export interface RelatedCount {
  readonly entity: string;
  readonly field: string;
  readonly count: number;
}
