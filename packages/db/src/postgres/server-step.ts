/**
 * A change of a server's database that is not additive, and how it is taken back. Row-level security binds the owner of
 * the tables, too: a step that touches rows of all tenants takes FORCE away first and puts it back.
 */
export interface ServerStep {
  /** Never changes once it was applied somewhere. */
  readonly name: string;
  readonly up: readonly string[];
  readonly down: readonly string[];
}
