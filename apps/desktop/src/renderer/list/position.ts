/** A cell of a list: its row in the order of the list and its column, both from 0. */
export interface Position {
  readonly row: number;
  readonly column: number;
}
