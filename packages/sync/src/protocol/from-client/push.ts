import { z } from 'zod';
import { change, instantMs } from '../parts.ts';

/** Changes that wait at the device, numbered one after another. */
export const push = z.object({
  kind: z.literal('push'),
  firstNumber: z.int().min(1),
  changes: z.array(change).max(500),
  /** The device's clock. */
  now: instantMs,
});
