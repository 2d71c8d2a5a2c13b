/** A cell of a list: its row in the order of the list and its column, both from 0; row -1 is what the columns are called. */
export interface Position {
  readonly row: number;
  readonly column: number;
}

/** By which the grid names its active cell. */
export const cellId = ({ row, column }: Position): string => (row < 0 ? `head-${column}` : `cell-${row}-${column}`);
