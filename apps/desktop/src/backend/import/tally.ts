/** What happened so far, by entity. */
export interface Tally {
  readonly created: Record<string, number>;
  readonly updated: Record<string, number>;
  readonly unchanged: Record<string, number>;
  inBin: number;
  rowsDone: number;
}
