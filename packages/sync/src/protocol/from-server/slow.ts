import { z } from 'zod';

/**
 * More waits for this device than the server keeps: nothing is read from it until it has caught up, and a device that
 * reads nothing for a while is let go. Said again, with `false`, behind everything that waited.
 */
export const slow = z.object({ kind: z.literal('slow'), isBehind: z.boolean() });
