import {
  type ChangeId,
  type EntityRecord,
  type FieldValue,
  type Hlc,
  isChangeId,
  isHlc,
  isJsonObject,
  isRecordId,
  type JsonObject,
  maxWritesPerChange,
  type RecordId,
} from '@satchel/core';
import { z } from 'zod';

const isText = (value: unknown): value is string => typeof value === 'string';

export const recordId = z.custom<RecordId>((value) => isText(value) && isRecordId(value), 'no record id');
export const changeId = z.custom<ChangeId>((value) => isText(value) && isChangeId(value), 'no change id');
export const hlc = z.custom<Hlc>((value) => isText(value) && isHlc(value), 'no clock');

const maxNameLength = 100;
/** Of an entity or a field. */
export const name = z.string().min(1).max(maxNameLength);
/** A sequence of a tenant, or a number of a device's change. */
export const sequence = z.int().min(0);
/** Milliseconds since 1970. */
export const instantMs = z.int();

/** Frames hold nothing but JSON; what a value may be is judged by the field that it is for. */
export const fieldValue = z.custom<FieldValue>((value) => value !== undefined, 'no value');
export const fieldValues = z.custom<Readonly<Record<string, FieldValue>>>(isFieldValues, 'no fields');
export const jsonObject = z.custom<JsonObject>(isJsonObject, 'no object');

/** Changes in one message, and records in one that says what is looked at. */
export const maxChangesPerMessage = 500;
export const maxPlaces = 8;

const maxWords = 10_000;

function isFieldValues(value: unknown): boolean {
  return isJsonObject(value) && Object.keys(value).every((key) => key.length > 0 && key.length <= maxNameLength);
}

/** A record of an entity that this version may not know whole: its columns are looked at, its fields are kept. */
export const entityRecord = z.custom<EntityRecord>(isRecord, 'no record');

function isRecord(value: unknown): boolean {
  if (!isJsonObject(value)) return false;
  const { id, rev, stamps } = value;
  return isText(id) && isRecordId(id) && Number.isSafeInteger(rev) && isJsonObject(stamps ?? null);
}

export const cause = z.object({
  kind: z.enum(['import', 'bulk', 'undo', 'redo', 'setup', 'adopt']),
  group: z.string().max(100),
  of: z.string().max(100).exactOptional(),
  label: z.string().max(500).exactOptional(),
});

/** The name under which a device's changes are known. */
export const deviceTag = z.string().regex(/^[0-9a-z]{8}$/);

/** Looked at in one go: what is wrong with each element costs more to say than to know. */
const words = z.custom<readonly string[]>(
  (value) => Array.isArray(value) && value.length <= maxWords && value.every(isText),
  'no words',
);
const target = { entity: name, id: recordId };
const seen = { base: sequence.exactOptional(), after: changeId.exactOptional() };
const intention = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('create'), ...target, after: changeId.exactOptional(), fields: fieldValues }),
  z.object({
    kind: z.literal('update'),
    ...target,
    ...seen,
    fields: fieldValues,
    lists: z.record(name, z.object({ add: words.exactOptional(), remove: words.exactOptional() })).exactOptional(),
  }),
  z.object({ kind: z.enum(['delete', 'restore']), ...target, ...seen }),
]);

export const change = z.object({
  id: changeId,
  actor: recordId,
  device: deviceTag,
  at: hlc,
  schema: z.int().min(1).exactOptional(),
  cause: cause.exactOptional(),
  label: z.string().max(500).exactOptional(),
  intentions: z.array(intention).min(1).max(maxWritesPerChange),
});
