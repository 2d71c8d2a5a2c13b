/** A parsed file. */
export interface Table {
  readonly file: string;
  readonly encoding: string;
  readonly delimiter: string;
  /** As written; may be empty or occur twice. */
  readonly headings: readonly string[];
  /** The headings made unique: the names of the columns everywhere else. */
  readonly columns: readonly string[];
  readonly rows: readonly TableRow[];
  /** Rows that do not fit the heading. */
  readonly faults: readonly RefusedRow[];
  readonly warnings: readonly string[];
}

/** A row as it stands in its file. */
export interface TableRow {
  /** Of the file, where the row begins; the heading is on line 1. */
  readonly line: number;
  readonly cells: readonly string[];
}

/** A row that is not imported, and why. */
export interface RefusedRow extends TableRow {
  readonly reason: string;
}
