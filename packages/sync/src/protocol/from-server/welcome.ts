import { z } from 'zod';
import { name, sequence } from '../parts.ts';

/** The answer to `hello`. */
export const welcome = z.object({
  kind: z.literal('welcome'),
  head: sequence,
  /** Another one than the device knows: the server was restored, and what the device holds is compared anew. */
  generation: z.string(),
  /** Entities to load anew, in this order, before anything is pulled; empty: go on from the cursor. */
  load: z.array(name),
  /** The sequence that holds when all of them are loaded; declared before the first page. */
  snapshot: sequence,
  epoch: z.record(name, z.string()),
  /** Fields that the device's member may not read, by entity: what is held of them is forgotten. */
  hidden: z.record(name, z.array(name)).exactOptional(),
  /** The device is behind everything that the log still has: the snapshot is its new cursor. */
  isBehindLog: z.boolean(),
});
