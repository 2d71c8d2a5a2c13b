import { z } from 'zod';
import type { Immutable } from './immutable.ts';
import { changeId, fieldValue, name, recordId, sequence } from './parts.ts';

const superseded = z.object({
  entity: name,
  id: recordId,
  field: name,
  value: fieldValue,
  /** Why, when it is not a later edit: the author is not in that team (any more), or it is gone. */
  reason: z.literal('team-lost').exactOptional(),
});

/** A field of an accepted change that was not written, since somebody changed it later. */
export type Superseded = Immutable<z.infer<typeof superseded>>;

export const heldRefusal = z.object({
  code: z.string(),
  message: z.string(),
  entity: z.string().exactOptional(),
  record: z.string().exactOptional(),
  field: z.string().exactOptional(),
  held: fieldValue.exactOptional(),
});

/** A refusal, with the value that the server holds when the actor may see it. */
export type HeldRefusal = Immutable<z.infer<typeof heldRefusal>>;

export const outcome = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('accepted'), change: changeId, sequence, superseded: z.array(superseded) }),
  z.object({
    kind: z.literal('refused'),
    change: changeId,
    refusals: z.array(heldRefusal),
    /** The refused change that this one was built upon. */
    blockedBy: changeId.nullable(),
  }),
]);

/** How a change ended. Final, and the same for every redelivery. */
export type Outcome = Immutable<z.infer<typeof outcome>>;
