import type { FieldDefinition, FieldDefinitions, FieldValue, ValueOf } from '../field/field.ts';
import type { MemberId, RecordId } from '../id/uuid.ts';
import type { JsonObject } from '../json.ts';

/** Columns that are not fields, and the fields of every record that code names. */
export interface RecordColumns {
  readonly id: RecordId;
  /** The sequence of the last accepted change; 0 while the record was never accepted. */
  readonly rev: number;
  /** Clock of each field that changed after the create, by field name. A field not listed has the create's clock. */
  readonly stamps: JsonObject;
  readonly owner: MemberId | null;
  readonly team: string | null;
  readonly externalId: string | null;
  readonly source: string | null;
  readonly createdAt: number;
  readonly createdBy: MemberId | null;
  readonly updatedAt: number;
  readonly updatedBy: MemberId | null;
  readonly deletedAt: number | null;
}

/** A record of any entity. Every field is present: empty is `null`, or `[]` for the list kinds. */
export interface EntityRecord extends RecordColumns {
  readonly [field: string]: FieldValue;
}

/** A record as the rules of its own entity see it. */
export type RecordOf<F extends FieldDefinitions> = RecordColumns & {
  readonly [K in keyof F]: F[K] extends FieldDefinition ? ValueOf<F[K]> : never;
};
