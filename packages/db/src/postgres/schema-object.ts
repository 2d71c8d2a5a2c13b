import type { Column } from '../table-shape.ts';

/** A table or an index, the statements that make it and those that take it back. */
export interface SchemaObject {
  readonly name: string;
  readonly kind: 'table' | 'index';
  readonly up: readonly string[];
  readonly down: readonly string[];
  /** Columns that an older database may lack. */
  readonly columns: readonly Column[];
}
