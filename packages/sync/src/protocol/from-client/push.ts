import { z } from 'zod';
import { change, instantMs, maxChangesPerMessage } from '../parts.ts';

/** Changes that wait at the device, numbered one after another. */
export const push = z.object({
  kind: z.literal('push'),
  firstNumber: z.int().min(1),
  changes: z.array(change).max(maxChangesPerMessage),
  /** The device's clock. */
  now: instantMs,
});
