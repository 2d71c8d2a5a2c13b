/**
 * Why a change was not accepted. `code` is stable and may be shown to machines; `message` is a plain sentence that
 * says what to do. Never names a record that the actor may not see.
 */
export interface Refusal {
  readonly code: string;
  readonly message: string;
  /** The entity and record the refusal is about, as the actor named them. */
  readonly entity?: string;
  readonly record?: string;
  /** The field to mark in a form. */
  readonly field?: string;
}
