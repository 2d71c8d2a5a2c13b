import { z } from 'zod';
import { deviceTag } from '../parts.ts';

/** Who connects: the first message of a socket, and again with the next token before the last one is over. */
export const auth = z.object({
  kind: z.literal('auth'),
  /** An access token. */
  token: z.string().min(1).max(4096),
  /** The organization whose data this device holds. */
  organization: z.uuid(),
  device: deviceTag,
});
