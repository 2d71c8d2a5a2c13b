import { z } from 'zod';

/** Asks for numbers that no other device gets, so that new records are numbered while there is no connection. */
export const leaseRequest = z.object({
  kind: z.literal('lease'),
  /** Comes back with the answer: one that was asked for earlier is not taken, and none twice. */
  ask: z.int(),
  /** `<entity>.<field>`. */
  counter: z.string().max(201),
  count: z.int().min(1).max(1000),
});
