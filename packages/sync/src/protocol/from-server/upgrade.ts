import { z } from 'zod';

/**
 * The device is too old for what it would be sent: its app is to be updated. When it speaks an older protocol than the
 * server still understands, that is all; otherwise what waits there is taken first.
 */
export const upgrade = z.object({
  kind: z.literal('upgrade'),
  minimum: z.int().min(1),
  /** The server takes what waits; its generation, in which that is judged. */
  generation: z.string().max(100).exactOptional(),
});
