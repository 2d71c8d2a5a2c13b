import type {
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

/**
 * Everything a reader answers, generic over entities: the question's parameters and its answer, by kind. Rows are
 * effective rows that are not deleted, unless it says otherwise.
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
  /** Titles by id, deleted or not; ids that are not there are left out. */
  readonly titles: {
    readonly params: { readonly entity: string; readonly ids: readonly string[] };
    readonly answer: Readonly<Record<string, string>>;
  };
  readonly pick: {
    readonly params: { readonly entity: string; readonly text: string; readonly limit: number; readonly where?: Where };
    readonly answer: readonly Picked[];
  };
  readonly board: { readonly params: BoardQuery; readonly answer: Board };
  readonly aggregate: { readonly params: AggregateQuery; readonly answer: readonly AggregateRow[] };
  /** Best match first. `entities`: those to look in, with what the asker may see of each. */
  readonly search: {
    readonly params: {
      readonly text: string;
      readonly limit: number;
      readonly entities?: readonly { readonly entity: string; readonly where: Where }[];
    };
    readonly answer: readonly SearchHit[];
  };
  /** Newest first. */
  readonly history: {
    readonly params: { readonly entity: string; readonly id: string; readonly limit: number };
    readonly answer: readonly HistoryEntry[];
  };
  /** What belongs to the record (`visibleWith`) and its own history, newest first. */
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
  /** How many records of each referring field refer to this one. */
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
  readonly [K in QueryKind]: { readonly kind: K; readonly params: QueryParams<K>; readonly context: WhereContext };
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
