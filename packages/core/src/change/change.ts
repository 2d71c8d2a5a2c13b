import type { Hlc } from '../clock/hlc.ts';
import type { FieldValue } from '../field/field.ts';
import type { ChangeId, MemberId, RecordId } from '../id/uuid.ts';

/** Values by field name. Absent means untouched; `null` or `[]` means made empty. */
export interface FieldValues {
  readonly [field: string]: FieldValue;
}

/** Elements to add to and remove from a list field, so that two devices can both add. */
export interface ListPatch {
  readonly add?: readonly string[];
  readonly remove?: readonly string[];
}

/**
 * What somebody asks for. `base` is the revision of the record that they saw, besides this device's own changes; the
 * authority merges by it. `after` is this device's own last change of the record that was not judged yet.
 */
export type Intention =
  | {
      readonly kind: 'create';
      readonly entity: string;
      readonly id: RecordId;
      /** The change that made a record which this one names, when it was not judged yet. */
      readonly after?: ChangeId;
      readonly fields: FieldValues;
    }
  | {
      readonly kind: 'update';
      readonly entity: string;
      readonly id: RecordId;
      readonly base?: number;
      readonly after?: ChangeId;
      readonly fields: FieldValues;
      readonly lists?: { readonly [field: string]: ListPatch };
    }
  | {
      readonly kind: 'delete' | 'restore';
      readonly entity: string;
      readonly id: RecordId;
      readonly base?: number;
      readonly after?: ChangeId;
    };

/** Why changes belong together; `group` is what undo and needs attention work by. */
export interface Cause {
  readonly kind: 'import' | 'bulk' | 'undo' | 'redo' | 'setup' | 'adopt';
  readonly group: string;
  /** For undo and redo: the change or group that is taken back or done again. */
  readonly of?: string;
  /** A sentence for the history, e.g. `Import of sales_pipeline.csv`. */
  readonly label?: string;
}

/** The smallest thing that is accepted or refused whole: at most 500 writes and 256 KB. */
export interface Change {
  readonly id: ChangeId;
  readonly actor: MemberId;
  readonly device: string;
  readonly at: Hlc;
  /** The version of the model in which it was made; not said: the first. See `upgradeChange`. */
  readonly schema?: number;
  readonly cause?: Cause;
  /** What the person did, in words, for Undo. */
  readonly label?: string;
  readonly intentions: readonly Intention[];
}

export const maxWritesPerChange = 500;
export const maxChangeSizeBytes = 256 * 1024;

/** About the bytes of the JSON of a value, counted without writing it: characters, and a few for each name and value. */
export function changeSize(value: unknown): number {
  if (typeof value === 'string') return value.length + 3;
  if (typeof value !== 'object' || value === null) return 8;
  let size = 2;
  if (Array.isArray(value)) for (const item of value) size += changeSize(item);
  else for (const [name, item] of Object.entries(value)) size += name.length + 4 + changeSize(item);
  return size;
}
