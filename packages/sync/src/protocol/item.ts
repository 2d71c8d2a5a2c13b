import { z } from 'zod';
import type { Immutable } from './immutable.ts';
import {
  cause,
  changeId,
  entityRecord,
  fieldValues,
  instantMs,
  jsonObject,
  name,
  recordId,
  sequence,
} from './parts.ts';

const item = z.discriminatedUnion('kind', [
  /** A record that the device sees for the first time, whole, as it is now. */
  z.object({
    kind: z.literal('put'),
    entity: name,
    record: entityRecord,
    /** What it was made with, when this change made it. */
    made: fieldValues.nullable(),
  }),
  /** The fields that changed, from what to what. `write` says how; `scope` means that only its sequence did. */
  z.object({
    kind: z.literal('patch'),
    entity: name,
    id: recordId,
    write: z.enum(['update', 'delete', 'restore', 'scope']),
    before: fieldValues,
    fields: fieldValues,
    stamps: jsonObject,
    isConsequence: z.boolean(),
  }),
  /** References of a record as the device's member sees them now: what they name came into view, or went out of it. */
  z.object({ kind: z.literal('refer'), entity: name, id: recordId, fields: fieldValues }),
  /** The device's member may no longer see it. */
  z.object({ kind: z.literal('evict'), entity: name, id: recordId }),
]);

/** What an accepted change means to one device, for one record. */
export type Item = Immutable<z.infer<typeof item>>;

const pastWrite = z.object({
  entity: name,
  id: recordId,
  kind: z.enum(['create', 'update', 'delete', 'restore']),
  before: fieldValues.nullable(),
  after: fieldValues,
  isConsequence: z.boolean(),
});

const changeHead = z.object({
  sequence,
  id: changeId,
  actor: recordId,
  at: z.string(),
  cause: cause.nullable(),
  label: z.string().nullable(),
  /** By the server's clock. */
  acceptedAt: instantMs,
});

export const pastChange = changeHead.extend({ writes: z.array(pastWrite) });

/** An accepted change as the history tells it. */
export type PastChange = Immutable<z.infer<typeof pastChange>>;

const deliveredChange = z.object({
  sequence,
  id: changeId,
  actor: recordId,
  at: z.string(),
  cause: cause.nullable(),
  label: z.string().nullable(),
  /** By the server's clock. */
  acceptedAt: instantMs,
  items: z.array(item),
});

/** An accepted change as one device receives it. */
export type DeliveredChange = Immutable<z.infer<typeof deliveredChange>>;

export const delta = z.object({
  from: sequence,
  to: sequence,
  changes: z.array(deliveredChange),
  /** There is more than one message carries: it is to be asked for. */
  hasMore: z.literal(true).exactOptional(),
});

/** Everything after `from` up to `to` that the device may see, in order. */
export type Delta = Immutable<z.infer<typeof delta>>;

export const snapshotPage = z.object({
  entity: name,
  records: z.array(entityRecord),
  /** The last id looked at; null: the entity is complete. */
  next: recordId.nullable(),
});

/** Records of one entity in the order of their ids. */
export type SnapshotPage = Immutable<z.infer<typeof snapshotPage>>;
