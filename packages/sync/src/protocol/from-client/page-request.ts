import { z } from 'zod';
import { name, recordId } from '../parts.ts';

/** Asks for the next records of a load. */
export const pageRequest = z.object({
  kind: z.literal('page'),
  /** Comes back with the page: one that was asked for by an earlier load is not taken. */
  load: z.int(),
  entity: name,
  afterId: recordId.nullable(),
  /** What the member could see of the entity when the load began. */
  epoch: z.string().max(100).exactOptional(),
});
