import { z } from 'zod';
import { instantMs, name, sequence } from '../parts.ts';

/** The first message of a connection, and again after `reset`. */
export const hello = z.object({
  kind: z.literal('hello'),
  /** The version of the protocol that the device speaks. */
  protocol: z.int().min(1),
  /** Null: nothing was loaded yet. */
  cursor: sequence.nullable(),
  /** The generation of the tenant in which the cursor counts. */
  generation: z.string().max(100).nullable(),
  /** By entity, what the device's member could see of it when it was loaded; what was not loaded is not there. */
  epoch: z.record(name, z.string().max(500)),
  /** The last number that the device gave to a change of its own. */
  lastNumber: sequence.exactOptional(),
  /** The version of the model by which the device reads rows; not said: the first. */
  schema: z.int().min(1).exactOptional(),
  /** The device's clock. */
  now: instantMs,
});
